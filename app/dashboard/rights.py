"""What the dashboard keeps about a person: everything in clear for its owner, and gone when they leave."""

from typing import Any

from sqlmodel import Session, col, delete, select

from app.access.person import Person
from app.dashboard import sheets, transfer
from app.dashboard.owner import owner_of, tag_of
from app.models.dashboard import DashboardShare, Entry, Mark, Measure, ShareVisit


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Measures with their entries, marks, the words of the sheet, shares with the moments they were opened."""
    owner = owner_of(person.account_id)
    words = sheets.words_of(session, owner)
    shares = session.exec(select(DashboardShare).where(col(DashboardShare.owner) == owner.tag)).all()
    visits = session.exec(
        select(ShareVisit).where(col(ShareVisit.share_id).in_([one.id for one in shares]))
    ).all()
    return {
        **transfer.everything(session, owner),
        "sheet": {"message": words.message, "questions": list(words.questions)},
        "shares": [
            {
                **owner.unseal(one.label_sealed, one.id),
                "expires_at": one.expires_at.isoformat(),
                "opened": [visit.at.isoformat() for visit in visits if visit.share_id == one.id],
            }
            for one in shares
        ],
    }


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Removes every row; nothing here is a word to others, so there is nothing to keep detached."""
    tag, gone = tag_of(person.account_id), 0
    for table in (DashboardShare, Mark, Entry, Measure):
        gone += session.exec(delete(table).where(col(table.owner) == tag)).rowcount
    session.flush()
    return gone
