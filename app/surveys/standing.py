"""Where a person stands with a survey: answered, begun, agreed, and by which receipt."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from app.consents import choosing, ledger
from app.models.survey import Survey, SurveyProgress, SurveyStatus
from app.surveys import answering


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands with a survey; `receipt` is the event of their yes, when it stands."""

    answered: bool = False
    begun: bool = False
    receipt: UUID | None = None

    @property
    def agreed(self) -> bool:
        """Whether their yes stands."""
        return self.receipt is not None

    def state(self, survey: Survey) -> Literal["new", "begun", "answered", "closed"]:
        """The same in a word."""
        if self.answered:
            return "answered"
        if survey.status != SurveyStatus.OPEN:
            return "closed"
        return "begun" if self.begun else "new"


def standing_of(session: Session, survey: Survey, account_id: UUID) -> Standing:
    """Whether this person has answered, has begun, and agrees to what their answers are for; unknown once the key is gone."""
    if survey.status == SurveyStatus.SEALED:
        return Standing()
    contributor, purpose = answering.contributor_of(survey, account_id), answering.purpose_of(survey)
    speaks_as = choosing.speaks_as(choosing.find_purpose(session, purpose), account_id)
    word = ledger.last_word(session, speaks_as, purpose)
    return Standing(
        answering.has_answered(session, survey.id, contributor),
        session.get(SurveyProgress, (survey.id, contributor)) is not None,
        word.id if word is not None and ledger.counts(session, word) else None,
    )
