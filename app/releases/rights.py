"""Data rights: a person's answers in releases. Files that left cannot be called back by erasure; their holders are told."""

from typing import Any

from sqlmodel import Session

from app.access.person import Person
from app.consents.contributor import contributor_id
from app.core import keystore
from app.releases import recalls


def gather(session: Session, person: Person) -> dict[str, Any]:
    """The releases that hold this person's answers, and who received them."""
    found = []
    for survey_id in recalls.surveys_with_releases(session):
        try:
            contributor = contributor_id(survey_id, person.account_id)
        except keystore.KeyDestroyed:
            continue
        found += [
            {
                "study": one.title,
                "release": one.number,
                "frozen_on": one.frozen_at.date().isoformat() if one.frozen_at else None,
                "people": one.people,
                "recalled": one.withdrawn,
            }
            for one in recalls.held_by(session, contributor, survey_id)
        ]
    return {"releases": found}


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Recalls every release with this person's answers. The keyed tags stay: without them the guard could not protect others."""
    told = 0
    for survey_id in recalls.surveys_with_releases(session):
        try:
            told += recalls.on_withdrawal(session, contributor_id(survey_id, person.account_id), survey_id)
        except keystore.KeyDestroyed:
            continue
    return told
