"""Leaving: the persona steps out at once; its name stays reserved, its words stay unless they were withdrawn."""

from sqlmodel import Session, col, select

from app.access import live
from app.communities.joining import withdraw
from app.communities.personas import reserve, walls_open
from app.core import audit
from app.core.errors import Conflict, NotFound
from app.models.community import CommunityRole, Persona, PersonaStatus

LEADS_AT_LEAST = 2


def leave(session: Session, persona: Persona) -> None:
    """Steps out of a community; somebody who only asked withdraws. Sockets and pages close at once.

    Sanctions hang on the person's standing and stay. A lead moderator stays until there are two others: decisions of one must be open to appeal with another.
    """
    if persona.status == PersonaStatus.PENDING:
        withdraw(session, persona)
        return
    if persona.status not in (PersonaStatus.ACTIVE, PersonaStatus.BANNED):
        raise NotFound
    if persona.role == CommunityRole.LEAD and _leads(session, persona) <= LEADS_AT_LEAST:
        raise Conflict("A community needs two lead moderators. Name another one before you leave.")
    with walls_open(session, persona.community_id):
        persona.status, persona.role = PersonaStatus.LEFT.value, CommunityRole.MEMBER.value
        reserve(session, persona)
        session.add(persona)
    audit.record(session, "persona.left", actor=persona.id, subject=persona.id)
    live.standing_changed(session, persona.id)


def _leads(session: Session, persona: Persona) -> int:
    """How many living leads the community has; their rows are locked, so that two do not leave at once."""
    leads = select(Persona.id).where(
        col(Persona.community_id) == persona.community_id,
        col(Persona.status) == PersonaStatus.ACTIVE.value,
        col(Persona.role) == CommunityRole.LEAD.value,
    )
    return len(session.exec(leads.with_for_update()).all())
