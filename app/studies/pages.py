"""The studies' pages: the register, a proposal, the roles of its variables, the agreement."""

from typing import Annotated

from fastapi.responses import Response

from app.access.guard import Anyone, allowed, may
from app.access.permissions import Permission
from app.core.render import translate
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.community import Community
from app.models.study import Study
from app.studies import agreement, approving, closing, forms, lookup, proposing, showing
from app.studies.api import ToApprove, ToClose, ToPropose, ToRead, ToWrite
from app.studies.lookup import find_study, load_study
from app.studies.questions import find_survey, questions_of
from app.studies.schemas import ApprovalForm, ProposalForm

doors = Doors()


@doors.get("/research/register")
def show_register(visit: Here, _: Anyone) -> Response:
    """Every study that opened once, for everybody."""
    return visit.page("studies/register.html", studies=lookup.register(visit.session))


@doors.get("/research/studies/new")
def show_new(visit: Here, draft: ToPropose) -> Response:
    """The proposal's form."""
    surveys = lookup.surveys_to_study(visit.session, draft.owner_id)
    return visit.page("studies/new.html", surveys=[(str(one.id), one.slug) for one in surveys])


@doors.post("/research/studies")
@reshow(show_new)
def do_propose(visit: Here, draft: ToPropose) -> Response:
    """Keeps the proposal and goes on to the roles."""
    study = proposing.propose(visit.session, visit.actor, forms.as_proposal(visit.read(ProposalForm)))
    return visit.go(
        f"/research/studies/{study.id}/variables",
        said=N_("Your proposal is kept. Now give each question its role."),
    )


@doors.get("/research/studies/{study_id}")
def show_study(visit: Here, study: ToRead) -> Response:
    """A study: what it asks, of whom, who agreed."""
    session = visit.session
    lookup.open_desk(visit)
    approvals = approving.approvals_of(session, study)
    community = session.get(Community, study.community_id)
    mine = visit.actor is not None and visit.actor.account_id == study.owner_id
    may_approve = (
        study.status == "proposed" and not mine and may(Permission.study_publish, _again(visit, study), study)
    )
    return visit.page(
        "studies/study.html", study=study, community=None if community is None or community.hidden else community,
        people=agreement.people_of(session, study), agreed=agreement.agreed(agreement.people_of(session, study)),
        approvals=approvals, variables=approving.variables_of(session, study), missing=showing.lacking(session, study),
        mine=mine, version=agreement.VERSION, may_approve=may_approve,
        may_write=study.status == "proposed" and may(Permission.study_draft, visit, study),
        may_close=study.status != "closed" and may(Permission.release_revoke, visit, study),
        inside=mine or may_approve or may(Permission.study_draft, visit, study),
    )  # fmt: skip


def _again(visit: Visit, study: Study) -> Visit:
    """The visit with its persona, also when the page is shown a second time after a refusal."""
    if visit.membership is None and visit.actor is not None:
        load_study(visit, study.id)
    return visit


@doors.post("/research/studies/{study_id}/approvals")
@reshow(show_study)
def do_approve(visit: Here, study: ToApprove) -> Response:
    """Approves in one's office."""
    form = visit.read(ApprovalForm)
    approving.approve(
        visit.session, study, approving.approver_of(visit.actor, visit.membership), form.comment
    )
    return visit.go(f"/research/studies/{study.id}", said=N_("Your approval is kept."))


@doors.post("/research/studies/{study_id}/closing")
@reshow(show_study)
def do_close(visit: Here, study: ToClose) -> Response:
    """Closes the study."""
    closing.close(visit.session, study, visit.actor)
    return visit.go(f"/research/studies/{study.id}", said=N_("The study is closed."))


@doors.post("/research/studies/{study_id}/agreement")
@reshow(show_study)
def do_accept(
    visit: Here, study: Annotated[Study, allowed(Permission.release_download, find_study)]
) -> Response:
    """The owner accepts the agreement."""
    agreement.accept_own(visit.session, study)
    return visit.go(f"/research/studies/{study.id}", said=N_("The agreement is accepted."))


@doors.get("/research/studies/{study_id}/variables")
def show_variables(visit: Here, study: ToWrite) -> Response:
    """One card a question, with its role."""
    lookup.open_desk(visit)
    rows = approving.variables_of(visit.session, study)
    questions = {
        one.link_id: one for one in questions_of(visit.session, find_survey(visit.session, study.survey_id))
    }
    cards = [
        {
            "row": row,
            "words": questions[row.link_id].words.get(visit.locale) or questions[row.link_id].words[""],
            "type": questions[row.link_id].type,
            "levels": forms.shown_levels(row, questions[row.link_id].options),
            "options": questions[row.link_id].options,
        }
        for row in rows
        if row.link_id in questions
    ]
    return visit.page(
        "studies/variables.html",
        study=study,
        cards=cards,
        roles=[(value, translate(visit.locale, label)) for value, label in forms.ROLES],
        missing=showing.lacking(visit.session, study),
    )


@doors.post("/research/studies/{study_id}/variables")
@reshow(show_variables)
def do_variables(visit: Here, study: ToWrite) -> Response:
    """Keeps the roles."""
    rows = approving.variables_of(visit.session, study)
    proposing.give_roles(visit.session, study, forms.read_variables(visit.form, rows), visit.actor)
    return visit.go(f"/research/studies/{study.id}", said=N_("The roles are kept."))


@doors.get("/research/agreements")
def show_agreement(visit: Here, _: Anyone, ticket: str = "") -> Response:
    """The agreement, for a person named in a study who came by mail."""
    ticket = str(visit.typed.get("ticket", ticket))[:2000]
    study, person = agreement.by_ticket(visit.session, ticket)
    return visit.page(
        "studies/agreement.html", study=study, person=person, ticket=ticket, version=agreement.VERSION
    )


@doors.post("/research/agreements")
@reshow(show_agreement)
def do_agreement(visit: Here, _: Anyone) -> Response:
    """Accepts it."""
    ticket = visit.form.get("ticket", "")
    study, person = agreement.by_ticket(visit.session, ticket if isinstance(ticket, str) else "")
    agreement.accept(visit.session, study, person)
    return visit.go("/research/register", said=N_("Thank you. The agreement is accepted."))
