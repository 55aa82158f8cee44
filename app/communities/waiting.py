"""The wishes to join that wait in a community, for its moderators."""

from datetime import date
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from app.core import paging
from app.models.community import Community, JoinRequest, Persona, PersonaStatus
from app.models.review import ReviewItem

SIZE = 30
Waiting = tuple[JoinRequest, Persona, UUID | None]


def list_waiting(
    session: Session, community: Community, reader: Persona, after: str | None
) -> paging.Page[Waiting]:
    """One page of undecided wishes, the oldest first, each with its item of the queue; never the reader's own."""
    home = community.parent_id or community.id
    item = (col(ReviewItem.subject_id) == col(JoinRequest.id)) & (col(ReviewItem.status) == "open")
    wanted = (
        select(JoinRequest, Persona, ReviewItem.id)
        .join(Persona, col(Persona.id) == col(JoinRequest.persona_id))
        .outerjoin(ReviewItem, item & (col(ReviewItem.subject_kind) == "join_request"))
        .where(
            col(JoinRequest.community_id) == home,
            col(JoinRequest.decided_at).is_(None),
            col(Persona.status) == PersonaStatus.PENDING.value,
            col(Persona.standing_tag) != reader.standing_tag,
        )
        .order_by(col(JoinRequest.asked_on), col(JoinRequest.id))
        .limit(SIZE + 1)
    )
    key = paging.read_key(after, date.fromisoformat, UUID)
    if key:
        wanted = wanted.where(tuple_(col(JoinRequest.asked_on), col(JoinRequest.id)) > key)
    rows: list[Waiting] = [(request, persona, one) for request, persona, one in session.exec(wanted)]
    last = rows[SIZE - 1][0] if len(rows) > SIZE else None
    return paging.Page(rows[:SIZE], paging.cursor(last.asked_on, last.id) if last else None)
