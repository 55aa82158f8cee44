"""The ledger: the last word counts, a new text asks again, and nobody changes a row unseen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.consents import ledger, texts
from app.core import chain, clock
from app.core.errors import Invalid
from app.models.consent import ConsentEvent

ALICE, BOB = b"a" * 32, b"b" * 32
BODIES = {"fr": "Oui ou non.", "en": "Yes or no."}


def purpose_of(session: Session) -> str:
    purpose = texts.study_purpose(uuid4())
    texts.publish(session, purpose, BODIES)
    return purpose


def standing(session: Session, purpose: str) -> set[bytes]:
    return ledger.eligible(session, purpose, minimum_version=texts.minimum_version(session, purpose))


def test_a_yes_counts_and_a_withdrawal_ends_it_at_once(session: Session) -> None:
    purpose = purpose_of(session)
    for who in (ALICE, BOB):
        ledger.grant(session, contributor=who, purpose=purpose, locale="en")
    assert standing(session, purpose) == {ALICE, BOB}
    ledger.withdraw(session, contributor=ALICE, purpose=purpose, locale="en")
    assert standing(session, purpose) == {BOB}
    ledger.grant(session, contributor=ALICE, purpose=purpose, locale="en")
    assert standing(session, purpose) == {ALICE, BOB}


def test_a_yes_counts_for_exactly_its_purpose(session: Session) -> None:
    one, other = purpose_of(session), purpose_of(session)
    ledger.grant(session, contributor=ALICE, purpose=one, locale="en")
    assert standing(session, other) == set()
    assert standing(session, one[:-1]) == set()


def test_the_cut_off_looks_back(session: Session) -> None:
    purpose = purpose_of(session)
    clock.turn(timedelta(days=-10))
    try:
        ledger.grant(session, contributor=ALICE, purpose=purpose, locale="fr")
    finally:
        clock.turn(timedelta(0))
    ledger.withdraw(session, contributor=ALICE, purpose=purpose, locale="fr")
    before = clock.now() - timedelta(days=5)
    assert ledger.eligible(session, purpose, minimum_version=1, at=before) == {ALICE}
    assert ledger.eligible(session, purpose, minimum_version=1) == set()


def test_a_substantial_text_asks_again_and_a_small_one_does_not(session: Session) -> None:
    purpose = purpose_of(session)
    ledger.grant(session, contributor=ALICE, purpose=purpose, locale="en")
    texts.publish(session, purpose, {"fr": "Oui, ou non.", "en": "Yes, or no."}, substantial=False)
    assert standing(session, purpose) == {ALICE}
    texts.publish(session, purpose, {"fr": "Autre chose.", "en": "Something else."})
    assert standing(session, purpose) == set()
    assert ledger.grant(session, contributor=ALICE, purpose=purpose, locale="en").version == 3
    assert standing(session, purpose) == {ALICE}


def test_a_text_needs_both_languages(session: Session) -> None:
    with pytest.raises(Invalid):
        texts.publish(session, "newsletter", {"fr": "Oui", "en": " "})


def test_the_chain_holds_and_finds_what_was_changed(session: Session) -> None:
    purpose = purpose_of(session)
    for who in (ALICE, BOB, ALICE):
        ledger.grant(session, contributor=who, purpose=purpose, locale="en")
    assert ledger.verify(session) == chain.Verdict(3, None)
    rows = session.exec(select(ConsentEvent)).all()
    session.expunge_all()
    rows[1].act = "withdraw"  # what somebody with the owner's rights might have written
    verdict = chain.verify((row.sequence, bytes(row.digest), ledger.content_of(row)) for row in rows)
    assert not verdict.holds and verdict.broken_at == 2
    verdict = chain.verify((row.sequence, bytes(row.digest), ledger.content_of(row)) for row in rows[::2])
    assert verdict.broken_at == 3


@pytest.mark.parametrize("statement", ["UPDATE {} SET version = 9", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["consent_event", "consent_text"])
def test_the_database_refuses_to_change_a_row(session: Session, table: str, statement: str) -> None:
    with pytest.raises(DBAPIError):
        session.execute(text(statement.format(table)))
