"""Sanctions that outlive a persona: they hang on the person's standing in a community, so leaving does not shed them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access.arrival import standing_tag
from app.access.predicates import Actor
from app.core import clock
from app.models.community import Persona
from app.models.review import Act, Sanction

BANS = (Act.BAN, Act.BAN_FOR_GOOD)


def in_force(session: Session, actor: Actor, community_id: UUID) -> Sequence[Sanction]:
    """What weighs on the actor here, whatever the persona it was put on. The community's wall must be open."""
    weighing = select(Sanction).where(
        col(Sanction.community_id) == community_id,
        col(Sanction.standing_tag) == standing_tag(actor.account_id, community_id),
        col(Sanction.lifted_at).is_(None),
        or_(col(Sanction.until).is_(None), col(Sanction.until) > clock.now()),
    )
    return session.exec(weighing).all()


def shuts_out(weighing: Sequence[Sanction], former: Persona | None) -> bool:
    """Whether a ban is still in force."""
    until = former.banned_until if former else None
    return any(one.act in BANS for one in weighing) or (until is not None and until > clock.now())


def carry(session: Session, weighing: Sequence[Sanction], persona: Persona) -> None:
    """Puts the mutes in force on the persona that returns, so that they end, and can be lifted, there."""
    for one in weighing:
        one.persona_id = persona.id
        session.add(one)
    ends = [one.until for one in weighing if one.act == Act.MUTE and one.until]
    if ends:
        persona.muted_until = max(ends)
        session.add(persona)
    session.flush()
