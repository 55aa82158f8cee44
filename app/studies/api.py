"""The studies' JSON doors: the register, proposals, roles, approvals, the agreement, closing."""

from typing import Annotated, Any

from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.core.render import translate
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here, Visit
from app.models.community import Community
from app.models.study import Study
from app.studies import agreement, approving, closing, lookup, proposing, showing
from app.studies.lookup import Draft, Listed, find_draft, find_study
from app.studies.schemas import ApprovalIn, ProposalIn, StudyEntry, StudyOut, VariablesIn

doors = ApiDoors(tag="studies")
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (401, 403, 404, 409, 422, 429)
}
ToRead = Annotated[Study, allowed(Permission.register_read, find_study)]
ToWrite = Annotated[Study, allowed(Permission.study_draft, find_study)]
ToApprove = Annotated[Study, allowed(Permission.study_publish, find_study)]
ToClose = Annotated[Study, allowed(Permission.release_revoke, find_study)]
ToPropose = Annotated[Draft, allowed(Permission.study_draft, find_draft)]


def shown(visit: Visit, study: Study) -> StudyOut:
    """The study with its community's name."""
    community = visit.session.get(Community, study.community_id)
    listed = Listed(study, None if community is None or community.hidden else community)
    found = showing.whole(visit.session, listed, visit.locale)
    found.missing = {field: translate(visit.locale, sentence) for field, sentence in found.missing.items()}
    return found


@doors.get("/studies", responses={422: REFUSALS[422]})
def list_studies(visit: Here, _: Anyone, after: str | None = None) -> Listing[StudyEntry]:
    """The public register: every study that opened once, newest first. It is short, so it is one page."""
    return Listing(items=[showing.entry(one, visit.locale) for one in lookup.register(visit.session)])


@doors.post("/studies", status_code=201, responses=REFUSALS)
def propose(visit: Here, _: ToPropose, body: ProposalIn) -> StudyOut:
    """Proposes a study for one survey. Roles may follow; without all of them nobody can approve it."""
    return shown(visit, proposing.propose(visit.session, visit.actor, body))


@doors.get("/studies/{study_id}", responses=REFUSALS)
def read(visit: Here, study: ToRead) -> StudyOut:
    """One study; before it opens only for its owner, the stewards and the leads of its community."""
    return shown(visit, study)


@doors.put("/studies/{study_id}/variables", responses=REFUSALS)
def give_roles(visit: Here, study: ToWrite, body: VariablesIn) -> StudyOut:
    """Gives every variable its role. The version rises, and approvals of the version before fall away."""
    proposing.give_roles(visit.session, study, body.variables, visit.actor)
    return shown(visit, study)


@doors.post("/studies/{study_id}/approvals", status_code=201, responses=REFUSALS)
def approve(visit: Here, study: ToApprove, body: ApprovalIn) -> StudyOut:
    """Approves in one's office (data steward or lead moderator); the second approval opens the study."""
    by = approving.approver_of(visit.actor, visit.membership)
    return shown(visit, approving.approve(visit.session, study, by, body.comment))


@doors.post("/studies/{study_id}/agreement", responses=REFUSALS)
def accept_agreement(
    visit: Here, study: Annotated[Study, allowed(Permission.release_download, find_study)]
) -> StudyOut:
    """The owner accepts the agreement in force."""
    agreement.accept_own(visit.session, study)
    return shown(visit, study)


@doors.post("/studies/{study_id}/closing", responses=REFUSALS)
def close(visit: Here, study: ToClose) -> StudyOut:
    """Closes a study for good."""
    return shown(visit, closing.close(visit.session, study, visit.actor))
