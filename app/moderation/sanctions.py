"""Sanctions on a persona, from a warning to the door. They end by themselves, and reach open sockets at once."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access.live import standing_changed
from app.core import clock, db, jobs
from app.models.community import CommunityRole, JoinRequest, Persona, PersonaStatus
from app.models.review import Act, Decision, Sanction

RANKS = {role.value: rank for rank, role in enumerate(CommunityRole)}


def outranks(one: Persona, other: Persona) -> bool:
    """Whether the first stands above the second: nobody acts on equal or higher rank."""
    return RANKS[one.role] > RANKS[other.role]


def end_of(act: Act, hours: int | None) -> datetime | None:
    """When a sanction ends; None for one that does not."""
    return clock.now() + timedelta(hours=hours) if act in (Act.MUTE, Act.BAN) and hours else None


def put_on(session: Session, decision: Decision, persona: Persona) -> None:
    """Puts a decided mute or ban into force, with the job that ends it. A warning leaves only its decision."""
    act = Act(decision.act)
    if act is Act.WARN:
        return
    session.add(
        Sanction(
            community_id=persona.community_id, standing_tag=persona.standing_tag, persona_id=persona.id,
            decision_id=decision.id, act=act.value, until=decision.until,
        )
    )  # fmt: skip
    session.flush()
    settle(session, persona)
    if decision.until is not None:
        jobs.defer(
            session,
            "moderation.sanction_ends",
            at=decision.until,
            community=str(persona.community_id),
            persona=str(persona.id),
        )


def lift(session: Session, decision: Decision) -> None:
    """Ends the sanction of a decision before its time."""
    one = session.exec(select(Sanction).where(col(Sanction.decision_id) == decision.id)).first()
    if one is None or one.persona_id is None:
        return
    one.lifted_at = clock.now()
    session.add(one)
    session.flush()
    persona = session.get(Persona, one.persona_id)
    if persona is not None:
        settle(session, persona)


def in_force(session: Session, persona_id: UUID) -> list[Sanction]:
    """The sanctions that weigh on a persona now."""
    return list(
        session.exec(
            select(Sanction).where(
                col(Sanction.persona_id) == persona_id,
                col(Sanction.lifted_at).is_(None),
                or_(col(Sanction.until).is_(None), col(Sanction.until) > clock.now()),
            )
        )
    )


def settle(session: Session, persona: Persona) -> None:
    """Makes the persona's standing what its sanctions in force say, and tells the open sockets."""
    weighing = in_force(session, persona.id)
    mutes = [one.until for one in weighing if one.act == Act.MUTE and one.until]
    bans = [one for one in weighing if one.act in (Act.BAN, Act.BAN_FOR_GOOD)]
    persona.muted_until = max(mutes, default=None)
    persona.banned_until = (
        None
        if any(one.until is None for one in bans)
        else max((one.until for one in bans if one.until), default=None)
    )
    if bans and persona.status == PersonaStatus.ACTIVE:
        persona.status = PersonaStatus.BANNED.value
    elif not bans and persona.status == PersonaStatus.BANNED:
        persona.status = PersonaStatus.ACTIVE.value
    session.add(persona)
    session.flush()
    standing_changed(session, persona.id)


def reopen_door(session: Session, request: JoinRequest) -> None:
    """A refusal was overturned: the person lives here now."""
    persona = session.get(Persona, request.persona_id)
    request.accepted = True
    session.add(request)
    if persona is not None and persona.status == PersonaStatus.REFUSED:
        persona.status, persona.joined_on = PersonaStatus.ACTIVE.value, clock.today()
        session.add(persona)
    session.flush()


@jobs.job("moderation.sanction_ends")
def sanction_ends(session: Session, community: str, persona: str) -> None:
    """A sanction reached its end: the persona's standing is settled anew."""
    db.act_in(session, [UUID(community)])
    found = session.get(Persona, UUID(persona))
    if found is not None:
        settle(session, found)
