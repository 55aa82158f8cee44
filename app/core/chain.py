"""Hash-chained, append-only logs (audit, consent) and their verification.

Row n carries SHA-256(hash of row n-1 || canonical JSON of row n). Changing, removing or inserting a row breaks every
later hash; cutting the tail shows against a head that was signed and copied out earlier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

GENESIS = bytes(32)


def canonical(content: dict[str, Any]) -> bytes:
    """One byte form per content: sorted keys, no spaces, UTF-8."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def link(previous: bytes, content: dict[str, Any]) -> bytes:
    """The hash of a row that follows `previous`; 32 bytes."""
    return sha256(previous + canonical(content)).digest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a verification: rows read, and the first row that does not follow, if any."""

    rows: int
    broken_at: int | None

    @property
    def holds(self) -> bool:
        """True when every row follows from the one before."""
        return self.broken_at is None


def verify(rows: Iterable[tuple[int, bytes, dict[str, Any]]]) -> Verdict:
    """Checks (sequence, hash, content) rows in order of sequence; a gap in the sequence breaks the chain too."""
    previous, expected, count = GENESIS, 1, 0
    for sequence, digest, content in rows:
        if sequence != expected or link(previous, content) != bytes(digest):
            return Verdict(count, sequence)
        previous, expected, count = bytes(digest), expected + 1, count + 1
    return Verdict(count, None)
