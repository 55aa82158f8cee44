"""Pages about decisions: one's own with the statement of reasons and the appeal; people, notes, log and figures at the desk."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from app.access import arrival
from app.access.guard import allowed, check
from app.access.permissions import Permission
from app.core import clock
from app.core.errors import Invalid
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.community import Persona
from app.models.review import Act, Decision
from app.moderation import appeals, deciding, desk, figures, log, lookup, statements, wording
from app.moderation.api import FOR_ACT, DecisionToAppeal, DeskToRead, StatementToRead
from app.moderation.grounds import GROUNDS
from app.moderation.schemas import AppealForm, NoteForm, ReasonForm, SanctionForm

doors = Doors()
Mine = Annotated[object, allowed(Permission.personas_own)]
PersonaAtDesk = Annotated[Persona, allowed(Permission.notes_keep, lookup.find_persona)]
PersonaToSanction = Annotated[lookup.Subject, allowed(Permission.sanction_light, lookup.find_subject)]
DecisionToRestore = Annotated[Decision, allowed(Permission.post_restore, lookup.find_decision)]
DecisionToLift = Annotated[Decision, allowed(Permission.sanction_light, lookup.find_decision)]
LogToRead = Annotated[lookup.Journal, allowed(Permission.log_read, lookup.find_journal)]
Place = Annotated[str, Query(max_length=600)]


@doors.get("/decisions")
def show_decisions(visit: Here, _: Mine) -> Response:
    """The decisions about oneself, in all one's communities."""
    personas = [persona for _, persona in arrival.own_personas(visit.session, visit.actor)]
    return visit.page(
        "moderation/decisions.html", rows=statements.about(visit.session, personas), words=wording
    )


@doors.get("/decisions/{decision_id}")
def show_statement(visit: Here, decision: StatementToRead) -> Response:
    """The statement of reasons: own text, rule, reason, who or what decided, and how to answer."""
    statement = statements.of(visit.session, decision, visit.membership, visit.locale)
    mine = visit.membership is not None and decision.author_id == visit.membership.id
    return visit.page(
        "moderation/statement.html", statement=statement, mine=mine, words=wording, decision=decision
    )


@doors.post("/decisions/{decision_id}/appeals")
@reshow(show_statement)
def appeal(visit: Here, decision: DecisionToAppeal) -> Response:
    """Appeals; somebody else than the first decider answers."""
    appeals.make(visit.session, decision, visit.membership, visit.read(AppealForm).words)
    return visit.go(f"/decisions/{decision.id}", said=N_("Your appeal is kept. Somebody else looks at it."))


@doors.post("/decisions/{decision_id}/restore")
@reshow(show_statement)
def restore(visit: Here, decision: DecisionToRestore) -> Response:
    """Brings a removed text back."""
    deciding.restore(visit.session, decision, visit.membership, reason=visit.read(ReasonForm).reason)
    return visit.go(f"/decisions/{decision.id}", said=N_("The text is back."))


def show_subject(visit: Here, subject: lookup.Subject) -> Response:
    """Their page, shown again after a refused sanction."""
    return _person(visit, subject.persona)


@doors.post("/decisions/{decision_id}/lift")
@reshow(show_statement)
def lift(visit: Here, decision: DecisionToLift) -> Response:
    """Ends a sanction before its time; a ban is lifted by a lead."""
    if decision.act != Act.MUTE:
        check(Permission.ban_for_good, visit, decision)
    deciding.lift(visit.session, decision, visit.membership, reason=visit.read(ReasonForm).reason)
    return visit.go(f"/decisions/{decision.id}", said=N_("The sanction is lifted."))


@doors.get("/moderation/people/{persona_id}")
def show_person(visit: Here, persona: PersonaAtDesk) -> Response:
    """Somebody as moderators know them: this community only, no health data, no other community."""
    return _person(visit, persona)


def _person(visit: Visit, persona: Persona) -> Response:
    return visit.page(
        "moderation/person.html", persona=persona, notes=desk.notes_on(visit.session, persona.id),
        weighing=desk.standing(visit.session, persona), rows=statements.about(visit.session, [persona]),
        words=wording, grounds=GROUNDS, may_ban=visit.membership.role == "lead",
        own=persona.id == visit.membership.id, now=clock.now(),
    )  # fmt: skip


@doors.post("/moderation/people/{persona_id}/notes")
@reshow(show_person)
def keep_note(visit: Here, persona: PersonaAtDesk) -> Response:
    """Keeps a note for the colleagues."""
    words = visit.read(NoteForm).text
    if not words:
        raise Invalid(fields={"text": "Write the note first."})
    desk.add_note(visit.session, persona, visit.membership, words)
    return visit.go(f"/moderation/people/{persona.id}", said=N_("The note is kept."))


@doors.post("/moderation/people/{persona_id}/sanctions")
@reshow(show_subject)
def sanction(visit: Here, subject: PersonaToSanction) -> Response:
    """Warns, mutes or bans, with a rule and a reason."""
    persona = subject.persona
    form = visit.read(SanctionForm)
    act, hours = next(
        ((act, hours) for name, _, act, hours in wording.MEASURES if name == form.measure), (None, None)
    )
    if act is None:
        raise Invalid(fields={"measure": "Choose what to do."})
    check(FOR_ACT[act], visit, subject)
    reason = form.reason or (GROUNDS[form.rule].sentence if form.rule in GROUNDS else "")
    deciding.sanction(
        visit.session, persona, visit.membership, act=act, rule=form.rule, reason=reason, hours=hours
    )
    return visit.go(f"/moderation/people/{persona.id}", said=wording.ACTS[Act(act)])


@doors.get("/moderation/log")
def show_log(visit: Here, journal: LogToRead, after: Place = "") -> Response:
    """What was decided, by whom, by which rule: metadata only. Members see counts."""
    page = log.entries(visit.session, journal, after=after or None)
    return visit.page("moderation/log.html", journal=journal, page=page, words=wording, grounds=GROUNDS)


@doors.get("/moderation/figures")
def show_figures(visit: Here, desk: DeskToRead) -> Response:
    """How the desk is doing: ninety days, nothing under the threshold."""
    return visit.page(
        "moderation/figures.html", desk=desk, figures=figures.of(visit.session, desk), words=wording
    )
