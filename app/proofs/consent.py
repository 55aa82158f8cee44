"""Consent that can be checked: receipts with the server off, a ledger that shows what was done to it, and last words that count."""

import copy
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlmodel import Session, select

from app.consents import ledger, receipts
from app.core import chain
from app.models.consent import ConsentEvent
from app.proofs import dump
from app.proofs.instance import OURS, ROOT, Instance
from app.proofs.reader import Reader
from app.proofs.report import Attack, Count

# Evidence is worth nothing when one forgery passes, and consent nothing when one word is misread.
NONE = 0
PURPOSES = ("service", "longitudinal_link", "recontact", "newsletter")
HISTORIES = (("grant",), ("grant", "withdraw"), ("grant", "withdraw", "grant"), ("grant", "withdraw") * 2)
PEOPLE = ("bob", "charlie", "member-001", "member-002")
ROWS = 25
CHANGES = (
    "act = CASE act WHEN 'grant' THEN 'withdraw' ELSE 'grant' END", "version = version + 1", "at = at + interval '1 second'",
    "purpose = purpose || 'x'", "contributor = sha256(contributor)", "text_sha256 = md5(text_sha256) || md5(text_sha256)",
)  # fmt: skip


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """Everything that is tried."""
    step("members say yes and no")
    given, said = _speak(instance)
    public = Reader(instance.url).get("/.well-known/entraide-consent-key.json").body
    step("receipts, with no server")
    found = [read_offline(given, public), forge(given, public)]
    if instance.var is not None:
        step("the ledger, with the database in hand")
        with dump.as_owner(instance.var) as session:
            found += [tamper(session), cut(session), _last_words(session, said)]
    return found


def _speak(instance: Instance) -> tuple[list[dict[str, Any]], list[tuple[str, str, tuple[str, ...]]]]:
    """Each person says another history about each use; the receipts, and who (by contributor id) said what."""
    given: list[dict[str, Any]] = []
    said: list[tuple[str, str, tuple[str, ...]]] = []
    for shift, name in enumerate(PEOPLE):
        person = Reader(instance.url).sign_in(name)
        uses = {one["purpose"]: one for one in person.items("/api/v1/me/consents")}
        for number, purpose in enumerate(PURPOSES):
            history = HISTORIES[(number + shift) % len(HISTORIES)]
            before = ("withdraw",) if uses[purpose]["state"] == "given" else ()
            for act in before + history:
                body = {"purpose": purpose, "act": act, "version": uses[purpose]["version"]}
                answer = person.send("POST", "/api/v1/me/consents", body)
                if answer.status != 200:
                    raise RuntimeError(
                        f"{name} could not {act} {purpose}: {answer.status} {answer.text[:200]}"
                    )
                event = answer.json()["receipt"]
                if event:
                    given.append(person.get(f"/api/v1/me/consents/receipts/{event}").json())
            if event:
                said.append((given[-1]["event"]["contributor"], purpose, history))
    return given, said


def read_offline(given: list[dict[str, Any]], public: bytes) -> Attack:
    """True receipts are read by the command, in a folder where there is neither a server nor a database."""
    count = Count("a true receipt refused with the server off", NONE)
    with tempfile.TemporaryDirectory() as folder:
        key, file = Path(folder) / "key.json", Path(folder) / "receipt.json"
        key.write_bytes(public)
        plain = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        for number, receipt in enumerate(given):
            file.write_bytes(orjson.dumps(receipt))
            if number < 2:
                command = [sys.executable, "-m", "app.cli", "consent", "verify", str(file), "--key", str(key)]
                environment = plain | {"ENTRAIDE_VAR": folder, "ENTRAIDE_STAGE": "demo"}
                done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
                count.add(done.returncode != 0, f"the command said {done.returncode}")
            count.add(
                not receipts.check(receipts.read(file.read_bytes()), receipts.read_jwk(public)).holds,
                "refused",
            )
    return count.done()


