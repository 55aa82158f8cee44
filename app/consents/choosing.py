"""A person's choices: under which id they speak about a purpose, saying yes, taking it back.

A withdrawal from a study counts at once for every file to come; the job `releases.withdrawn` tells those who hold an
earlier one.
"""

from uuid import UUID

from sqlmodel import Session

from app.consents import ledger, texts
from app.consents.contributor import contributor_id, purpose_id
from app.core import jobs, keystore
from app.core.errors import Conflict, NotFound
from app.models.consent import ConsentAct, ConsentEvent, ConsentPurpose, ConsentReason

WITHDRAWN = "releases.withdrawn"


def find_purpose(session: Session, code: str) -> ConsentPurpose:
    """A purpose by its code, or NotFound."""
    found = session.get(ConsentPurpose, code[:80])
    if found is None:
        raise NotFound
    return found


def speaks_as(purpose: ConsentPurpose, account_id: UUID) -> bytes:
    """The person's id in this purpose. Conflict when the study is over and its key destroyed."""
    if purpose.survey_id is None:
        return purpose_id(purpose.code, account_id)
    try:
        return contributor_id(purpose.survey_id, account_id)
    except keystore.KeyDestroyed as error:
        raise Conflict("This study is over. The key that led to your answers was destroyed.") from error


def give(
    session: Session, purpose: ConsentPurpose, account_id: UUID, *, locale: str, read: int | None = None
) -> ConsentEvent:
    """Says yes to the version in force. `read`: the version the person saw; Conflict when it has changed since.

    Saying yes twice to the same version is one yes: the first event is returned.
    """
    contributor = speaks_as(purpose, account_id)
    words = texts.wording(session, purpose.code, locale)
    if read is not None and read != words.version:
        raise Conflict("This text has changed. Read it again before you choose.", code="text-changed")
    before = ledger.last_word(session, contributor, purpose.code)
    if before is not None and before.act == ConsentAct.GRANT and before.version == words.version:
        return before
    return ledger.grant(session, contributor=contributor, purpose=purpose.code, locale=words.language)


def take_back(
    session: Session,
    purpose: ConsentPurpose,
    account_id: UUID,
    *,
    locale: str,
    reason: ConsentReason = ConsentReason.SELF,
) -> ConsentEvent:
    """Takes a yes back. Taking back twice is once; Conflict when there was nothing to take back."""
    contributor = speaks_as(purpose, account_id)
    before = ledger.last_word(session, contributor, purpose.code)
    if before is None:
        raise Conflict("You have not agreed to this.", code="not-given")
    if before.act == ConsentAct.WITHDRAW:
        return before
    event = ledger.withdraw(
        session, contributor=contributor, purpose=purpose.code, locale=before.language, reason=reason
    )
    if purpose.survey_id is not None:
        announce_withdrawal(session, contributor, purpose.survey_id)
    return event


def announce_withdrawal(session: Session, contributor: bytes, survey_id: UUID) -> None:
    """Tells the releases, in this transaction, that a contributor of a survey has left."""
    jobs.defer(
        session,
        WITHDRAWN,
        queueing_lock=f"withdrawn {contributor.hex()}",
        contributor=contributor.hex(),
        survey=str(survey_id),
    )
