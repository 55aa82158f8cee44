"""Pages by key: a cursor says where the last page ended; first and last page cost the same.

A cursor is sealed, so that it tells a reader nothing about clocks or counters.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson

from app.core import keys
from app.core.errors import Invalid

Row = TypeVar("Row")
PAGE_SIZE = 20
PAGE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page and the cursor of the next one, or None at the end."""

    items: Sequence[Row]
    next: str | None


def cursor(*parts: object) -> str:
    """Seals the key of a row (numbers, texts, ISO moments) into an opaque cursor."""
    sealed = keys.seal("cursor", orjson.dumps([str(part) for part in parts]))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_key(value: str | None, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """The parts of a cursor as what they were; Invalid for a cursor of another list."""
    parts = read_cursor(value, len(kinds))
    try:
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True)) if parts else None
    except ValueError as error:
        raise Invalid("This page address is not valid.") from error


def read_cursor(value: str | None, size: int) -> list[str] | None:
    """The `size` parts of a cursor; None when there is none; Invalid when it is not one of ours."""
    if not value:
        return None
    try:
        sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        parts = orjson.loads(keys.unseal("cursor", sealed))
    except (ValueError, keys.Unreadable) as error:
        raise Invalid("This page address is not valid.") from error
    if not isinstance(parts, list) or len(parts) != size:
        raise Invalid("This page address is not valid.")
    return parts
