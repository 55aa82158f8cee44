"""Answering: start, save each step, send once. Branching is decided here again, whatever a page believed.

The people's own deeds take their account's id and forget it: what is kept hangs on the contributor id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.consents import choosing, ledger, texts
from app.consents.contributor import contributor_id
from app.core import clock, keystore
from app.core.errors import Conflict, Invalid
from app.models.study import Study
from app.models.survey import (
    Survey,
    SurveyMode,
    SurveyParticipation,
    SurveyProgress,
    SurveyResponse,
    SurveyStatus,
    WaitingResponse,
)
from app.review.guard_text import PiiChoice
from app.surveys import sealing, versions
from app.surveys.questionnaire.answers import validate
from app.surveys.questionnaire.branching import present
from app.surveys.questionnaire.comparison import Answer
from app.surveys.questionnaire.completeness import owed
from app.surveys.questionnaire.errors import AnswerRefused
from app.surveys.questionnaire.scoring import Score, score
from app.surveys.screening import screened
from app.surveys.versions import Version


class AnswersRefused(Invalid):
    """Answers sent at once, some of which do not fit: one refusal for each question."""

    def __init__(self, faults: dict[str, AnswerRefused]) -> None:
        super().__init__(fields={name: fault.message for name, fault in faults.items()})
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers on their way, to one version."""

    version: Version
    answers: dict[str, Answer]
    begun: bool


def contributor_of(survey: Survey, account_id: UUID) -> bytes:
    """The person's id in this survey; Conflict when its key was destroyed."""
    try:
        return contributor_id(survey.id, account_id)
    except keystore.KeyDestroyed as error:
        raise Conflict("This survey is over.") from error


def purpose_of(survey: Survey) -> str:
    """What one agrees to by answering: the study's research, or the service alone."""
    return texts.study_purpose(survey.study_id) if survey.study_id else texts.SERVICE


def agree(
    session: Session, survey: Survey, account_id: UUID, *, locale: str, read: int | None = None
) -> None:
    """Says yes to what the answers are for."""
    choosing.give(
        session, choosing.find_purpose(session, purpose_of(survey)), account_id, locale=locale, read=read
    )


def agreed(session: Session, survey: Survey, account_id: UUID) -> bool:
    """Whether the person's yes stands, to a version that is still good."""
    purpose = choosing.find_purpose(session, purpose_of(survey))
    return ledger.stands(session, choosing.speaks_as(purpose, account_id), purpose.code)


def has_answered(session: Session, survey_id: UUID, contributor: bytes) -> bool:
    """Whether this person has sent their answer."""
    return session.get(SurveyParticipation, (survey_id, contributor)) is not None


def start(session: Session, survey: Survey, account_id: UUID) -> Draft:
    """The answers so far, or none. Conflict when the survey is closed or the answer was sent."""
    contributor = contributor_of(survey, account_id)
    _check_open(session, survey, contributor)
    row = session.get(SurveyProgress, (survey.id, contributor))
    if row is None:
        return Draft(versions.current(session, survey), {}, begun=False)
    version = versions.read_version(session, survey.id, row.version)
    stored = sealing.unseal(survey.id, contributor, row.sealed)
    return Draft(version, sealing.typed(version.questionnaire, stored), begun=True)


def save(
    session: Session, survey: Survey, account_id: UUID, draft: Draft, link_id: str, answer: Answer | None
) -> Draft:
    """Keeps one answer (or none) beside the others, at once."""
    answers = {name: value for name, value in draft.answers.items() if name != link_id}
    if answer is not None:
        answers[link_id] = answer
    contributor = contributor_of(survey, account_id)
    sealed = sealing.seal(survey.id, contributor, answers)
    values = {"version": draft.version.number, "sealed": sealed, "saved_on": clock.today()}
    session.execute(
        insert(SurveyProgress)
        .values(survey_id=survey.id, contributor=contributor, **values)
        .on_conflict_do_update(index_elements=["survey_id", "contributor"], set_=values)
    )
    return Draft(draft.version, answers, begun=True)


