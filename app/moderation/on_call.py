"""A call for help that nobody answers: after ten minutes whoever is on duty is told, after twenty everybody who moderates.

On duty is one lead moderator a day, in turn. To answer is to take the item, or to decide it.
"""

from uuid import UUID

from sqlmodel import Session, col, select

from app.core import clock, db, jobs
from app.models.community import Community, CommunityRole, Persona, PersonaStatus
from app.models.review import ItemStatus, ReviewItem
from app.notifications.notify import notify


def roster(session: Session, community_id: UUID) -> list[Persona]:
    """Who can be called, whoever is on duty today first: leads in turn, then the other moderators."""
    staff = session.exec(
        select(Persona)
        .where(
            col(Persona.community_id) == community_id,
            col(Persona.status) == PersonaStatus.ACTIVE.value,
            col(Persona.role).in_([CommunityRole.LEAD.value, CommunityRole.MODERATOR.value]),
        )
        .order_by(col(Persona.id))
    ).all()
    leads = [one for one in staff if one.role == CommunityRole.LEAD]
    turn = clock.today().toordinal() % len(leads) if leads else 0
    return leads[turn:] + leads[:turn] + [one for one in staff if one.role != CommunityRole.LEAD]


@jobs.job("moderation.call")
def call(session: Session, item: str, community: str, call: int) -> None:
    """The first call goes to whoever is on duty, the second to a second person and all the others."""
    place = session.get(Community, UUID(community))
    if place is None:
        return
    home = place.parent_id or place.id
    db.act_in(session, [place.id, home])
    waiting = session.get(ReviewItem, UUID(item))
    if waiting is None or waiting.status != ItemStatus.OPEN or waiting.first_claimed_at is not None:
        return
    able = [one for one in roster(session, home) if one.id != waiting.author_id]
    for one in able[:1] if call == 1 else able[1:] or able:
        notify(
            session,
            persona_id=one.id,
            community_id=home,
            kind="duty",
            link=f"/moderation/items/{waiting.id}",
        )
