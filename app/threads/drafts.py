"""Drafts: unfinished texts, kept on the server until they are published, through sign-out and a new device.

A row tells neither whose it is nor where it belongs: both are keyed tags over the account, and the text is sealed with the
person's data key, which dies with the account.
"""

from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core import clock, keys, keystore
from app.core.errors import Unavailable
from app.models.thread import Draft

READ = select(col(Draft.sealed)).where(col(Draft.name) == bindparam("name"))
THROW = delete(Draft).where(col(Draft.name) == bindparam("name"))
ALL = select(col(Draft.name), col(Draft.sealed)).where(col(Draft.owner) == bindparam("owner"))
THROW_ALL = delete(Draft).where(col(Draft.owner) == bindparam("owner"))
FIELDS = ("title", "topic", "support", "body", "note")
LONGEST = 40_000


def owner_of(account_id: UUID) -> bytes:
    """The tag under which the drafts of a person stand."""
    return keys.tag("drafts", account_id.bytes)


def name_of(account_id: UUID, place: str) -> bytes:
    """The tag of one draft; `place` is "new <community>" or "reply <thread>"."""
    return keys.tag("draft", account_id.bytes, place)


def keep(session: Session, account_id: UUID, place: str, fields: dict[str, Any]) -> None:
    """Keeps what is in the form now; an empty form leaves no draft."""
    kept = {key: str(fields[key])[:LONGEST] for key in FIELDS if isinstance(fields.get(key), str)}
    if not any(kept.get(key, "").strip() for key in ("title", "body")):
        throw_away(session, account_id, place)
        return
    name = name_of(account_id, place)
    sealed = keys.seal_with(keystore.key_for("person", str(account_id)), orjson.dumps(kept), name)
    adding = insert(Draft).values(name=name, owner=owner_of(account_id), sealed=sealed, day=clock.today())
    session.connection().execute(
        adding.on_conflict_do_update(
            index_elements=["name"], set_={"sealed": adding.excluded.sealed, "day": adding.excluded.day}
        )
    )


def find(session: Session, account_id: UUID, place: str) -> dict[str, str]:
    """What was typed here before, or nothing. A keystore that rests for a moment costs the draft, not the page."""
    name = name_of(account_id, place)
    sealed = session.connection().execute(READ, {"name": name}).scalar()
    return opened(account_id, name, sealed)


def opened(account_id: UUID, name: bytes, sealed: bytes | None) -> dict[str, str]:
    """The fields of a sealed draft; empty when there is none or it does not open."""
    if sealed is None:
        return {}
    try:
        return _opened(account_id, name, bytes(sealed))
    except (Unavailable, keystore.KeyDestroyed, keys.Unreadable):
        return {}


def _opened(account_id: UUID, name: bytes, sealed: bytes) -> dict[str, str]:
    found: dict[str, str] = orjson.loads(
        keys.open_with(keystore.key_for("person", str(account_id)), sealed, name)
    )
    return found


def throw_away(session: Session, account_id: UUID, place: str) -> None:
    """The text was published, or emptied."""
    session.connection().execute(THROW, {"name": name_of(account_id, place)})


def list_all(session: Session, account_id: UUID) -> list[dict[str, str]]:
    """Every draft of a person, for their data."""
    rows = session.connection().execute(ALL, {"owner": owner_of(account_id)}).all()
    return [_opened(account_id, bytes(row.name), bytes(row.sealed)) for row in rows]


def throw_all_away(session: Session, account_id: UUID) -> int:
    """Every draft of a person goes; how many there were."""
    return session.connection().execute(THROW_ALL, {"owner": owner_of(account_id)}).rowcount
