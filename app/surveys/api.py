"""The JSON doors of surveys: those open to one, one of them whole, one's whole response at once, and one's own answer."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter

from app.access.guard import allowed
from app.access.permissions import Permission
from app.consents import texts
from app.core.errors import Invalid
from app.core.render import translate
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here, Visit
from app.models.community import Community
from app.models.survey import Survey, SurveyMode
from app.surveys import answering, explaining, reading, results, versions, withdrawing
from app.surveys.lookup import Listed, Own, find_own_by_id, find_survey_by_id, visible_to
from app.surveys.questionnaire.scoring import Score
from app.surveys.questionnaire.stored import as_json
from app.surveys.schemas import ResponseIn, ResponseOut, Results, SurveyCard, SurveyDetail
from app.surveys.showing import options_of
from app.surveys.standing import Standing, standing_of

doors: APIRouter = ApiDoors(tag="surveys")
Member = Annotated[Any, allowed(Permission.answers_keep)]
SurveyToSee = Annotated[Survey, allowed(Permission.survey_see, find_survey_by_id)]
SurveyToAnswer = Annotated[Survey, allowed(Permission.survey_answer, find_survey_by_id)]
SurveyToSum = Annotated[Survey, allowed(Permission.aggregates_read, find_survey_by_id)]
OwnAnswer = Annotated[Own, allowed(Permission.answers_keep, find_own_by_id)]
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "content": {"application/problem+json": {}}}
    for code in (401, 403, 404, 409, 422)
}
READING: dict[int | str, dict[str, Any]] = {code: PROBLEMS[code] for code in (401, 404)}


@doors.get("/surveys", responses=READING)
def list_surveys(visit: Here, actor: Member) -> Listing[SurveyCard]:
    """The surveys open to one, unfinished ones first, and those one has answered."""
    found = visible_to(visit.session, actor)
    return Listing[SurveyCard](items=[SurveyCard.model_validate(_card(one, visit.locale)) for one in found])


@doors.get("/surveys/{survey_id}", responses=READING)
def show_survey(visit: Here, survey: SurveyToSee) -> SurveyDetail:
    """One survey whole: length, purpose, the consent text in force, questions, licence notices."""
    version = versions.current(visit.session, survey)
    community = visit.session.get(Community, survey.community_id)
    assert community is not None
    mine = _standing(visit, survey)
    words = texts.wording(visit.session, answering.purpose_of(survey), visit.locale)
    questionnaire = version.questionnaire
    return SurveyDetail.model_validate(
        _card(Listed(survey, version, community, mine.state(survey)), visit.locale)
        | {
            "version": survey.version,
            "version_sha256": version.row.sha256,
            "consent": {
                "purpose": words.purpose, "version": words.version, "language": words.language, "text": words.body,
                "text_sha256": words.sha256, "given": mine.agreed, "receipt": mine.receipt,
            },
            "items": [
                {
                    "link_id": item.link_id, "type": item.type.value, "text": item.text.into(visit.locale),
                    "required": item.required, "repeats": item.repeats,
                    "options": [{"key": key, "label": label} for key, label in options_of(item, visit.locale)],
                }
                for item in questionnaire.walk()
                if item.askable
            ],
            "licences": [
                {"holder": one.holder, "terms": one.terms, "notice": one.notice}
                for one in version.licences_in(visit.locale)
            ],
            "questionnaire": orjson.loads(version.row.canonical),
        }
    )  # fmt: skip


@doors.get("/surveys/{survey_id}/results", responses=READING)
def show_results(visit: Here, survey: SurveyToSum) -> Results:
    """Counts for the participants from the promised day on: under 11 left out, the rest rounded to 5; never counted again."""
    told = results.results_of(visit.session, survey)
    return Results.model_validate(
        {
            "results_on": survey.results_on,
            "available": told is not None,
            "answers": told.answers if told else None,
            "tables": told.tables if told else [],
        }
    )


@doors.post("/surveys/{survey_id}/responses", status_code=201, responses=PROBLEMS)
def respond(visit: Here, survey: SurveyToAnswer, body: ResponseIn) -> ResponseOut:
    """Sends a whole response, once. With `consent: true` says yes to the text in force first; never without being asked."""
    anonymous = survey.mode == SurveyMode.ANONYMOUS
    visit.keep_no_body = anonymous
    account_id = visit.actor.account_id
    if body.consent:
        answering.agree(visit.session, survey, account_id, locale=visit.locale, read=body.consent_version)
    try:
        score = answering.submit(visit.session, survey, account_id, body.answers, pii=body.pii)
    except answering.AnswersRefused as refusal:
        raise _named(refusal, visit.locale) from refusal
    if anonymous:
        return _response(visit, survey.id, survey.version, None, score)
    return show_own(visit, Own(survey, answering.contributor_of(survey, account_id), anonymous=False))


@doors.get("/surveys/{survey_id}/responses/mine", responses=PROBLEMS)
def show_mine(visit: Here, own: OwnAnswer) -> ResponseOut:
    """One's own answer, wherever one lives now; 409 for an anonymous one."""
    return show_own(visit, own)


@doors.delete("/surveys/{survey_id}/responses/mine", status_code=204, responses=PROBLEMS)
def withdraw_mine(visit: Here, own: OwnAnswer) -> None:
    """Erases one's own answer and takes the study's consent back; those who hold a file with it are told."""
    withdrawing.withdraw(visit.session, own.survey.id, own.contributor)


def show_own(visit: Visit, own: Own) -> ResponseOut:
    """One's own answer as it is kept: what did not count is not there."""
    given = reading.read_own(visit.session, own)
    answers = {name: as_json(answer) for name, answer in given.answers.items()}
    return _response(visit, own.survey.id, given.row.version, answers, given.score)


def _card(one: Listed, locale: str) -> dict[str, Any]:
    survey = one.survey
    return {
        "id": survey.id, "slug": survey.slug, "title": one.version.questionnaire.title.into(locale), "minutes": survey.minutes,
        "questions": one.questions, "purpose": "study" if survey.study_id else "service", "community": one.community.slug,
        "mode": survey.mode, "status": survey.status, "results_on": survey.results_on, "state": one.state,
        "results": one.told,
    }  # fmt: skip


def _standing(visit: Visit, survey: Survey) -> Standing:
    """Where the reader stands; nowhere for those who only look (researchers and stewards)."""
    if visit.membership is None:
        return Standing()
    return standing_of(visit.session, survey, visit.actor.account_id)


def _response(
    visit: Visit, survey_id: UUID, version: int, answers: dict[str, Any] | None, score: Score | None
) -> ResponseOut:
    explained = explaining.as_json(score, lambda words: translate(visit.locale, words)) if score else None
    return ResponseOut.model_validate(
        {"survey": survey_id, "state": "answered", "version": version, "answers": answers, "score": explained}
    )


def _named(refusal: answering.AnswersRefused, locale: str) -> Invalid:
    """Each question's refusal in the reader's language, with its own values."""
    return Invalid(
        fields={
            f"answers.{name}": translate(locale, fault.message, **fault.params)
            for name, fault in refusal.faults.items()
        }
    )
