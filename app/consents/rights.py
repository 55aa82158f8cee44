"""Data rights: every word of somebody about their consents, and the end of their consents with the account.

The ledger itself stays: it is the proof that consent was asked (GDPR, article 7), and names nobody.
"""

from typing import Any

from sqlmodel import Session

from app.access.person import Person
from app.consents import choosing, ledger, lookup, receipts
from app.models.consent import ConsentAct, ConsentReason


def gather(session: Session, person: Person) -> dict[str, Any]:
    """All receipts, signed, oldest first."""
    events = ledger.history(session, lookup.own_contributors(session, person.account_id))
    return {"receipts": [receipts.write(session, event) for event in events]}


def erase(session: Session, person: Person, *, keep_words: bool = False) -> int:
    """Takes every standing yes back, because the account closes; recipients of files are told. Gives how many."""
    ended = 0
    for code, own in lookup.ids_of(session, person.account_id).items():
        word = ledger.last_word(session, own.contributor, code)
        if word is None or word.act != ConsentAct.GRANT:
            continue
        purpose = choosing.find_purpose(session, code)
        choosing.take_back(
            session, purpose, person.account_id, locale=word.language, reason=ConsentReason.ACCOUNT_CLOSED
        )
        ended += 1
    return ended
