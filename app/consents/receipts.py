"""Receipts: what somebody agreed to or took back, word for word, signed. Anybody can check one with the server off.

A receipt is JSON. `event` is what the ledger's hash covers, `text` the very words, `previous` and `digest` its place in the
chain: digest = SHA-256(previous || canonical event). `signature` is Ed25519 (RFC 8032) over the canonical JSON (sorted keys, no
spaces, UTF-8) of everything but itself. The public key stands at /.well-known/entraide-consent-key.json as a JWK (RFC 8037).
"""

import base64
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.consents import ledger, texts
from app.core import chain, keys
from app.core.errors import NotFound
from app.core.text import N_
from app.models.consent import ConsentEvent, ConsentPurpose

FORMAT = "entraide-consent-receipt/1"
PURPOSE = "consent receipts"
LONGEST = 200_000
FIELDS = {"format", "title", "event", "text", "previous", "digest", "key", "signature"}


def public_jwk() -> dict[str, str]:
    """The public key of this installation's receipts (RFC 8037)."""
    public = keys.public_key(PURPOSE)
    return {
        "kty": "OKP", "crv": "Ed25519", "x": _written(public), "use": "sig", "alg": "EdDSA", "kid": key_id(public),
    }  # fmt: skip


def key_id(public: bytes) -> str:
    """How a key is called: the first 16 hex digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def write(session: Session, event: ConsentEvent) -> dict[str, Any]:
    """The signed receipt of an event of the ledger."""
    words = texts.as_agreed(session, event.purpose, event.version, event.language)
    purpose = session.get(ConsentPurpose, event.purpose)
    before = session.exec(
        select(ConsentEvent.digest).where(col(ConsentEvent.sequence) == event.sequence - 1)
    ).first()
    receipt = {
        "format": FORMAT,
        "title": purpose.titles.get(event.language, event.purpose) if purpose else event.purpose,
        "event": ledger.content_of(event),
        "text": words.body,
        "previous": (bytes(before) if before else chain.GENESIS).hex(),
        "digest": bytes(event.digest).hex(),
        "key": key_id(keys.public_key(PURPOSE)),
    }
    return receipt | {"signature": _written(keys.sign(PURPOSE, chain.canonical(receipt)))}


def own_event(session: Session, event_id: UUID, contributors: set[bytes]) -> ConsentEvent:
    """An event by its id when one of these contributors said it, else NotFound."""
    event = session.exec(select(ConsentEvent).where(col(ConsentEvent.id) == event_id)).first()
    if event is None or bytes(event.contributor) not in contributors:
        raise NotFound
    return event


class Unreadable(Exception):
    """This is no receipt at all."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the verification of a receipt found; `fault` is a source string, empty when it holds."""

    holds: bool
    fault: str
    receipt: dict[str, Any]


def read(source: bytes) -> dict[str, Any]:
    """A receipt from its bytes, or Unreadable."""
    try:
        found = json.loads(source.decode()) if len(source) <= LONGEST else None
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(found, dict) or set(found) != FIELDS or found["format"] != FORMAT:
        raise Unreadable
    event, plain = found["event"], [found[key] for key in FIELDS - {"event"}]
    if not isinstance(event, dict) or not all(isinstance(value, str) for value in plain):
        raise Unreadable
    return found


def check(receipt: dict[str, Any], public: bytes) -> Check:
    """Whether the owner of this public key signed exactly this, the words are those agreed to, and the place in the chain fits."""

    def verdict(fault: str) -> Check:
        return Check(not fault, fault, receipt)

    signed = {key: value for key, value in receipt.items() if key != "signature"}
    if receipt["key"] != key_id(public):
        return verdict(N_("Another installation signed this receipt."))
    try:
        signature = base64.urlsafe_b64decode(receipt["signature"] + "==")
        content, event = chain.canonical(signed), receipt["event"]
        digest = chain.link(bytes.fromhex(receipt["previous"]), event).hex()
    except (ValueError, TypeError):
        return verdict(N_("This receipt was altered."))
    if not keys.signed_by(public, signature, content):
        return verdict(N_("This receipt was altered."))
    if sha256(receipt["text"].encode()).hexdigest() != event.get("text_sha256"):
        return verdict(N_("The words of this receipt are not those that were agreed to."))
    if digest != receipt["digest"]:
        return verdict(N_("This receipt does not fit its place in the ledger."))
    return verdict("")


def read_jwk(source: bytes) -> bytes:
    """The public key in a JWK, as saved from its address; Unreadable otherwise."""
    try:
        jwk = json.loads(source)
        if jwk["kty"] != "OKP" or jwk["crv"] != "Ed25519":
            raise Unreadable
        public = base64.urlsafe_b64decode(jwk["x"] + "==")
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable from error
    if len(public) != 32:
        raise Unreadable
    return public


def _written(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