def submit(
    session: Session,
    survey: Survey,
    account_id: UUID,
    answers: Mapping[str, Any] | None = None,
    *,
    pii: PiiChoice = "",
) -> Score | None:
    """Sends the answer, once, and gives its score. `answers`: JSON by linkId, or None for those saved on the way.

    Invalid without a consent that stands, with a required question unanswered or an answer that does not fit;
    Conflict when it was sent before or the survey is closed.
    """
    draft = start(session, survey, account_id)
    if not agreed(session, survey, account_id):
        raise Invalid(
            code="consent-needed",
            fields={"consent": "Say yes to this use of your answers before you send them."},
        )
    if answers is not None:
        version = versions.current(session, survey)
        draft = Draft(version, read_all(version, answers, pii), begun=True)
    questionnaire = draft.version.questionnaire
    missing = owed(questionnaire, draft.answers)
    if missing:
        raise AnswersRefused(dict.fromkeys(missing, _UNANSWERED))
    _keep(session, survey, contributor_of(survey, account_id), draft)
    return score(draft.version.scoring, questionnaire, draft.answers) if draft.version.scoring else None


_UNANSWERED = AnswerRefused("Answer this question, or choose “I prefer not to answer”.")


def read_all(version: Version, answers: Mapping[str, Any], pii: PiiChoice = "") -> dict[str, Answer]:
    """JSON answers as typed ones, or AnswersRefused with one sentence a question."""
    known = version.questionnaire.by_link_id()
    found: dict[str, Answer] = {}
    faults: dict[str, AnswerRefused] = {}
    for name, raw in answers.items():
        try:
            if name not in known:
                raise AnswerRefused("This questionnaire has no such question.")
            answer = screened(known[name], validate(known[name], raw), pii, name)
        except AnswerRefused as fault:
            faults[name] = fault
        else:
            if answer is not None:
                found[name] = answer
    if faults:
        raise AnswersRefused(faults)
    return found


def _check_open(session: Session, survey: Survey, contributor: bytes) -> None:
    if has_answered(session, survey.id, contributor):
        raise Conflict("You have answered this survey. One answer a person is kept.", code="answered")
    if survey.status != SurveyStatus.OPEN:
        raise Conflict("This survey is closed.", code="closed")
    if waits_for_study(session, survey):
        raise Conflict("This survey waits until two people have approved its study.", code="waiting")


def waits_for_study(session: Session, survey: Survey) -> bool:
    """Whether a researcher's survey may not be answered yet: its study is unknown, or not opened by two persons."""
    if survey.study_id is None:
        return survey.owner_id is not None
    study = session.get(Study, survey.study_id)
    return study is not None and study.opened_on is None


def _keep(session: Session, survey: Survey, contributor: bytes, draft: Draft) -> None:
    """Only what counts is kept: answers to questions in play. The rest is forgotten with the draft."""
    counted = present(draft.version.questionnaire, draft.answers)
    kept = {name: answer for name, answer in counted.items() if name in draft.answers}
    anonymous = survey.mode == SurveyMode.ANONYMOUS
    session.add(SurveyParticipation(survey_id=survey.id, contributor=contributor, anonymous=anonymous))
    number = draft.version.number
    if anonymous:
        new_id = uuid4()
        sealed = sealing.seal(survey.id, new_id.bytes, kept)
        session.add(WaitingResponse(id=new_id, survey_id=survey.id, version=number, sealed=sealed))
    else:
        session.add(
            SurveyResponse(
                survey_id=survey.id,
                contributor=contributor,
                version=number,
                sealed=sealing.seal(survey.id, contributor, kept),
                answered_on=clock.today(),
            )
        )
    forget_progress(session, survey.id, contributor)
    session.flush()


def forget_progress(session: Session, survey_id: UUID, contributor: bytes) -> None:
    """Drops the answers on their way."""
    session.execute(
        delete(SurveyProgress).where(
            col(SurveyProgress.survey_id) == survey_id, col(SurveyProgress.contributor) == contributor
        )
    )
