"""One's own answer, read back: typed answers, version and score."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.core.errors import Conflict
from app.models.survey import SurveyResponse
from app.surveys import sealing, versions
from app.surveys.lookup import Own
from app.surveys.questionnaire.comparison import Answer
from app.surveys.questionnaire.scoring import Score, score
from app.surveys.versions import Version


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered, to which version."""

    row: SurveyResponse
    version: Version
    answers: dict[str, Answer]
    score: Score | None


def read_own(session: Session, own: Own) -> Given:
    """One's own response; Conflict when it was anonymous, for nobody can find it again."""
    if own.anonymous:
        raise Conflict("This survey was anonymous: nobody can find your answers again.", code="anonymous")
    row = session.exec(
        select(SurveyResponse).where(
            col(SurveyResponse.survey_id) == own.survey.id,
            col(SurveyResponse.contributor) == own.contributor,
        )
    ).one()
    version = versions.read_version(session, own.survey.id, row.version)
    stored = sealing.unseal(own.survey.id, own.contributor, row.sealed)
    answers = sealing.typed(version.questionnaire, stored)
    counted = score(version.scoring, version.questionnaire, answers) if version.scoring else None
    return Given(row, version, answers, counted)
