"""Reading a published version back: parsed once a process, for its bytes never change."""

from functools import lru_cache
from uuid import UUID

from sqlmodel import Session

from app.core.errors import NotFound
from app.models.survey import Survey, SurveyVersion
from app.surveys.questionnaire.canonical import from_canonical
from app.surveys.questionnaire.catalogue import SCORINGS
from app.surveys.questionnaire.model import Licence, Questionnaire
from app.surveys.questionnaire.scoring import Scoring


@lru_cache(maxsize=256)
def _parsed(_hash: str, canonical: bytes) -> Questionnaire:
    return from_canonical(canonical)


class Version:
    """A version with its questionnaire and its score."""

    def __init__(self, row: SurveyVersion) -> None:
        self.row = row
        self.number = row.number
        self.questionnaire = _parsed(row.sha256, bytes(row.canonical))
        self.scoring: Scoring | None = SCORINGS.get(row.scoring or "")

    def licences_in(self, locale: str) -> list[Licence]:
        """The notices of the wording that this reader sees: those in their language, else all."""
        own = [one for one in self.questionnaire.licences if one.language.split("-")[0] == locale]
        return own or list(self.questionnaire.licences)


def read_version(session: Session, survey_id: UUID, number: int) -> Version:
    """One version of a survey, or NotFound."""
    row = session.get(SurveyVersion, (survey_id, number))
    if row is None:
        raise NotFound
    return Version(row)


def current(session: Session, survey: Survey) -> Version:
    """The version that is asked now."""
    return read_version(session, survey.id, survey.version)
