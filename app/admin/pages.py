"""The pages of admins and data stewards. For everybody else they do not exist."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response
from sqlmodel import col, select

from app.access import arrival
from app.access.guard import allowed
from app.access.permissions import Permission
from app.access.person import audit_name
from app.accounts import offices
from app.accounts.addresses import find_by_address, tag_of
from app.admin import proposals, state, team
from app.admin.schemas import DecideForm, LeadForm, OfficeForm, OpenForm, ResearcherForm
from app.communities import opening
from app.communities.personas import list_moderators, walls_open
from app.core import audit, db, doctor, health, limits
from app.core.errors import Invalid, NotFound, Refused
from app.core.settings import get_settings
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.account import PlatformRole
from app.models.admin import AdminProposal
from app.models.community import Community, CommunityRole

doors = Doors()
Inspector = Annotated[Any, allowed(Permission.instance_inspect)]
Configurer = Annotated[Any, allowed(Permission.instance_configure)]
Auditor = Annotated[Any, allowed(Permission.audit_read)]


def find_place(visit: Visit, slug: str) -> Community:
    """A community, for an admin: its name and its leads, nothing of its inside."""
    found = arrival.find_community(visit.session, slug)
    if found is None or found.parent_id is not None:
        raise NotFound
    return found


def find_proposal(visit: Visit, proposal_id: UUID) -> AdminProposal:
    """A proposal that this reader may know of."""
    return proposals.find(visit.session, visit.actor, proposal_id)


PlaceToLead = Annotated[Community, allowed(Permission.lead_appoint, find_place)]
OfficeGranter = Annotated[Any, allowed(Permission.office_grant)]
ResearcherGranter = Annotated[Any, allowed(Permission.researcher_grant)]
Approver = Annotated[Any, allowed(Permission.lead_appoint)]
ProposalToDecide = Annotated[AdminProposal, allowed(Permission.lead_appoint, find_proposal)]


@doors.get("/admin")
def show_state(visit: Here, _: Inspector) -> Response:
    """What the doctor finds, what waits, what runs."""
    return visit.page(
        "admin/state.html",
        findings=doctor.examine(),
        ready=health.check(),
        jobs=state.waiting_jobs(visit.session),
        versions=state.versions(visit.session, visit.request.app.version),
        offices=offices.count(visit.session),
        waiting=len(proposals.list_waiting(visit.session, visit.actor)),
    )


@doors.get("/admin/communities")
def show_communities(visit: Here, _: Configurer) -> Response:
    """The communities by name, and the form that opens one."""
    rows = visit.session.exec(select(Community).order_by(col(Community.slug))).all()
    homes = [one for one in rows if one.parent_id is None]
    return visit.page("admin/communities.html", communities=homes)


@doors.post("/admin/communities")
@reshow(show_communities)
def open_community(visit: Here, _: Configurer) -> Response:
    """Opens a community with two leads."""
    form = visit.read(OpenForm)
    with db.wearing(visit.session, "vault"):
        leads = [find_by_address(visit.session, one) for one in (form.lead_one, form.lead_two)]
    if not all(leads):
        raise Invalid(fields={"lead_one": "Each lead is an active account without an office."})
    plan = opening.Plan(
        slug=form.slug, icd10=tuple(form.icd10.replace(",", " ").split()),
        names={"fr": form.name_fr, "en": form.name_en}, charters={"fr": "", "en": ""},
        descriptions={"fr": form.description_fr, "en": form.description_en},
    )  # fmt: skip
    made = opening.open_community(
        visit.session, plan, leads=[one.id for one in leads if one], by=audit_name(visit.actor.account_id)
    )
    return visit.go(f"/admin/communities/{made.slug}", said=N_("The community is open."))


@doors.get("/admin/communities/{slug}")
def show_leads(visit: Here, community: PlaceToLead, slug: str) -> Response:
    """The leads of a community."""
    with walls_open(visit.session, community.id):
        staff = list_moderators(visit.session, community)
    leads = [one.handle for one in staff if one.role == CommunityRole.LEAD]
    return visit.page("admin/leads.html", community=community, leads=leads)


@doors.post("/admin/communities/{slug}/leads")
@reshow(show_leads)
def propose_lead(visit: Here, community: PlaceToLead, slug: str) -> Response:
    """An admin proposes, a data steward confirms."""
    if PlatformRole.ADMIN not in visit.actor.offices:
        raise Refused("An admin proposes this.")
    form = visit.read(LeadForm)
    proposals.propose_lead(
        visit.session, visit.actor, community, handle=form.handle, appoint=form.wish == "appoint", reason=form.reason
    )  # fmt: skip
    return visit.go("/admin/proposals", said=N_("Proposed. A second person confirms it."))


@doors.get("/admin/proposals")
def show_proposals(visit: Here, actor: Approver) -> Response:
    """What waits for a second person."""
    waiting = proposals.list_waiting(visit.session, actor)
    places = {one.id: one for one in visit.session.exec(select(Community))}
    return visit.page("admin/proposals.html", waiting=waiting, homes=places, me=audit_name(actor.account_id))


@doors.post("/admin/proposals/{proposal_id}")
@reshow(show_proposals)
def decide(visit: Here, actor: Approver, proposal: ProposalToDecide) -> Response:
    """The second person's word."""
    confirm = visit.read(DecideForm).word == "confirm"
    proposals.decide(visit.session, actor, proposal, confirm=confirm)
    return visit.go("/admin/proposals", said=N_("It is decided."))


