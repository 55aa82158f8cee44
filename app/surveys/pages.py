"""The pages of surveys: those open to one, the information and the consent, and what became of one's answer."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed, may
from app.access.permissions import Permission
from app.consents import texts
from app.core.errors import Invalid
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.models.community import Community
from app.models.survey import Survey
from app.surveys import answering, explaining, reading, results, showing, versions, walking, withdrawing
from app.surveys.explaining import Explained
from app.surveys.kept_score import read_score
from app.surveys.lookup import Listed, Own, find_own, find_survey, visible_to
from app.surveys.schemas import NoForm, StartForm
from app.surveys.standing import Standing, standing_of
from app.surveys.steps import doors as steps

doors = Doors()
Member = Annotated[Any, allowed(Permission.answers_keep)]
SurveyToSee = Annotated[Survey, allowed(Permission.survey_see, find_survey)]
SurveyToAnswer = Annotated[Survey, allowed(Permission.survey_answer, find_survey)]
SurveyToSum = Annotated[Survey, allowed(Permission.aggregates_read, find_survey)]
OwnAnswer = Annotated[Own, allowed(Permission.answers_keep, find_own)]


@doors.get("/surveys")
def list_surveys(visit: Here, actor: Member) -> Response:
    """The surveys open to one: how long, what for."""
    found = visible_to(visit.session, actor)
    return visit.page("surveys/list.html", found=found)


@doors.get("/surveys/{slug}")
def show_survey(visit: Here, survey: SurveyToSee) -> Response:
    """The information note, and the consent that nobody ticked."""
    version = versions.current(visit.session, survey)
    community = visit.session.get(Community, survey.community_id)
    assert community is not None
    may_answer = may(Permission.survey_answer, visit, survey)
    mine = Standing()
    if may_answer:
        mine = standing_of(visit.session, survey, visit.actor.account_id)
    return visit.page(
        "surveys/note.html",
        one=Listed(survey, version, community, mine.state(survey)),
        words=texts.wording(visit.session, answering.purpose_of(survey), visit.locale),
        may_answer=may_answer,
        waits=answering.waits_for_study(visit.session, survey),
        mine=mine,
    )


@doors.post("/surveys/{slug}/start")
@reshow(show_survey)
def start(visit: Here, survey: SurveyToAnswer) -> Response:
    """Says yes to the text that was shown, then leads to the first question without an answer."""
    form = visit.read(StartForm)
    account_id = visit.actor.account_id
    draft = answering.start(visit.session, survey, account_id)
    if form.agree:
        answering.agree(visit.session, survey, account_id, locale=visit.locale, read=form.version)
    elif not answering.agreed(visit.session, survey, account_id):
        raise Invalid(fields={"agree": "Tick the box if you agree. Without it, nothing is asked."})
    place = walking.next_open(draft)
    return visit.go(f"/surveys/{survey.slug}/{place}" if place else f"/surveys/{survey.slug}/check")


@doors.get("/surveys/{slug}/thanks")
def show_thanks(visit: Here, own: OwnAnswer) -> Response:
    """The score explained, one's own answers, and the way to withdraw them."""
    version = versions.current(visit.session, own.survey)
    answers: list[tuple[str, str]] = []
    explained: Explained | None = None
    if own.anonymous:
        explained = read_score(visit, own.survey, version)
    else:
        given = reading.read_own(visit.session, own)
        version = given.version
        answers = [
            (
                item.text.into(visit.locale),
                showing.in_words(item, given.answers.get(item.link_id), visit.locale),
            )
            for item in version.questionnaire.walk()
            if item.askable
        ]
        if version.scoring and given.score:
            explained = explaining.explain(version.scoring, given.score, visit.locale)
    return visit.page(
        "surveys/thanks.html",
        due=results.due(own.survey),
        own=own,
        survey=own.survey,
        version=version,
        answers=answers,
        explained=explained,
    )


@doors.get("/surveys/{slug}/results")
def show_results(visit: Here, survey: SurveyToSum) -> Response:
    """What the participants were promised, on the promised day."""
    version = versions.current(visit.session, survey)
    told = results.results_of(visit.session, survey)
    tables = showing.result_tables(version, told.tables, visit.locale) if told else []
    return visit.page("surveys/results.html", survey=survey, version=version, told=told, tables=tables)


@doors.post("/surveys/{slug}/withdraw")
def withdraw(visit: Here, own: OwnAnswer) -> Response:
    """Erases one's own answer."""
    visit.read(NoForm)
    withdrawing.withdraw(visit.session, own.survey.id, own.contributor)
    return visit.go("/surveys", said=N_("Your answers are erased. Those who hold a file with them are told."))


doors.include_router(steps)
