"""Receipts: what was signed verifies with the server off; anything else does not."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.consents import choosing, receipts
from app.core import keys
from tests.people import World


def receipt_of(world: World) -> dict[str, Any]:
    alice = world.account("alice")
    purpose = choosing.find_purpose(world.session, "recontact")
    choosing.give(world.session, choosing.find_purpose(world.session, "newsletter"), alice.id, locale="fr")
    return receipts.write(world.session, choosing.give(world.session, purpose, alice.id, locale="fr"))


def verified(receipt: Any, folder: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """What `entraide consent verify` says: its exit code and its JSON; no database is named to it."""
    file = folder / "receipt.json"
    file.write_text(
        receipt if isinstance(receipt, str) else json.dumps(receipt, indent=2, ensure_ascii=False)
    )
    command = [sys.executable, "-m", "app.cli", "consent", "verify", str(file), "--json", *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_a_receipt_verifies_on_the_command_line(world: World, tmp_path: Path) -> None:
    code, answer = verified(receipt_of(world), tmp_path)
    assert (code, answer["holds"], answer["purpose"], answer["act"]) == (0, True, "recontact", "grant")


def test_with_the_public_key_anybody_can_check_it(world: World, tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.write_text(json.dumps(receipts.public_jwk()))
    assert verified(receipt_of(world), tmp_path, "--key", str(key))[0] == 0
    stranger = receipts.public_jwk() | {"x": receipts._written(b"\1" * 32)}
    key.write_text(json.dumps(stranger))
    assert verified(receipt_of(world), tmp_path, "--key", str(key))[0] == 1


@pytest.mark.parametrize(
    "change", ["act", "text", "version", "at", "digest", "previous", "signature", "title"]
)
def test_an_altered_receipt_is_found(world: World, change: str) -> None:
    receipt, public = receipt_of(world), keys.public_key(receipts.PURPOSE)
    assert receipts.check(receipt, public).holds
    if change in receipt["event"]:
        receipt["event"][change] = {"act": "withdraw", "version": 2}.get(change, "2026-01-01T00:00:00+00:00")
    elif change in ("text", "title"):
        receipt[change] += " "
    else:
        receipt[change] = receipt[change][::-1]
    assert not receipts.check(receipt, public).holds


@pytest.mark.parametrize("source", ["", "{}", "[1]", "nonsense", '{"format": 1}', "[" * 5000, '"\\ud800"'])
def test_what_is_no_receipt_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(receipts.Unreadable):
        receipts.read(source.encode())


def test_what_cannot_be_read_exits_with_two(tmp_path: Path) -> None:
    assert verified("{}", tmp_path)[0] == 2
