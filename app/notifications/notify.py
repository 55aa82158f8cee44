"""The low door that every room may knock at: something new for a persona."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from app.core import clock, jobs
from app.models.notification import Notification, NotificationKind
from app.notifications.letters import AT_ONCE

SOON = timedelta(minutes=1)


def notify(session: Session, *, persona_id: UUID, community_id: UUID, kind: str, link: str) -> None:
    """Adds an alert in this transaction, or counts it once more while an equal one is unread.

    `kind` is a word of `NotificationKind`, `link` a path of ours. The community's wall must be open.
    """
    if not link.startswith("/") or link.startswith("//") or len(link) > 200:
        raise ValueError("an alert leads to a path of ours")
    row = insert(Notification).values(
        id=uuid4(),
        community_id=community_id,
        persona_id=persona_id,
        kind=NotificationKind(kind).value,
        link=link,
        times=1,
        day=clock.today(),
        read=False,
        mailed=False,
    )
    again = row.on_conflict_do_update(
        index_elements=["persona_id", "kind", "link"],
        index_where=text("NOT read"),
        set_={"times": Notification.times + 1, "day": row.excluded.day, "mailed": False},
    )
    session.connection().execute(again)
    if kind in AT_ONCE:  # one walk for all that is waited for in this minute; it names nobody
        jobs.defer(
            session, "notifications.at_once", at=clock.now() + SOON, queueing_lock="notifications.at_once"
        )


def unread_count(session: Session, persona_ids: Iterable[UUID]) -> int:
    """How many unread alerts these personas have, as far as the open walls show."""
    wanted = list(persona_ids)
    if not wanted:
        return 0
    counted = select(func.count()).select_from(Notification)
    mine = col(Notification.persona_id).in_(wanted), col(Notification.read).is_(False)
    return int(session.exec(counted.where(*mine)).one())
