"""Data rights: one's own answers, sent and on their way, in every survey; and their end with the account."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.access.person import Person
from app.consents.contributor import contributor_id
from app.core import keystore
from app.models.consent import ConsentReason
from app.models.survey import SurveyParticipation, SurveyProgress, SurveyResponse
from app.surveys import answering, sealing, versions, withdrawing

TOUCHED = text(
    "SELECT survey_id FROM survey_participation UNION SELECT survey_id FROM survey_progress ORDER BY survey_id"
)


def own_ids(session: Session, account_id: UUID) -> dict[UUID, bytes]:
    """The person's id in every survey that anybody touched and whose key still exists, wherever the person lives now."""
    found = {}
    for survey_id in session.connection().execute(TOUCHED).scalars():
        try:
            found[survey_id] = contributor_id(survey_id, account_id)
        except keystore.KeyDestroyed:
            continue
    return found


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Every answer with the questions' words, sent or not, and the anonymous surveys one took part in."""
    ids = own_ids(session, person.account_id)
    mine = list(ids.values())
    marks = session.exec(select(SurveyParticipation).where(col(SurveyParticipation.contributor).in_(mine)))
    sent = session.exec(select(SurveyResponse).where(col(SurveyResponse.contributor).in_(mine)))
    begun = session.exec(select(SurveyProgress).where(col(SurveyProgress.contributor).in_(mine)))
    return {
        "answers": [_told(session, row) | {"answered_on": row.answered_on.isoformat()} for row in sent],
        "unfinished": [_told(session, row) | {"saved_on": row.saved_on.isoformat()} for row in begun],
        "anonymous": [_title(session, mark.survey_id, 1) for mark in marks if mark.anonymous],
    }


def erase(session: Session, person: Person, *, keep_words: bool = False) -> int:
    """Erases answers sent and unfinished; recipients of files are told. Anonymous answers stay: nobody can find them.

    `keep_words` does not concern answers: they are never published words.
    """
    gone = 0
    for survey_id, contributor in own_ids(session, person.account_id).items():
        mark = session.get(SurveyParticipation, (survey_id, contributor))
        if mark is not None and mark.anonymous:
            session.delete(mark)
        elif mark is not None:
            withdrawing.withdraw(session, survey_id, contributor, reason=ConsentReason.ACCOUNT_CLOSED)
        begun = session.get(SurveyProgress, (survey_id, contributor)) is not None
        if begun:
            answering.forget_progress(session, survey_id, contributor)
        gone += int(mark is not None) + int(begun)
    session.flush()
    return gone


def _told(session: Session, row: SurveyResponse | SurveyProgress) -> dict[str, Any]:
    """A row's answers beside its questions; the questionnaire's FHIR is public and stays out."""
    version = versions.read_version(session, row.survey_id, row.version)
    known = version.questionnaire.by_link_id()
    stored = sealing.unseal(row.survey_id, bytes(row.contributor), row.sealed)
    return {
        "survey": version.questionnaire.title.source,
        "version": row.version,
        "answers": [
            {"question": known[name].text.source, "link_id": name, "answer": answer}
            for name, answer in sorted(stored.items())
            if name in known
        ],
    }


def _title(session: Session, survey_id: UUID, number: int) -> str:
    return versions.read_version(session, survey_id, number).questionnaire.title.source
