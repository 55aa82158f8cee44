"""Data rights: a person's answers in releases. Files that left cannot be called back by erasure; their holders are told."""

from typing import Any

from sqlmodel import Session

from app.access.person import Person
from app.releases import recalls
from app.releases.telling import own_ids


def gather(session: Session, person: Person) -> dict[str, Any]:
    """The releases that hold this person's answers, and who received them."""
    found = [
        {
            "study": one.title,
            "release": one.number,
            "frozen_on": one.frozen_at.date().isoformat() if one.frozen_at else None,
            "people": one.people,
            "recalled": one.withdrawn,
        }
        for one in recalls.held_in(session, own_ids(session, person.account_id))
    ]
    return {"releases": found}


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Recalls every release with this person's answers. The keyed tags stay: without them the guard could not protect others."""
    own = own_ids(session, person.account_id)
    return sum(
        recalls.on_withdrawal(session, contributor, survey_id) for survey_id, contributor in own.items()
    )
