"""Whose dashboard: a keyed tag for the tables and a data key for the contents. Never stored, never logged."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from app.core import keys, keystore


@dataclass(frozen=True, slots=True)
class Owner:
    """A person as this room knows one. The key lives in the keystore; once destroyed there, nothing here opens."""

    tag: bytes
    key: bytes

    def seal(self, content: dict[str, Any], row: UUID) -> bytes:
        """JSON values sealed for one row: moved to another row they do not open."""
        return keys.seal_with(self.key, orjson.dumps(content), row.bytes)

    def unseal(self, sealed: bytes, row: UUID) -> dict[str, Any]:
        """What `seal` sealed."""
        opened: dict[str, Any] = orjson.loads(keys.open_with(self.key, sealed, row.bytes))
        return opened


def tag_of(account_id: UUID) -> bytes:
    """The tag under which a person's rows stand."""
    return keys.tag("dashboard", account_id.bytes)


def owner_of(account_id: UUID) -> Owner:
    """The owner of a dashboard, for its own person only."""
    return Owner(tag_of(account_id), keystore.key_for("person", str(account_id)))
