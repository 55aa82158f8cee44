"""Anonymous answers leave the waiting table in shuffled batches, so that neither place, page nor transaction says whose they are.

An answer and the mark that somebody answered are accepted in one transaction. Until both tables are written anew, together
with others, a dump could tell which row came with which mark; the waiting table is sealed, and nothing reads it but this.
"""

import secrets
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert
from sqlmodel import Session, col, select

from app.core import db, jobs
from app.models.survey import (
    AnonymousResponse,
    Survey,
    SurveyMode,
    SurveyParticipation,
    SurveyStatus,
    WaitingResponse,
)
from app.surveys import sealing

LEAST = 10
Held = TypeVar("Held", WaitingResponse, AnonymousResponse)


@jobs.periodic("17 * * * *", "surveys.shuffle")
def shuffle_waiting(session: Session) -> None:
    """Moves the answers of every anonymous survey with enough waiting, or that is closed and waits for nobody."""
    counts = session.exec(
        select(WaitingResponse.survey_id, func.count()).group_by(col(WaitingResponse.survey_id))
    ).all()
    for survey_id, waiting in counts:
        if waiting >= LEAST or _closed(session, survey_id):
            move(session, survey_id)


def _closed(session: Session, survey_id: UUID) -> bool:
    from app.surveys.lookup import PLACE

    place = session.connection().execute(PLACE, {"id": survey_id, "slug": None}).scalar()
    db.act_in(session, [place] if isinstance(place, UUID) else [])
    survey = session.get(Survey, survey_id)
    return survey is not None and survey.mode == SurveyMode.ANONYMOUS and survey.status == SurveyStatus.CLOSED


def move(session: Session, survey_id: UUID) -> int:
    """Writes answers and marks of a survey anew, each in an order of its own; gives how many answers moved.

    Only rows that were read are removed: an answer accepted meanwhile waits for the next batch.
    """
    waiting = _read(session, WaitingResponse, survey_id)
    settled = _read(session, AnonymousResponse, survey_id)
    marks = list(
        session.exec(
            select(SurveyParticipation.contributor).where(col(SurveyParticipation.survey_id) == survey_id)
        )
    )
    answers = [_anew(survey_id, row) for row in waiting] + [_anew(survey_id, row) for row in settled]
    people = [{"survey_id": survey_id, "contributor": bytes(mark), "anonymous": True} for mark in marks]
    session.expunge_all()
    session.execute(delete(WaitingResponse).where(col(WaitingResponse.id).in_([row.id for row in waiting])))
    session.execute(
        delete(AnonymousResponse).where(col(AnonymousResponse.id).in_([row.id for row in settled]))
    )
    session.execute(
        delete(SurveyParticipation).where(
            col(SurveyParticipation.survey_id) == survey_id, col(SurveyParticipation.contributor).in_(marks)
        )
    )
    for table, values in ((AnonymousResponse, answers), (SurveyParticipation, people)):
        secrets.SystemRandom().shuffle(values)
        if values:
            session.execute(insert(table), values)
    return len(waiting)


def _read(session: Session, table: type[Held], survey_id: UUID) -> list[Held]:
    wanted = select(table).where(col(table.survey_id) == survey_id).with_for_update()
    return list(session.exec(wanted))


def _anew(survey_id: UUID, row: WaitingResponse | AnonymousResponse) -> dict[str, Any]:
    """The same answers under a new id and a new seal: the bytes that waited are found nowhere again."""
    new_id = uuid4()
    stored = sealing.unseal(survey_id, row.id.bytes, row.sealed)
    sealed = sealing.seal_json(survey_id, new_id.bytes, stored)
    return {"id": new_id, "survey_id": survey_id, "version": row.version, "sealed": sealed}
