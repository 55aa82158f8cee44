"""The queue: greater harm first, then the older one. Pages by key; one short index walk a community."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from app.core import clock, paging
from app.moderation.lookup import Desk

SIZE = 20
CLAIM_LASTS = timedelta(minutes=15)
COUNT_UP_TO = 1_000

# `-harm` so that one comparison of rows walks the index. An item about oneself is not in one's queue.
_LIST = """
SELECT i.id, i.kind, i.subject_kind, i.subject_id, {text} AS text, i.reason, i.harm, i.reports, i.opened_at, i.version,
       i.community_id, i.author_id, p.handle, i.claimed_by, i.claimed_until, i.status
FROM unnest(CAST(:communities AS uuid[])) AS c(id)
CROSS JOIN LATERAL (
    SELECT * FROM review_item r
    WHERE r.community_id = c.id AND r.status = 'open' {kind} {after}
      AND (r.author_id IS NULL OR r.author_id <> ALL (CAST(:own AS uuid[])))
    ORDER BY -r.harm, r.opened_at, r.id LIMIT :size
) AS i
LEFT JOIN persona p ON p.id = i.author_id
ORDER BY -i.harm, i.opened_at, i.id LIMIT :size
"""
_AFTER = "AND (-r.harm, r.opened_at, r.id) > (:harm, :at, :id)"
_COUNT = text("""
SELECT kind, count(*) AS many, min(opened_at) AS oldest FROM (
    SELECT i.kind, i.opened_at FROM unnest(CAST(:communities AS uuid[])) AS c(id)
    CROSS JOIN LATERAL (
        SELECT r.kind, r.opened_at FROM review_item r WHERE r.community_id = c.id AND r.status = 'open'
          AND (r.author_id IS NULL OR r.author_id <> ALL (CAST(:own AS uuid[]))) LIMIT :most
    ) AS i
) AS seen GROUP BY kind
""")
_STATEMENTS = {
    (kind, after, whole): text(
        _LIST.format(
            kind="AND r.kind = :kind" if kind else "",
            after=_AFTER if after else "",
            text="i.text" if whole else "left(i.text, 200)",
        )
    )
    for kind in (False, True)
    for after in (False, True)
    for whole in (False, True)
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits, by kind (counted up to a thousand a community), and since when."""

    by_kind: dict[str, int]
    oldest: datetime | None

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.by_kind.values())


def list_open(
    session: Session, desk: Desk, *, kind: str = "", after: str | None = None, whole: bool = False
) -> paging.Page[Any]:
    """One page of open items of the desk, as rows; `whole` brings whole texts instead of their first lines."""
    key = paging.read_key(after, int, datetime.fromisoformat, UUID)
    values: dict[str, Any] = {"communities": desk.ids, "own": desk.own, "size": SIZE + 1}
    if kind:
        values["kind"] = kind
    if key:
        values |= dict(zip(("harm", "at", "id"), key, strict=True))
    rows = session.connection().execute(_STATEMENTS[bool(kind), bool(key), whole], values).all()
    page, last = rows[:SIZE], rows[SIZE - 1] if len(rows) > SIZE else None
    following = paging.cursor(-last.harm, last.opened_at.isoformat(), last.id) if last else None
    return paging.Page(page, following)


def count_open(session: Session, desk: Desk) -> Counts:
    """What waits at the desk."""
    rows = session.connection().execute(
        _COUNT, {"communities": desk.ids, "own": desk.own, "most": COUNT_UP_TO}
    )
    by_kind, oldest = {}, None
    for row in rows:
        by_kind[row.kind] = row.many
        oldest = row.oldest if oldest is None else min(oldest, row.oldest)
    return Counts(by_kind, oldest)


def is_claimed(row: Any) -> bool:
    """Whether somebody is at it now."""
    return row.claimed_by is not None and row.claimed_until is not None and row.claimed_until > clock.now()
