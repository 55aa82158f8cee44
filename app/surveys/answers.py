"""What was answered, for the releases: every complete response, with the four reasons for an empty cell kept apart."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models.survey import AnonymousResponse, SurveyResponse, SurveyVersion
from app.surveys import sealing
from app.surveys.questionnaire.completeness import settled
from app.surveys.questionnaire.stored import as_json
from app.surveys.versions import Version


class Completed(NamedTuple):
    """One response. `contributor` is 32 bytes, or 16 random ones in anonymous mode, where no withdrawal can reach.

    `answers` holds every question of the newest version: a JSON value, or `{"missing": reason}`.
    """

    contributor: bytes
    answers: dict[str, Any]
    version: int


def completed(session: Session, survey_id: UUID) -> list[Completed]:
    """All complete responses of a survey, in no order that tells anything. Reads nothing else of anybody.

    Consent is the caller's question: `ledger.eligible(...)` in the same transaction. KeyDestroyed when the survey is sealed.
    """
    versions = _versions(session, survey_id)
    if not versions:
        return []
    frame = versions[max(versions)]
    asked = {
        number: {item.link_id for item in version.questionnaire.walk()}
        for number, version in versions.items()
    }
    found = []
    for owner, number, sealed in _rows(session, survey_id):
        stored = sealing.unseal(survey_id, owner, sealed)
        given = sealing.typed(versions[number].questionnaire, stored)
        answers = settled(frame.questionnaire, given, asked=asked[number])
        found.append(Completed(owner, {name: as_json(answer) for name, answer in answers.items()}, number))
    return sorted(found, key=lambda one: one.contributor)


def count(session: Session, survey_id: UUID) -> int:
    """How many complete responses there are; for aggregates, which suppress small numbers themselves."""
    both = (SurveyResponse, AnonymousResponse)
    return sum(
        session.exec(select(func.count()).select_from(table).where(col(table.survey_id) == survey_id)).one()
        for table in both
    )


def _versions(session: Session, survey_id: UUID) -> dict[int, Version]:
    rows = session.exec(select(SurveyVersion).where(col(SurveyVersion.survey_id) == survey_id))
    return {row.number: Version(row) for row in rows}


def _rows(session: Session, survey_id: UUID) -> list[tuple[bytes, int, bytes]]:
    named = session.exec(select(SurveyResponse).where(col(SurveyResponse.survey_id) == survey_id))
    rows = [(bytes(row.contributor), row.version, row.sealed) for row in named]
    nameless = session.exec(select(AnonymousResponse).where(col(AnonymousResponse.survey_id) == survey_id))
    return rows + [(row.id.bytes, row.version, row.sealed) for row in nameless]
