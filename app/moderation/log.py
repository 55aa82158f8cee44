"""The moderation log: what was decided and by which rule. Metadata only: no text, no reason, nobody reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.core import clock, paging
from app.models.review import Decision
from app.moderation.lookup import Journal

SIZE = 50
THRESHOLD = 11
_LIST = """
SELECT d.id, d.act, d.rule, d.subject_kind, d.decided_at, d.until, d.undone_at, d.automated, d.community_id,
       CASE WHEN :named THEN w.handle END AS by, CASE WHEN :named THEN a.handle END AS about
FROM decision d LEFT JOIN persona w ON w.id = d.decided_by LEFT JOIN persona a ON a.id = d.author_id
WHERE d.community_id = ANY (CAST(:communities AS uuid[])) {after}
ORDER BY d.decided_at DESC, d.id LIMIT :size
"""
_FIRST = text(_LIST.format(after=""))
_NEXT = text(_LIST.format(after="AND (d.decided_at < :at OR (d.decided_at = :at AND d.id > :id))"))


@dataclass(frozen=True, slots=True)
class Entries:
    """One page of the log, or for members the counts of the last ninety days (empty below the threshold)."""

    rows: list[Any]
    next: str | None
    summary: dict[str, int]


def entries(session: Session, journal: Journal, *, after: str | None) -> Entries:
    """The log as far as the reader may see it."""
    ids = [one.id for one in journal.communities]
    if journal.view == "summary":
        return Entries([], None, _summary(session, ids))
    key = paging.read_key(after, datetime.fromisoformat, UUID)
    values: dict[str, Any] = {"communities": ids, "size": SIZE + 1, "named": journal.view == "whole"}
    if key:
        values |= {"at": key[0], "id": key[1]}
    rows = list(session.connection().execute(_NEXT if key else _FIRST, values))
    last = rows[SIZE - 1] if len(rows) > SIZE else None
    following = paging.cursor(last.decided_at.isoformat(), last.id) if last else None
    return Entries(rows[:SIZE], following, {})


def _summary(session: Session, ids: list[UUID]) -> dict[str, int]:
    rows = session.execute(
        select(Decision.act, func.count())
        .where(
            col(Decision.community_id).in_(ids),
            col(Decision.decided_at) > clock.now() - timedelta(days=90),
            col(Decision.undone_at).is_(None),
        )
        .group_by(col(Decision.act))
    ).all()
    return {act: count for act, count in rows if count >= THRESHOLD}
