"""What this room itself keeps about a person: copies and erasures asked for, and their own lines of the audit log."""

from typing import Any

from sqlmodel import Session, col, select

from app.access.person import Person
from app.access.predicates import Actor
from app.data_rights import trail
from app.data_rights.who import tag_of
from app.models.data_rights import DataExport, Erasure


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Moments and states; the copies themselves are what the person is reading."""
    mine = tag_of(person.account_id)
    copies = session.exec(select(DataExport).where(col(DataExport.owner) == mine)).all()
    erasures = session.exec(select(Erasure).where(col(Erasure.owner) == mine)).all()
    acts = trail.own_acts(session, Actor(person.account_id), person.persona_ids)
    return {
        "copies": [{"asked_at": one.asked_at.isoformat(), "status": one.status} for one in copies],
        "erasures": [{"asked_at": one.asked_at.isoformat(), "status": one.status} for one in erasures],
        "access_log": [{"act": one.act, "at": one.at.isoformat(), "by_you": one.own} for one in acts],
    }


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Copies go; the erasure itself loses its owner when it is finished. The audit log names keyed tags only, and stays."""
    copies = session.exec(select(DataExport).where(col(DataExport.owner) == tag_of(person.account_id))).all()
    for one in copies:
        session.delete(one)
    session.flush()
    return len(copies)
