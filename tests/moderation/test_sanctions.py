"""Sanctions: graduated, bounded, with an end; they reach the person at once and are lifted with a reason."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.core import clock
from app.core.jobs import run_waiting_jobs
from app.models.community import Persona
from app.models.review import ReviewItem, Sanction
from tests.moderation.stage import again, decide, decisions, reported
from tests.people import World


@pytest.fixture(autouse=True)
def _right_time() -> object:
    yield
    clock.turn(timedelta(0))


def test_a_mute_silences_and_ends_by_itself(world: World) -> None:
    item = reported(world)
    answer = decide(world.reader("mona"), item, act="mute", rule="respect", reason="A pause.", hours=24)
    assert answer.status_code == 201 and answer.json()["until"]
    alice = world.persona("alice")
    assert again(world, Persona, alice.id).muted_until is not None
    assert again(world, ReviewItem, item.id).status == "open"  # the text is still to be decided
    assert again(world, ReviewItem, item.id).version == 2
    statement = world.reader("alice").get(f"/decisions/{answer.json()['id']}")
    assert (
        statement.status_code == 200 and "A pause." in statement.text and "Make my appeal" in statement.text
    )
    clock.turn(timedelta(hours=24, minutes=1))
    run_waiting_jobs(world.session)
    assert again(world, Persona, alice.id).muted_until is None


def test_a_ban_shuts_the_door_and_leaves_the_reasons_and_the_appeal(world: World) -> None:
    item = reported(world)
    alice = world.reader("alice")
    ban = decide(world.reader("mona"), item, act="ban", rule="respect", reason="Three days.", hours=72).json()
    assert again(world, Persona, world.persona("alice").id).status == "banned"
    assert alice.get("/c/multiple-sclerosis").status_code == 404
    assert alice.api("POST", f"/posts/{item.subject_id}/reports", {"reason": "other"}).status_code == 404
    assert alice.get(f"/decisions/{ban['id']}").status_code == 200
    appeal = alice.api("POST", f"/decisions/{ban['id']}/appeals", {"words": "It was a quotation."})
    assert appeal.status_code == 201
    world.act_in("multiple-sclerosis")
    waiting = world.session.exec(select(ReviewItem).where(ReviewItem.kind == "appeal")).one()
    undo = decide(
        world.reader("moussa"), waiting, act="overturn", rule="respect", reason="It was a quotation."
    )
    assert undo.status_code == 201, undo.text
    assert again(world, Persona, world.persona("alice").id).status == "active"
    assert alice.get("/c/multiple-sclerosis").status_code == 200


def test_a_ban_for_good_is_a_lead_s_and_asks_again_who_it_is(world: World) -> None:
    item = reported(world)
    body = {"act": "ban_for_good", "rule": "law", "reason": "Threats."}
    assert decide(world.reader("mona"), item, **body).status_code == 403
    asked = decide(world.reader("lena", stepped_up=False), item, **body)
    assert (asked.status_code, asked.json()["code"]) == (403, "step-up")
    assert decide(world.reader("lena"), item, **body).status_code == 201
    world.act_in("multiple-sclerosis")
    sanction = world.session.exec(select(Sanction)).one()
    alice = again(world, Persona, world.persona("alice").id)
    assert (alice.status, alice.banned_until, sanction.until) == ("banned", None, None)
    assert sanction.standing_tag == alice.standing_tag
    door = f"/decisions/{decisions(world)[0].id}/lift"
    assert world.reader("mona").post(door, {"reason": "Talked it over."}).status_code == 403
    assert world.reader("leo").post(door, {"reason": "Talked it over."}).status_code == 303
    assert again(world, Persona, alice.id).status == "active"


def test_one_sanction_ending_leaves_the_other(world: World) -> None:
    item = reported(world)
    mona = world.reader("mona")
    decide(mona, item, act="ban", rule="respect", reason="One day.", hours=24)
    decide(mona, item, version=2, act="ban", rule="respect", reason="Three days.", hours=72)
    clock.turn(timedelta(hours=25))
    run_waiting_jobs(world.session)
    assert again(world, Persona, world.persona("alice").id).status == "banned"
    clock.turn(timedelta(hours=73))
    run_waiting_jobs(world.session)
    assert again(world, Persona, world.persona("alice").id).status == "active"


def test_from_somebody_s_page_with_a_rule_and_never_on_equals(world: World) -> None:
    alice, moussa = world.persona("alice"), world.persona("moussa")
    mona = world.reader("mona")
    form = {"measure": "mute-24", "rule": "respect"}
    assert mona.post(f"/moderation/people/{alice.id}/sanctions", form).status_code == 303
    assert again(world, Persona, alice.id).muted_until is not None
    assert mona.post(f"/moderation/people/{moussa.id}/sanctions", form).status_code == 403
    assert mona.post(f"/moderation/people/{world.persona('mona').id}/sanctions", form).status_code == 403
    empty = mona.post(f"/moderation/people/{alice.id}/sanctions", {"measure": "", "rule": "respect"})
    assert empty.status_code == 422
    assert world.reader("bob").post(f"/moderation/people/{alice.id}/sanctions", form).status_code == 403
    assert world.reader("charlie").post(f"/moderation/people/{alice.id}/sanctions", form).status_code == 404
    assert len(decisions(world)) == 1


def test_notes_stay_among_moderators(world: World) -> None:
    alice = world.persona("alice")
    page = f"/moderation/people/{alice.id}"
    sent = world.reader("mona").post(f"{page}/notes", {"text": "Had a hard week, be gentle."})
    assert sent.status_code == 303
    assert "be gentle" in world.reader("moussa").get(page).text
    assert world.reader("mona").post(f"{page}/notes", {"text": " "}).status_code == 422
    for name in ("alice", "bob", "charlie", "stefan", "ada"):
        assert world.reader(name).get(page).status_code == 404
