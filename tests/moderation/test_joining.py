"""Wishes to join at the desk: let in with a word, or not with a reason and an appeal."""

from sqlmodel import select

from app.models.community import Persona
from app.models.review import ReviewItem
from tests.moderation.stage import again, decide
from tests.people import World

ANSWER = "Diagnosed in March, and the nights are long."


def _asked(world: World) -> ReviewItem:
    world.community()
    asking = world.reader("bob", persona=False)
    sent = asking.api(
        "POST",
        "/communities/multiple-sclerosis/join-requests",
        {"answer": ANSWER, "kind": "patient", "charter": True},
    )
    assert sent.status_code == 201, sent.text
    world.act_in("multiple-sclerosis")
    return world.session.exec(select(ReviewItem)).one()


def test_a_moderator_lets_somebody_in_with_a_word(world: World) -> None:
    item = _asked(world)
    page = world.reader("mona").get("/moderation")
    assert ANSWER in page.text and "Let in" in page.text
    assert decide(world.reader("mona"), item, act="accept", reason="Welcome.").status_code == 201
    assert item.author_id is not None
    assert again(world, Persona, item.author_id).status == "active"
    assert world.reader("bob", persona=False).get("/c/multiple-sclerosis").status_code == 200


def test_a_refusal_says_why_and_can_be_appealed(world: World) -> None:
    item = _asked(world)
    assert decide(world.reader("mona"), item, act="refuse").status_code == 422
    refused = decide(world.reader("mona"), item, act="refuse", rule="joining", reason="Not for you.")
    assert refused.status_code == 201
    bob, decision = world.reader("bob", persona=False), refused.json()["id"]
    assert "Not for you." in bob.get(f"/decisions/{decision}").text
    assert bob.post(f"/decisions/{decision}/appeals", {"words": "I do live with it."}).status_code == 303
    world.act_in("multiple-sclerosis")
    waiting = world.session.exec(select(ReviewItem).where(ReviewItem.kind == "appeal")).one()
    body = {"act": "overturn", "rule": "joining", "reason": "Welcome after all."}
    assert decide(world.reader("lena"), waiting, **body).status_code == 201
    assert bob.get("/c/multiple-sclerosis").status_code == 200


def test_who_may_not_let_in(world: World) -> None:
    item = _asked(world)
    assert decide(world.reader("alice"), item, act="accept").status_code == 403
    assert decide(world.reader("bob", persona=False), item, act="accept").status_code == 404
    assert decide(world.reader("charlie"), item, act="accept").status_code == 404
    assert decide(world.reader("mona"), item, act="hide", rule="respect", reason="No.").status_code == 422
