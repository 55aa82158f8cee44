"""One private inbox over all personas of a person: listing, reading. The only place where they stand together."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_, update
from sqlmodel import Session, col, select

from app.access.predicates import Actor
from app.core import db, paging
from app.core.errors import Invalid, NotFound
from app.core.web import Visit
from app.models.community import Community, Persona
from app.models.notification import Notification
from app.notifications.unread import forget, own_tags

PAGE = 30


@dataclass(frozen=True, slots=True)
class Alert:
    """One row of the inbox with the community it belongs to."""

    row: Notification
    community: Community


@dataclass(frozen=True, slots=True)
class Alerts:
    """One page of the inbox and the cursor of the next."""

    items: list[Alert]
    next: str | None


def open_own(session: Session, actor: Actor) -> bool:
    """Opens the actor's own rows, whatever their membership's status; False when there can be none."""
    tags = own_tags(session, actor)
    db.act_in(session, session.info.get("communities", ()), tags)
    return bool(tags)


def _mine(actor_tags: tuple[bytes, ...]) -> ColumnElement[bool]:
    return col(Notification.persona_id).in_(select(Persona.id).where(col(Persona.owner_tag).in_(actor_tags)))


def list_alerts(
    session: Session, actor: Actor, after: str | None = None, *, unread_only: bool = False, size: int = PAGE
) -> Alerts:
    """The newest first; one statement for the rows and one for their communities."""
    tags = own_tags(session, actor)
    if not tags or not open_own(session, actor):
        return Alerts([], None)
    wanted = select(Notification).where(_mine(tags))
    if unread_only:
        wanted = wanted.where(col(Notification.read).is_(False))
    start = paging.read_cursor(after, 2)
    if start:
        wanted = wanted.where(tuple_(col(Notification.day), col(Notification.id)) < _key(start))
    newest = wanted.order_by(col(Notification.day).desc(), col(Notification.id).desc())
    rows = list(session.exec(newest.limit(size + 1)))
    places = {
        one.id: one
        for one in session.exec(
            select(Community).where(col(Community.id).in_({row.community_id for row in rows}))
        )
    }
    more = len(rows) > size
    last = rows[size - 1] if more else None
    items = [Alert(row, places[row.community_id]) for row in rows[:size]]
    return Alerts(items, paging.cursor(last.day, last.id) if last else None)


def _key(start: list[str]) -> tuple[date, UUID]:
    try:
        return date.fromisoformat(start[0]), UUID(start[1])
    except ValueError as error:
        raise Invalid("This page address is not valid.") from error


def find_alert(visit: Visit, alert_id: UUID) -> Notification:
    """A finder: one of the reader's own alerts."""
    tags = own_tags(visit.session, visit.actor)
    if tags and open_own(visit.session, visit.actor):
        mine = select(Notification).where(col(Notification.id) == alert_id, _mine(tags))
        found = visit.session.exec(mine).first()
        if found is not None:
            return found
    raise NotFound


def mark_read(session: Session, actor: Actor, ids: list[UUID] | None = None) -> int:
    """Marks the actor's alerts as read, all of them or those named; gives how many changed."""
    tags = own_tags(session, actor)
    if not tags or not open_own(session, actor):
        return 0
    reading = update(Notification).where(_mine(tags), col(Notification.read).is_(False))
    if ids is not None:
        reading = reading.where(col(Notification.id).in_(ids))
    done = session.execute(reading.values(read=True).execution_options(synchronize_session="fetch"))
    db.after_commit(session, lambda: forget(actor.account_id))
    return int(done.rowcount)  # type: ignore[attr-defined]
