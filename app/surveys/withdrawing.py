"""Taking one's answers back: they are erased here at once, and those who hold a file with them are told."""

from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col

from app.consents import choosing, ledger, texts
from app.core.errors import Conflict, NotFound
from app.models.consent import ConsentAct, ConsentReason
from app.models.survey import SurveyParticipation, SurveyResponse
from app.surveys import answering


def withdraw(
    session: Session,
    survey_id: UUID,
    contributor: bytes,
    *,
    reason: ConsentReason = ConsentReason.SELF,
) -> None:
    """Erases the response and the mark that somebody answered, takes the study's consent back and tells the releases.

    NotFound without a response; Conflict for an anonymous one, which nobody can find again.
    """
    mark = session.get(SurveyParticipation, (survey_id, contributor))
    if mark is None:
        raise NotFound
    if mark.anonymous:
        raise Conflict("This survey was anonymous: nobody can find your answers again.", code="anonymous")
    session.execute(
        delete(SurveyResponse).where(
            col(SurveyResponse.survey_id) == survey_id, col(SurveyResponse.contributor) == contributor
        )
    )
    session.delete(mark)
    session.flush()
    answering.forget_progress(session, survey_id, contributor)
    _take_consents_back(session, survey_id, contributor, reason)
    choosing.announce_withdrawal(session, contributor, survey_id)


def _take_consents_back(session: Session, survey_id: UUID, contributor: bytes, reason: ConsentReason) -> None:
    for purpose in texts.purposes_of_survey(session, survey_id):
        word = ledger.last_word(session, contributor, purpose)
        if word is not None and word.act == ConsentAct.GRANT:
            ledger.withdraw(
                session, contributor=contributor, purpose=purpose, locale=word.language, reason=reason
            )
