"""Data rights: a researcher's own studies. Members have nothing here: their answers and consents live elsewhere."""

from typing import Any

from sqlmodel import Session, col, select

from app.access.person import Person
from app.core import db
from app.models.study import Study, StudyStatus
from app.studies.agreement import DESK


def gather(session: Session, person: Person) -> dict[str, Any]:
    """The studies that this person proposed."""
    db.act_in(session, session.info.get("communities", ()), (*session.info.get("tags", ()), DESK))
    rows = session.exec(
        select(Study).where(col(Study.owner_id) == person.account_id).order_by(col(Study.proposed_on))
    )
    return {
        "studies": [
            {
                "title": row.title,
                "aim": row.aim,
                "status": row.status,
                "proposed_on": row.proposed_on.isoformat(),
            }
            for row in rows
        ]
    }


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Proposals go; a study that opened once stays in the public register, which owes it to its participants."""
    db.act_in(session, session.info.get("communities", ()), (*session.info.get("tags", ()), DESK))
    rows = session.exec(
        select(Study).where(
            col(Study.owner_id) == person.account_id, col(Study.status) == StudyStatus.PROPOSED
        )
    ).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)