def forge(given: list[dict[str, Any]], public: bytes) -> Attack:
    """Each value of a receipt altered, and the whole signed by another key: all of them must be refused."""
    count = Count("an altered or foreign receipt accepted", NONE)
    key = receipts.read_jwk(public)
    other = Ed25519PrivateKey.generate()
    for receipt in given[:10]:
        for name, altered in _alterations(receipt):
            count.add(accepted(altered, key), name)
        signed = {name: value for name, value in receipt.items() if name != "signature"}
        signature = receipts._written(other.sign(chain.canonical(signed)))
        count.add(accepted(signed | {"signature": signature}, key), "another's signature")
    return count.done()


def accepted(receipt: dict[str, Any], public: bytes) -> bool:
    """Whether the check lets a receipt pass."""
    try:
        return receipts.check(receipts.read(orjson.dumps(receipt)), public).holds
    except receipts.Unreadable:
        return False


def _alterations(receipt: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in receipt.items():
        for inner in value if isinstance(value, dict) else [""]:
            altered = copy.deepcopy(receipt)
            place, key = (altered[name], inner) if inner else (altered, name)
            known = place[key]
            place[key] = known + 1 if isinstance(known, int) else _other(str(known))
            yield f"{name} {inner}".strip(), altered


def _other(known: str) -> str:
    """The same text with its first sign changed."""
    return ("0" if known[:1] != "0" else "1") + known[1:]


def tamper(session: Session) -> Attack:
    """One value of one row changed, as the owner of the database could: the check must name that row."""
    count = Count("a changed row of the ledger not named", NONE)
    sequences = list(session.exec(select(ConsentEvent.sequence).order_by(ConsentEvent.sequence)))  # type: ignore[arg-type]
    session.connection().execute(text("SET LOCAL session_replication_role = replica"))
    step = max(len(sequences) // ROWS, 1)
    for number, sequence in enumerate(sequences[::step]):
        change = CHANGES[number % len(CHANGES)]
        with _undone(session):
            session.connection().execute(
                text(f"UPDATE consent_event SET {change} WHERE sequence = :one"), {"one": sequence}
            )
            found = ledger.verify(session)
            count.add(found.broken_at != sequence, f"row {sequence}, {change}: said {found.broken_at}")
    return count.done()


@contextmanager
def _undone(session: Session) -> Iterator[None]:
    """What is done inside is taken back; by hand, since the sessions' own savepoints put on a hat without such rights."""
    session.connection().execute(text("SAVEPOINT tried"))
    session.expire_all()
    yield
    session.connection().execute(text("ROLLBACK TO tried"))
    session.expire_all()


def cut(session: Session) -> Attack:
    """The newest rows removed: the rest still follows, so that a count and a head noted before must show it."""
    count = Count("a tail cut off, unseen beside a noted count and head", NONE)
    rows, head = _head(session)
    for gone in (1, 2, 5, 20):
        with _undone(session):
            session.connection().execute(
                text("DELETE FROM consent_event WHERE sequence > :last"), {"last": rows - gone}
            )
            count.add(_head(session) == (rows, head), f"{gone} rows")
    return count.done()


def _head(session: Session) -> tuple[int, bytes]:
    last = session.connection().execute(
        text("SELECT digest FROM consent_event ORDER BY sequence DESC LIMIT 1")
    )
    return ledger.verify(session).rows, bytes(last.scalar_one())


def _last_words(session: Session, said: list[tuple[str, str, tuple[str, ...]]]) -> Attack:
    """Whoever's last word is a yes is eligible for that use and for no other."""
    count = Count("somebody eligible against their last word", NONE)
    standing = {purpose: ledger.eligible(session, purpose, minimum_version=1) for purpose in PURPOSES}
    for contributor, purpose, history in said:
        for other, people in standing.items():
            wanted = other == purpose and history[-1] == "grant"
            count.add((bytes.fromhex(contributor) in people) != wanted, f"{purpose} {history}: {other}")
    return count.done()
