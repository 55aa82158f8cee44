"""One's own things over JSON: a questionnaire with its consent and receipt, measures, a copy of everything, erasure."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import httpx

from app.core import clock
from tests.contract.outsider import Outsider, until
from tests.server import ROOT, Server


def run(demo: Server, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command beside the running demo."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *words],
        check=False, cwd=ROOT, env=demo.environment(), capture_output=True, text=True, timeout=120,
    )  # fmt: skip


def publish(demo: Server, slug: str) -> None:
    """A survey of five questions for the members of multiple-sclerosis."""
    day = (clock.today() + timedelta(days=200)).isoformat()
    place = ("--community", "multiple-sclerosis", "--slug", slug, "--results-on", day)
    made = run(demo, "survey", "publish", "who-5", *place, "--json")
    assert made.returncode == 0, made.stderr[-2000:]


def test_a_survey_with_consent_and_receipt(demo: Server, tmp_path: Path) -> None:
    slug = f"days-{uuid4().hex[:6]}"
    publish(demo, slug)
    bob = Outsider(demo).sign_in("bob")
    card = next(one for one in bob.listed("/surveys") if one["slug"] == slug)
    survey = bob.get(f"/surveys/{card['id']}")
    consent = survey["consent"]
    assert consent["text_sha256"] == hashlib.sha256(consent["text"].encode()).hexdigest()
    answers = {one["link_id"]: one["options"][0]["key"] for one in survey["items"]}
    path = f"/surveys/{card['id']}/responses"
    wrong = bob.post(path, {"answers": answers | {"nothing": "1"}, "consent": True}, 422)
    assert list(wrong["errors"]) == ["answers.nothing"]
    sent = {"answers": answers, "consent": True, "consent_version": consent["version"]}
    key = {"Idempotency-Key": str(uuid4())}
    response = bob.post(path, sent, headers=key)
    assert bob.post(path, sent, headers=key) == response
    assert (response["state"], response["answers"]) == ("answered", answers)
    assert bob.post(path, sent, 409)["code"] == "answered"
    assert bob.get(f"{path}/mine") == response

    given = next(one for one in bob.listed("/me/consents") if one["purpose"] == consent["purpose"])
    assert given["state"] == "given"
    receipt = bob.get(f"/me/consents/receipts/{given['receipt']}")
    key_file = httpx.get(f"{demo.url}/.well-known/entraide-consent-key.json").json()
    assert (key_file["kty"], key_file["crv"]) == ("OKP", "Ed25519")
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(receipt))
    assert run(demo, "consent", "verify", str(file)).returncode == 0
    file.write_text(json.dumps(receipt | {"text": receipt["text"] + " And more."}))
    assert run(demo, "consent", "verify", str(file)).returncode != 0
    bob.call("DELETE", f"{path}/mine", 204)
    bob.call("GET", f"{path}/mine", 404)


def test_measures_and_their_days(demo: Server) -> None:
    alice, bob = Outsider(demo).sign_in("alice"), Outsider(demo).sign_in("bob")
    measure = alice.post("/me/measures", {"code": "custom", "label": f"Steps {uuid4().hex[:4]}"})
    path = f"/measures/{measure['id']}/entries"
    days = [(clock.today() - timedelta(days=back)).isoformat() for back in range(3)]
    for number, day in enumerate(days):
        assert alice.post(path, {"value": number, "day": day, "note": "calm"})["day"] == day
    assert [one["day"] for one in alice.listed(f"{path}?limit=2")] == days
    assert alice.post(path, {"value": "six"}, 422)["errors"].keys() == {"value"}
    real = bob.call("GET", path, 404)
    assert real.content == bob.call("GET", f"/measures/{uuid4()}/entries", 404).content
    entry = alice.get(path)["items"][0]
    changed = alice.call("PATCH", f"{path}/{entry['id']}", 200, {"value": 7}).json()
    assert (changed["value"], changed["note"]) == (7, "calm")
    alice.call("DELETE", f"{path}/{entry['id']}", 204)
    alice.call("DELETE", f"/me/measures/{measure['id']}", 204)
    alice.call("GET", path, 404)


def test_a_copy_of_everything_and_erasure(demo: Server) -> None:
    bob = Outsider(demo).sign_in("bob")
    state = bob.post("/me/data-export", status=202)
    assert state["status"] in ("working", "ready")
    ready = until(
        lambda: one if (one := bob.get("/me/data-export"))["status"] == "ready" else None, "the copy"
    )
    file = bob.call("GET", ready["file"].removeprefix("/api/v1"), 200)
    assert file.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert {"my-data.json", "my-data.html"} <= set(archive.namelist())
        assert "bob@demo.example" in archive.read("my-data.json").decode()

    wish = bob.post("/me/erasure", {"posts": "detach"}, 202)
    assert (wish["status"], wish["keep"]) == ("waiting", ["posts"])
    assert bob.get("/me/erasure") == wish
    bob.call("DELETE", "/me/erasure", 204)
    bob.call("GET", "/me/erasure", 404)
