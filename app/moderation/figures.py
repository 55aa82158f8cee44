"""Figures of the desk over ninety days: how much came, how fast it was seen to, how often an appeal was right.

Numbers under eleven stay unsaid (None): a small number could point at somebody.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from app.core import clock
from app.moderation.lookup import Desk

DAYS = 90
THRESHOLD = 11
_ITEMS = text("""
SELECT count(*) AS came, count(closed_at) AS done,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM closed_at - opened_at)) AS median,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM closed_at - opened_at)) AS slow
FROM review_item WHERE community_id = ANY (CAST(:communities AS uuid[])) AND opened_at > :since
""")
_ACTS = text("""
SELECT act, count(*) AS many FROM decision
WHERE community_id = ANY (CAST(:communities AS uuid[])) AND decided_at > :since AND undone_at IS NULL GROUP BY act
""")
_APPEALS = text("""
SELECT count(*) AS made, count(*) FILTER (WHERE status = 'overturned') AS won FROM appeal
WHERE community_id = ANY (CAST(:communities AS uuid[])) AND made_at > :since
""")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and times; None is a number too small to say. Times are whole minutes."""

    came: int | None
    done: int | None
    median: int | None
    slow: int | None
    acts: dict[str, int]
    appeals: int | None
    overturned: int | None


def of(session: Session, desk: Desk) -> Figures:
    """The figures of the communities in view."""
    values = {"communities": desk.ids, "since": clock.now() - timedelta(days=DAYS)}
    connection = session.connection()
    items = connection.execute(_ITEMS, values).one()
    acts = connection.execute(_ACTS, values).all()
    appeals = connection.execute(_APPEALS, values).one()
    enough = items.done >= THRESHOLD
    return Figures(
        came=_said(items.came),
        done=_said(items.done),
        median=int(items.median // 60) if enough else None,
        slow=int(items.slow // 60) if enough else None,
        acts={row.act: row.many for row in acts if row.many >= THRESHOLD},
        appeals=_said(appeals.made),
        overturned=appeals.won if appeals.made >= THRESHOLD else None,
    )


def _said(count: int) -> int | None:
    return count if count >= THRESHOLD else None
