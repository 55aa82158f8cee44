"""Claims: "I am at it" for fifteen minutes, so that two people do not do the same work. Versions settle who was first."""

from uuid import UUID

from sqlalchemy import and_, or_, update
from sqlmodel import Session, col

from app.core import clock
from app.core.errors import Conflict, Refused
from app.models.community import Persona
from app.models.review import ItemStatus, ReviewItem
from app.moderation.queue import CLAIM_LASTS


def claim(session: Session, item: ReviewItem, by: Persona, *, version: int) -> ReviewItem:
    """Takes an item for fifteen minutes; Conflict when somebody else has it or it changed meanwhile."""
    if item.author_id == by.id:
        raise Refused("This is about you. A colleague looks at it.")
    now = clock.now()
    _step(
        session, item.id, version, by.id,
        claimed_by=by.id, claimed_until=now + CLAIM_LASTS, first_claimed_at=item.first_claimed_at or now,
    )  # fmt: skip
    session.refresh(item)
    return item


def release(session: Session, item: ReviewItem, by: Persona, *, version: int) -> ReviewItem:
    """Gives an item back to the colleagues."""
    _step(session, item.id, version, by.id, claimed_by=None, claimed_until=None)
    session.refresh(item)
    return item


def take(session: Session, item: ReviewItem, by: Persona, *, version: int, close: bool) -> None:
    """The one moment that decides between two moderators: the row moves to its next version, or Conflict."""
    values = {"status": ItemStatus.DECIDED.value, "closed_at": clock.now()} if close else {}
    _step(session, item.id, version, by.id, first_claimed_at=item.first_claimed_at or clock.now(), **values)
    session.refresh(item)


def _step(session: Session, item_id: UUID, version: int, by: UUID, **values: object) -> None:
    free = or_(
        col(ReviewItem.claimed_by).is_(None),
        col(ReviewItem.claimed_by) == by,
        col(ReviewItem.claimed_until) <= clock.now(),
    )
    step = (
        update(ReviewItem)
        .where(
            and_(
                col(ReviewItem.id) == item_id,
                col(ReviewItem.version) == version,
                col(ReviewItem.status) == ItemStatus.OPEN.value,
                free,
            )
        )
        .values(version=version + 1, **values)
        .execution_options(synchronize_session=False)
    )
    if session.execute(step).rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("A colleague was faster. Look at it again.", code="stale")
