"""Acts of two people: one proposes, another confirms; neither for oneself."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.access.person import audit_name
from app.access.predicates import Actor
from app.accounts import offices
from app.accounts.addresses import find_by_address, tag_of
from app.communities.handles import fold_handle
from app.communities.leaving import LEADS_AT_LEAST
from app.communities.personas import list_moderators, walls_open
from app.core import audit, clock
from app.core.db import wearing
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.models.account import PlatformRole
from app.models.admin import AdminProposal, ProposalKind, ProposalStatus
from app.models.community import Community, CommunityRole, Persona, PersonaStatus

LEAD = (ProposalKind.LEAD_APPOINT, ProposalKind.LEAD_END)


def propose_lead(
    session: Session, actor: Actor, community: Community, *, handle: str, appoint: bool, reason: str
) -> AdminProposal:
    """Proposes a member of the community as lead, or the end of a lead. Found by handle, as the person gave it."""
    with walls_open(session, community.id):
        persona = session.exec(
            select(Persona).where(
                col(Persona.community_id) == community.id,
                col(Persona.handle_folded) == fold_handle(handle),
                col(Persona.status) == PersonaStatus.ACTIVE.value,
            )
        ).first()
    is_lead = persona is not None and persona.role == CommunityRole.LEAD
    if persona is None or is_lead == appoint:
        raise Invalid(fields={"handle": "There is nobody of this name here whom this concerns."})
    kind = ProposalKind.LEAD_APPOINT if appoint else ProposalKind.LEAD_END
    return _keep(
        session,
        actor,
        AdminProposal(
            kind=kind.value,
            community_id=community.id,
            persona_id=persona.id,
            handle=persona.handle,
            reason=reason,
            proposed_by="",
            proposed_at=clock.now(),
        ),
    )


def propose_office(
    session: Session, actor: Actor, *, email: str, office: PlatformRole, grant: bool, reason: str
) -> AdminProposal:
    """Proposes a steward or an admin, or the end of one. Never for oneself."""
    with wearing(session, "vault"):
        found = find_by_address(session, email)
    if found is not None and found.id == actor.account_id:
        raise Refused("Nobody decides about themselves.")
    kind = ProposalKind.OFFICE_GRANT if grant else ProposalKind.OFFICE_END
    return _keep(
        session,
        actor,
        AdminProposal(
            kind=kind.value,
            office=office.value,
            email_tag=tag_of(email),
            reason=reason,
            proposed_by="",
            proposed_at=clock.now(),
        ),
    )


def _keep(session: Session, actor: Actor, made: AdminProposal) -> AdminProposal:
    made.proposed_by = audit_name(actor.account_id)
    session.add(made)
    session.flush()
    audit.record(session, f"admin.{made.kind}-proposed", actor=made.proposed_by, subject=made.id)
    return made


def list_waiting(session: Session, actor: Actor) -> list[AdminProposal]:
    """What waits for a second person: leads for stewards and admins, offices for admins."""
    wanted = select(AdminProposal).where(col(AdminProposal.status) == ProposalStatus.WAITING.value)
    if PlatformRole.ADMIN not in actor.offices:
        wanted = wanted.where(col(AdminProposal.kind).in_([kind.value for kind in LEAD]))
    return list(session.exec(wanted.order_by(col(AdminProposal.proposed_at))))


def find(session: Session, actor: Actor, proposal_id: UUID) -> AdminProposal:
    """One that waits and that this actor may know of."""
    found = session.get(AdminProposal, proposal_id)
    if found is None or (found.kind not in LEAD and PlatformRole.ADMIN not in actor.offices):
        raise NotFound
    return found


def decide(session: Session, actor: Actor, proposal: AdminProposal, *, confirm: bool) -> None:
    """The second person's word. A lead proposed by an admin is confirmed by a steward; an office by another admin."""
    session.refresh(proposal, with_for_update=True)
    me = audit_name(actor.account_id)
    if proposal.status != ProposalStatus.WAITING:
        raise Conflict
    if proposal.proposed_by == me:
        raise Refused("A second, different person decides this.")
    if confirm and proposal.kind in LEAD and PlatformRole.STEWARD not in actor.offices:
        raise Refused("A data steward confirms this.")
    proposal.status = (ProposalStatus.CONFIRMED if confirm else ProposalStatus.REFUSED).value
    proposal.decided_by, proposal.decided_at = me, clock.now()
    session.add(proposal)
    session.flush()
    if confirm:
        _carry_out(session, proposal, me)
    word = "confirmed" if confirm else "refused"
    audit.record(session, f"admin.{proposal.kind}-{word}", actor=me, subject=proposal.id)


def _carry_out(session: Session, proposal: AdminProposal, by: str) -> None:
    if proposal.kind in LEAD:
        _set_lead(session, proposal)
    elif proposal.email_tag is not None:
        office = PlatformRole(proposal.office)
        if proposal.kind == ProposalKind.OFFICE_GRANT:
            offices.offer_tag(session, proposal.email_tag, office)
        else:
            offices.end(session, proposal.email_tag, office, by=by)


def _set_lead(session: Session, proposal: AdminProposal) -> None:
    community = session.get(Community, proposal.community_id)
    if community is None:
        raise Conflict
    with walls_open(session, community.id):
        persona = session.get(Persona, proposal.persona_id)
        if persona is None or persona.status != PersonaStatus.ACTIVE:
            raise Conflict("This person has left in the meantime.")
        if proposal.kind == ProposalKind.LEAD_APPOINT:
            persona.role = CommunityRole.LEAD.value
        else:
            leads = [one for one in list_moderators(session, community) if one.role == CommunityRole.LEAD]
            if len(leads) <= LEADS_AT_LEAST:
                raise Conflict("A community keeps two leads. Appoint another one first.")
            persona.role = CommunityRole.MODERATOR.value
        session.add(persona)
        session.flush()
