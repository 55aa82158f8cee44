"""Appeals: by the author, once, within six months; answered by somebody else; overturning restores everything."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.core import clock
from app.models.review import Appeal, ReviewItem
from app.models.thread import Post
from tests.moderation.stage import again, decide, decisions, reported
from tests.people import World, invented_id

WORDS = {"words": "I spoke of my own treatment."}


@pytest.fixture(autouse=True)
def _right_time() -> object:
    yield
    clock.turn(timedelta(0))


def _hidden(world: World, by: str = "mona") -> tuple[ReviewItem, str]:
    item = reported(world)
    return item, decide(world.reader(by), item).json()["id"]


def _appeal_item(world: World) -> ReviewItem:
    world.act_in("multiple-sclerosis")
    return world.session.exec(select(ReviewItem).where(ReviewItem.kind == "appeal")).one()


def test_somebody_else_answers_and_the_text_is_back(world: World) -> None:
    item, decision = _hidden(world)
    alice = world.reader("alice")
    assert alice.post(f"/decisions/{decision}/appeals", WORDS).status_code == 303
    assert "Somebody else than the first decider" in alice.get(f"/decisions/{decision}").text
    waiting = _appeal_item(world)
    first = decide(world.reader("mona"), waiting, act="overturn", rule="respect", reason="On reflection.")
    assert first.status_code == 403
    page = world.reader("lena").get("/moderation/appeals").text
    assert WORDS["words"] in page and "Restore everything" in page and "cortisone" in page
    form = {
        "version": "1",
        "act": "overturn",
        "reason": "It was about yourself.",
        "back": "/moderation/appeals",
    }
    assert world.reader("lena").post(f"/moderation/items/{waiting.id}/decisions", form).status_code == 303
    assert again(world, Post, item.subject_id).status == "visible"
    told = alice.api("GET", f"/decisions/{decision}").json()
    assert (told["appeal"], told["appeal_answer"]) == ("overturned", "It was about yourself.")
    assert told["undone_at"] and not told["can_appeal"]


def test_a_decision_may_stand_with_an_answer(world: World) -> None:
    item, decision = _hidden(world)
    world.reader("alice").api("POST", f"/decisions/{decision}/appeals", WORDS)
    waiting = _appeal_item(world)
    moussa = world.reader("moussa")
    silent = moussa.post(f"/moderation/items/{waiting.id}/decisions", {"version": "1", "act": "uphold"})
    assert silent.status_code == 422
    assert decide(moussa, waiting, act="uphold", rule="respect", reason="It could harm.").status_code == 201
    assert again(world, Post, item.subject_id).status == "hidden"
    assert len(decisions(world)) == 2


def test_a_lead_s_decision_goes_to_another_lead(world: World) -> None:
    _, decision = _hidden(world, by="lena")
    world.reader("alice").api("POST", f"/decisions/{decision}/appeals", WORDS)
    waiting = _appeal_item(world)
    body = {"act": "overturn", "rule": "respect", "reason": "On reflection."}
    assert decide(world.reader("mona"), waiting, **body).status_code == 403
    assert decide(world.reader("lena"), waiting, **body).status_code == 403
    assert decide(world.reader("leo"), waiting, **body).status_code == 201


def test_once_and_within_six_months_and_only_by_the_author(world: World) -> None:
    _, decision = _hidden(world)
    alice, door = world.reader("alice"), f"/decisions/{decision}/appeals"
    assert world.reader("bob").api("POST", door, WORDS).status_code == 404
    assert world.reader("mona").api("POST", door, WORDS).status_code == 404
    stranger = world.reader("charlie").api("POST", door, WORDS)
    invented = world.reader("charlie").api("POST", f"/decisions/{invented_id()}/appeals", WORDS)
    assert (stranger.status_code, stranger.content) == (404, invented.content)
    assert world.reader().api("POST", door, WORDS).status_code == 401
    assert alice.api("POST", door, {"words": "x"}).status_code == 422
    clock.turn(timedelta(days=190))
    assert world.reader("alice").api("POST", door, WORDS).status_code == 409
    clock.turn(timedelta(0))
    assert alice.api("POST", door, WORDS).status_code == 201
    assert alice.api("POST", door, WORDS).status_code == 409
    world.act_in("multiple-sclerosis")
    assert len(world.session.exec(select(Appeal)).all()) == 1


def test_who_reads_a_statement(world: World) -> None:
    _, decision = _hidden(world)
    path = f"/decisions/{decision}"
    assert "cortisone" in world.reader("alice").api("GET", path).json()["text"]
    assert "cortisone" in world.reader("moussa").api("GET", path).json()["text"]
    steward = world.reader("stefan").api("GET", path)
    assert steward.status_code == 200 and steward.json()["text"] is None
    assert "cortisone" not in world.reader("stefan").get(path).text
    for name in ("bob", "charlie", "rosa", "ada"):
        assert world.reader(name).api("GET", path).status_code == 404
    assert "Your message was hidden" in world.reader("alice").get("/decisions").text
    assert "Your message was hidden" not in world.reader("bob").get("/decisions").text


def test_a_removed_text_is_restored_by_another(world: World) -> None:
    item, decision = _hidden(world)
    door, form = f"/decisions/{decision}/restore", {"reason": "It was fine."}
    assert world.reader("mona").post(door, form).status_code == 403
    assert world.reader("bob").post(door, form).status_code == 403
    assert world.reader("charlie").post(door, form).status_code == 404
    assert world.reader("moussa").post(door, form).status_code == 303
    assert again(world, Post, item.subject_id).status == "visible"
    assert world.reader("moussa").post(door, form).status_code == 409