@doors.get("/admin/offices")
def show_offices(visit: Here, actor: Approver) -> Response:
    """Stewards offer research accounts, admins propose stewards and admins."""
    return visit.page(
        "admin/offices.html",
        counts=offices.count(visit.session),
        steward=PlatformRole.STEWARD in actor.offices,
        admin=PlatformRole.ADMIN in actor.offices,
    )


@doors.post("/admin/offices")
@reshow(show_offices)
def propose_office(visit: Here, actor: OfficeGranter) -> Response:
    """A steward or an admin: one admin proposes, another confirms."""
    form = visit.read(OfficeForm)
    proposals.propose_office(
        visit.session, actor, email=form.email, office=PlatformRole(form.office), grant=form.wish == "grant", reason=form.reason
    )  # fmt: skip
    return visit.go("/admin/proposals", said=N_("Proposed. A second person confirms it."))


@doors.post("/admin/offices/researchers")
@reshow(show_offices)
def grant_researcher(visit: Here, actor: ResearcherGranter) -> Response:
    """One answer for every address; its holder gets a mail and decides."""
    form = visit.read(ResearcherForm)
    me, researcher = audit_name(actor.account_id), PlatformRole.RESEARCHER
    audit.record(visit.session, f"office.researcher-{form.wish}", actor=me)
    if form.wish == "grant":
        offices.offer(visit.session, form.email, researcher)
    else:
        offices.end(visit.session, tag_of(form.email), researcher, by=me)
    return visit.go("/admin/offices", said=N_("Done, if there is an account with this address."))


@doors.get("/admin/audit")
def show_audit(
    visit: Here, actor: Auditor, after: Annotated[str | None, Query(max_length=400)] = None
) -> Response:
    """The audit log: acts and moments; for stewards also who and what, as tags. Whether the chain holds."""
    lines, more = state.audit_page(visit.session, after, names=PlatformRole.STEWARD in actor.offices)
    return visit.page("admin/audit.html", lines=lines, more=more, verdict=audit.verify(visit.session))


@doors.get("/admin/limits")
def show_limits(visit: Here, _: Configurer) -> Response:
    """The limits and the settings of this instance; they are changed in its environment."""
    return visit.page("admin/limits.html", limits=list(limits.LIMITS.values()), settings=get_settings())


doors.include_router(team.doors)
