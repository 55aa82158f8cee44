"""A stolen database without its key: what joins two personas of one person? Nothing may."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from app.proofs.report import Attack, Count

# No two rows of a stolen database may be joined by what stands in them.
NO_JOIN = 0


def tags(personas: list[dict[str, Any]]) -> Attack:
    count = Count("two personas with the same tag or sealed owner", NO_JOIN)
    for column in ("owner_tag", "standing_tag", "owner_sealed"):
        seen: set[bytes] = set()
        for row in personas:
            value = bytes(row[column] or b"")
            count.add(bool(value) and value in seen, column)
            seen.add(value)
    return count.done()


def joins(whole: dict[str, list[dict[str, Any]]], owners: dict[str, str]) -> Attack:
    """Long values (16 bytes and more) in rows that name one persona, met again in rows that name another one of the same person
    but of nobody else."""
    count = Count("a value that joins two personas of one person", NO_JOIN)
    people: dict[bytes | str, set[str]] = defaultdict(set)
    for rows in whole.values():
        for row in rows:
            named = {str(value) for value in row.values() if str(value) in owners}
            if len(named) != 1:
                continue
            persona = named.pop()
            for value in _long(row.values(), owners):
                people[value].add(persona)
    for value, personas in people.items():
        same = len({owners[one] for one in personas}) == 1
        count.add(len(personas) > 1 and same, f"{value!r:.60}")
    return count.done()


def _long(values: Iterable[Any], owners: dict[str, str]) -> Iterable[bytes | str]:
    for value in values:
        plain = bytes(value) if isinstance(value, bytes | memoryview) else value
        if isinstance(plain, bytes) and len(plain) >= 16:
            yield plain
        elif str(plain).count("-") == 4 and len(str(plain)) == 36 and str(plain) not in owners:
            yield str(plain)


def outside(whole: dict[str, list[dict[str, Any]]], accounts: set[str]) -> Attack:
    """Account ids, as bytes or text, in tables that the web hat reads beside personas."""
    count = Count("an account's id outside the vault, in a row that names a persona or a community", NO_JOIN)
    for name, rows in whole.items():
        if name.startswith("vault."):
            continue
        for row in rows:
            near = any(column in ("persona_id", "author_id", "community_id", "handle") for column in row)
            held = {
                (bytes(one).hex() if isinstance(one, bytes | memoryview) else str(one).replace("-", ""))
                for one in row.values()
            }
            count.add(near and bool(held & accounts), name)
    return count.done()
