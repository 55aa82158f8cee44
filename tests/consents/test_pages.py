"""The page of consents: nothing given by default, one click each way, receipts of one's own only."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from app.consents import choosing, holders, texts
from app.consents.holders import Holding
from app.core import clock
from app.models.consent import ConsentEvent
from tests.people import World, invented_id
from tests.surveys.cast import answer, publish


def event_of(world: World) -> UUID:
    return world.session.exec(select(ConsentEvent)).all()[-1].id


def test_nothing_is_given_before_somebody_says_so(world: World) -> None:
    alice = world.reader("alice")
    page = alice.get("/consents")
    assert page.status_code == 200 and " checked" not in page.text.replace("be checked", "")
    assert page.text.count("This counts as no") == len(texts.GENERAL)
    states = {one["state"] for one in alice.api("GET", "/me/consents").json()["items"]}
    assert states == {"none"}


def test_giving_and_withdrawing_take_one_click_each(world: World) -> None:
    alice = world.reader("alice")
    before = alice.get("/consents").text
    assert 'action="/consents/give"' in before and 'action="/consents/withdraw"' not in before
    given = alice.post("/consents/give", {"purpose": "recontact", "version": "1"})
    assert given.status_code == 303 and given.headers["location"] == "/consents"
    after = alice.get("/consents").text
    assert after.count('action="/consents/withdraw"') == 1 and "You said yes on" in after
    assert alice.post("/consents/withdraw", {"purpose": "recontact"}).status_code == 303
    assert "You withdrew on" in alice.get("/consents").text


def test_a_double_click_is_one_event(world: World) -> None:
    alice = world.reader("alice")
    form = {"purpose": "recontact", "version": "1", "idempotency_key": "twice-the-same"}
    assert [alice.post("/consents/give", form).status_code for _ in range(2)] == [303, 303]
    alice.post("/consents/give", {"purpose": "recontact", "version": "1"})
    assert len(world.session.exec(select(ConsentEvent)).all()) == 1


def test_a_text_that_changed_meanwhile_is_read_again(world: World) -> None:
    alice = world.reader("alice")
    texts.publish(world.session, "recontact", {"fr": "Nouveau texte.", "en": "New words."})
    world.session.commit()
    refused = alice.post("/consents/give", {"purpose": "recontact", "version": "1"})
    assert refused.status_code == 409 and "Read it again" in refused.text and "New words." in refused.text


@pytest.mark.parametrize(
    "form",
    [
        {"purpose": "no such thing"},
        {"purpose": "\ud800".encode("utf-8", "surrogatepass")},
        {"version": "x"},
        {},
    ],
)
def test_what_makes_no_sense_changes_nothing(world: World, form: dict[str, Any]) -> None:
    assert world.reader("alice").post("/consents/give", form).status_code in (404, 422)
    assert world.session.exec(select(ConsentEvent)).all() == []


def test_the_contract_gives_and_withdraws(world: World) -> None:
    alice = world.reader("alice")
    given = alice.api("POST", "/me/consents", {"purpose": "newsletter", "act": "grant"})
    assert (
        given.status_code == 200 and given.json()["state"] == "given" and given.json()["given_version"] == 1
    )
    receipt = alice.api("GET", f"/me/consents/receipts/{given.json()['receipt']}")
    assert receipt.json()["event"]["act"] == "grant" and receipt.json()["text"] == given.json()["text"]
    ended = alice.api("POST", "/me/consents", {"purpose": "newsletter", "act": "withdraw"})
    assert ended.json()["state"] == "withdrawn"
    for body in (
        {"purpose": "newsletter", "act": "perhaps"},
        {"purpose": "newsletter", "act": "grant", "version": True},
    ):
        assert alice.api("POST", "/me/consents", body).status_code == 422
    nothing = alice.api("POST", "/me/consents", {"purpose": "recontact", "act": "withdraw"})
    assert nothing.status_code == 409


def test_a_study_is_known_to_its_community_only(world: World) -> None:
    study = uuid4()
    publish(world, study_id=study)
    alice, charlie = world.reader("alice"), world.reader("charlie")
    real = {"purpose": texts.study_purpose(study), "act": "grant"}
    invented = {"purpose": texts.study_purpose(uuid4()), "act": "grant"}
    refused, unknown = (charlie.api("POST", "/me/consents", body) for body in (real, invented))
    assert refused.status_code == 404 and refused.content == unknown.content
    assert alice.api("POST", "/me/consents", real).status_code == 200


def test_a_receipt_belongs_to_who_spoke(world: World) -> None:
    alice, charlie = world.reader("alice"), world.reader("charlie")
    alice.post("/consents/give", {"purpose": "recontact"})
    event = event_of(world)
    assert "This receipt" not in alice.get(f"/consents/receipts/{event}").text
    assert alice.get(f"/consents/receipts/{event}").status_code == 200
    file = alice.get(f"/consents/receipts/{event}/download")
    assert "attachment" in file.headers["content-disposition"] and file.json()["signature"]
    for path in ("/consents/receipts/{}", "/consents/receipts/{}/download"):
        real, invented = charlie.get(path.format(event)), charlie.get(path.format(invented_id()))
        assert real.status_code == 404 and real.content == invented.content


def test_a_visitor_is_sent_to_sign_in(world: World) -> None:
    visitor = world.reader()
    assert visitor.get("/consents").headers["location"] == "/sign-in?next=%2Fconsents"
    assert visitor.api("GET", "/me/consents").status_code == 401
    assert visitor.api("POST", "/me/consents", {"purpose": "recontact", "act": "grant"}).status_code == 401


def test_withdrawing_from_a_study_tells_the_releases(world: World) -> None:
    study, alice = uuid4(), world.account("alice")
    survey = publish(world, study_id=study)
    answer(world, survey, alice.id)
    world.session.commit()
    reader = world.reader("alice")
    assert "Studies" in reader.get("/consents").text
    assert reader.post("/consents/withdraw", {"purpose": texts.study_purpose(study)}).status_code == 303
    waiting = world.session.connection().exec_driver_sql(
        "SELECT count(*) FROM jobs.procrastinate_jobs WHERE task_name = 'releases.withdrawn'"
    )
    assert waiting.scalar() == 1


def test_who_holds_my_answers_comes_from_above(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def teller(session: Any, own: Any, locale: str) -> list[Holding]:
        return [Holding("Fatigue over a year", "University of Somewhere", clock.today(), recalled=True)]

    monkeypatch.setattr(holders, "_tellers", [])
    holders.register(teller)
    page = world.reader("alice").get("/consents").text
    assert "Fatigue over a year" in page and "called back" in page


def test_the_same_person_has_another_name_in_every_purpose(world: World) -> None:
    alice = world.account("alice")
    purposes = [choosing.find_purpose(world.session, code) for code in texts.GENERAL]
    ids = {choosing.speaks_as(one, alice.id) for one in purposes}
    assert len(ids) == len(texts.GENERAL) and not any(alice.id.bytes in one for one in ids)


def test_the_public_key_is_public(world: World) -> None:
    key = world.reader().get("/.well-known/entraide-consent-key.json")
    assert key.status_code == 200 and key.json()["crv"] == "Ed25519"
    assert re.fullmatch(r"[\w-]{43}", key.json()["x"])


@pytest.mark.parametrize("name", ["alice", "mona", "lena", "rosa", "stefan", "ada"])
def test_row_56_everybody_keeps_their_own_consents(world: World, name: str) -> None:
    reader = world.reader(name)
    assert reader.get("/consents").status_code == 200
    given = reader.api("POST", "/me/consents", {"purpose": "newsletter", "act": "grant"})
    assert given.status_code == 200 and given.json()["state"] == "given"


@pytest.mark.parametrize("status", ["pending", "banned", "left"])
def test_who_is_not_inside_still_withdraws(world: World, status: str) -> None:
    study, alice = uuid4(), world.account("alice")
    answer(world, publish(world, study_id=study), alice.id)
    world.persona("alice", status=status)
    reader = world.reader("alice", persona=False)
    body = {"purpose": texts.study_purpose(study), "act": "withdraw"}
    assert reader.api("POST", "/me/consents", body).json()["state"] == "withdrawn"
