"""Consent: the attacks see a check that lets something pass, and a ledger that does not chain what it should."""

from typing import Any

import pytest
from sqlmodel import Session

from app.consents import ledger, receipts, texts
from app.core import chain, keys
from app.proofs import consent, dump
from app.proofs.commands import run
from tests.server import Server

BODIES = {"fr": "Une phrase.", "en": "A sentence."}


def _receipt(session: Session) -> tuple[dict[str, Any], bytes]:
    texts.publish(session, "newsletter", bodies=BODIES)
    event = ledger.grant(session, contributor=b"c" * 32, purpose="newsletter", locale="en")
    return receipts.write(session, event), keys.public_key(receipts.PURPOSE)


def _jwk() -> bytes:
    import json

    return json.dumps(receipts.public_jwk()).encode()


def test_no_forgery_passes(session: Session) -> None:
    receipt, _ = _receipt(session)
    attack = consent.forge([receipt], _jwk())
    assert attack.holds and attack.tries > 15, attack


def test_a_check_that_believes_the_words_is_seen(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt, _ = _receipt(session)
    monkeypatch.setattr(keys, "signed_by", lambda *_: True)
    assert not consent.forge([receipt], _jwk()).holds


def test_consent_on_a_running_demo(demo: Server) -> None:
    (proof,) = run(("consent",), lambda _: None, demo.url, demo.var)
    assert proof.holds, proof
    assert len(proof.attacks) == 5


def test_a_check_of_the_ledger_that_looks_at_nothing_is_seen(
    demo: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "verify", lambda _: chain.Verdict(1, None))
    with dump.as_owner(demo.var) as session:
        attack = consent.tamper(session)
    assert not attack.holds and attack.tries == attack.successes > 10
