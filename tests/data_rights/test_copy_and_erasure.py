"""A copy of one's data and the end of an account: jobs, fourteen days, undo, receipt."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.core import clock, db, keystore, mailbox
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.models.account import Account, AccountRole
from tests.people import PASSWORD, Reader, World

ERASE = {"posts": "remove", "confirm": "Erase"}


@pytest.fixture(autouse=True)
def fresh_mailbox_and_clock() -> Iterator[None]:
    mailbox.empty()
    yield
    clock.turn(timedelta(0))


def copy_of(world: World, reader: Reader) -> dict[str, Any]:
    """The JSON of a fresh copy, made through the page."""
    assert reader.post("/my-data/export").status_code == 303
    run_waiting_jobs(world.session)
    page = reader.get("/my-data/export")
    assert "Download my data" in page.text
    answer = reader.get("/my-data/export/file")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        assert set(file.namelist()) == {"my-data.json", "my-data.html"}
        html = file.read("my-data.html").decode()
        content: dict[str, Any] = json.loads(file.read("my-data.json"))
    assert "<script" not in html and "alice@demo.example" in html
    return content


def test_a_copy_holds_the_account_and_the_measurements(world: World) -> None:
    alice = world.reader("alice")
    measure = alice.api("POST", "/me/measures", {"code": "fatigue"}).json()
    alice.api("POST", f"/measures/{measure['id']}/entries", {"value": 6, "note": "canary in a note"})
    content = copy_of(world, alice)
    assert content["accounts"]["email"] == "alice@demo.example" and content["accounts"]["birth_year"] == 1980
    assert content["dashboard"]["measures"][0]["entries"][0]["note"] == "canary in a note"


def test_the_copy_moves_step_by_step_and_is_refused_until_it_is_ready(world: World) -> None:
    alice = world.reader("alice")
    assert alice.api("GET", "/me/data-export").status_code == 404
    state = alice.api("POST", "/me/data-export").json()
    assert state["status"] == "working" and state["done"] == 0 and state["file"] is None
    assert alice.api("GET", "/me/data-export/file").status_code == 404
    assert "Step 0 of" in alice.get("/my-data/export").text
    run_waiting_jobs(world.session)
    state = alice.api("GET", "/me/data-export").json()
    assert (state["status"], state["done"]) == ("ready", state["total"])
    assert alice.client.get(state["file"], headers=_bearer(alice)).content[:2] == b"PK"
    clock.turn(timedelta(days=8))
    fresh = world.reader("alice")
    assert fresh.api("GET", "/me/data-export").status_code == 404


def _bearer(reader: Reader) -> dict[str, str]:
    from app.accounts.api import ACCESS_LASTS
    from app.core import tickets

    return {"authorization": "Bearer " + tickets.issue("access", reader.token, ACCESS_LASTS)}


def test_rights_need_a_fresh_confirmation_and_a_person(world: World) -> None:
    alice = world.reader("alice", stepped_up=False)
    assert alice.get("/my-data").status_code == 200
    for path in ("/my-data/export", "/my-data/erase", "/my-data/export/file"):
        assert alice.get(path).headers["location"].startswith("/step-up?next=")
    assert alice.api("POST", "/me/data-export").json()["code"] == "step-up"
    assert alice.api("POST", "/me/erasure", {}).status_code == 403
    visitor = world.reader()
    assert visitor.get("/my-data").headers["location"].startswith("/sign-in")
    assert visitor.api("POST", "/me/erasure", {}).status_code == 401


def test_nobody_downloads_somebody_elses_copy(world: World) -> None:
    alice, charlie = world.reader("alice"), world.reader("charlie")
    alice.post("/my-data/export")
    run_waiting_jobs(world.session)
    assert charlie.get("/my-data/export/file").status_code == 404
    assert charlie.api("GET", "/me/data-export").status_code == 404


def test_erasing_waits_fourteen_days_and_can_be_undone(world: World) -> None:
    alice = world.reader("alice")
    refused = alice.post("/my-data/erase", ERASE | {"confirm": "yes", "posts": "detach"})
    assert refused.status_code == 422 and re.search(r'value="detach" checked', refused.text)
    assert alice.post("/my-data/erase", ERASE).headers["location"] == "/my-data/leaving"
    assert alice.api("POST", "/me/erasure", {}).status_code == 409
    run_waiting_jobs(world.session)
    visitor = world.reader()
    back = visitor.post("/sign-in", {"email": "alice@demo.example", "password": PASSWORD})
    assert back.headers["location"] == "/my-data/leaving"
    assert "I stay" in alice.get("/my-data/leaving").text
    assert alice.post("/my-data/leaving/undo").headers["location"] == "/my-data"
    assert alice.api("GET", "/me/erasure").status_code == 404
    clock.turn(timedelta(days=20))
    run_waiting_jobs(world.session)
    assert world.reader().post("/sign-in", {"email": "alice@demo.example", "password": PASSWORD}).headers["location"] == "/home"  # fmt: skip


def test_an_erased_account_is_gone_with_its_key_and_leaves_a_receipt(world: World) -> None:
    alice = world.reader("alice")
    account_id = world.account("alice").id
    measure = alice.api("POST", "/me/measures", {"code": "fatigue"}).json()
    alice.api("POST", f"/measures/{measure['id']}/entries", {"value": 6})
    assert alice.api("POST", "/me/erasure", {"posts": "detach"}).json()["keep"] == ["posts"]
    clock.turn(timedelta(days=14, minutes=1))
    run_waiting_jobs(world.session)
    assert alice.get("/my-data").headers["location"].startswith("/sign-in")
    with pytest.raises(keystore.KeyDestroyed):
        keystore.key_for("person", str(account_id))
    clock.turn(timedelta(days=18))
    run_waiting_jobs(world.session)
    world.session.expire_all()
    with db.wearing(world.session, "vault"):
        assert world.session.get(Account, account_id) is None
    mail = [one for one in list_mails() if one["to"] == "alice@demo.example"][-1]
    assert mail["subject"] == "Your account is erased"
    link = re.search(r"/erasure-receipt\?token=\S+", mail["text"])
    assert link
    visitor = world.reader()
    assert "Receipt of an erasure" in visitor.get(link[0]).text
    receipt = visitor.get(link[0] + "&form=json").json()
    assert receipt["stores"]["dashboard"] == 2 and receipt["stores"]["accounts"] >= 2
    assert receipt["stores"]["keystore"] == 1 and receipt["kept_without_author"] == ["posts"]
    assert visitor.get("/erasure-receipt?token=invented").status_code == 404


def test_the_last_admin_names_another_one_first(world: World) -> None:
    ada = world.reader("ada")
    assert ada.post("/my-data/erase", ERASE).status_code == 409
    amos = world.account("amos")
    with db.wearing(world.session, "vault"):
        assert world.session.get(AccountRole, (amos.id, "admin"))
    assert ada.post("/my-data/erase", ERASE).status_code == 303


@pytest.mark.parametrize("body", [{"posts": "burn"}, {"extra": 1}, {"posts": True}, []])
def test_bad_wishes_are_refused(world: World, body: Any) -> None:
    alice = world.reader("alice")
    assert alice.api("POST", "/me/erasure", body).status_code == 422
    assert alice.api("GET", "/me/erasure").status_code == 404


def test_a_double_click_asks_once(world: World) -> None:
    alice = world.reader("alice")
    form = ERASE | {"idempotency_key": "pressed-twice"}
    assert [alice.post("/my-data/erase", form).status_code for _ in range(2)] == [303, 303]


def test_the_log_shows_ones_own_acts(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    alice.post("/my-data/export")
    assert "A copy of your data was asked for" in alice.get("/my-data/log").text
    assert "A copy of your data" not in bob.get("/my-data/log").text
