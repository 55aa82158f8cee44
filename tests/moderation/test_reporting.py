"""Reports: two questions, once a person and thing, of what one can see; the author never learns who."""

import pytest
from sqlmodel import col, select

from app.chat import rooms, sending
from app.models.chat import Block, Message
from app.models.notification import Notification
from app.models.review import Report, ReviewItem
from app.models.thread import Thread
from app.threads import moderate, writing
from tests.moderation.stage import again, decide, post_by
from tests.people import World, invented_id


def _items(world: World) -> list[ReviewItem]:
    world.act_in("multiple-sclerosis")
    return list(world.session.exec(select(ReviewItem)))


def test_a_page_asks_two_questions_and_keeps_a_copy(world: World) -> None:
    post = post_by(world, "alice")
    bob, path = world.reader("bob"), f"/report/post/{post.id}"
    page = bob.get(path)
    assert page.status_code == 200 and "cortisone" in page.text and 'value="medical"' in page.text
    refused = bob.post(path, {"reason": "", "words": "Look at this please"})
    assert refused.status_code == 422 and "Look at this please" in refused.text
    assert _items(world) == []
    sent = bob.post(path, {"reason": "medical", "words": "Look at this please"})
    assert sent.status_code == 303 and sent.headers["location"].startswith("/c/multiple-sclerosis/t/")
    item = _items(world)[0]
    assert "cortisone" in item.text and (item.reports, item.reason, item.harm) == (1, "medical", 70)
    assert bob.post(path, {"reason": "medical"}).status_code == 409
    assert (
        world.session.exec(select(Notification).where(col(Notification.persona_id) == post.author_id)).all()
        == []
    )


def test_a_chat_message_is_reported_hidden_and_restored(world: World) -> None:
    import uuid

    alice = world.persona("alice")
    room = rooms.room_of(world.session, world.community())
    sent = sending.send(
        world.session, room=room, persona=alice, key=uuid.uuid4(), body="Achetez ma crème miracle"
    )
    world.session.commit()
    assert (
        world.reader("bob").post(f"/report/message/{sent.id}", {"reason": "advertising"}).status_code == 303
    )
    item = _items(world)[0]
    made = decide(
        world.reader("mona"), item, act="hide", rule="advertising", reason="Nothing is sold."
    ).json()
    assert again(world, Message, sent.id).status == "hidden"
    appeal = world.reader("alice").api("POST", f"/decisions/{made['id']}/appeals", {"words": "A joke."})
    assert appeal.status_code == 201
    waiting = next(one for one in _items(world) if one.kind == "appeal")
    assert (
        decide(world.reader("lena"), waiting, act="overturn", rule="place", reason="A joke.").status_code
        == 201
    )
    assert again(world, Message, sent.id).status == "visible"


def test_a_persona_can_be_reported(world: World) -> None:
    alice = world.persona("alice")
    assert world.reader("bob").post(f"/report/persona/{alice.id}", {"reason": "minor"}).status_code == 303
    item = _items(world)[0]
    queue = world.reader("mona").api("GET", "/moderation/queue").json()["items"]
    assert queue[0]["id"] == str(item.id) and "hide" not in queue[0]["acts"] and "mute" in queue[0]["acts"]


@pytest.mark.parametrize("kind", ["post", "message", "persona", "decision", "whatever"])
def test_what_one_cannot_see_cannot_be_reported(world: World, kind: str) -> None:
    post = post_by(world, "alice")
    charlie = world.reader("charlie")
    real = charlie.post(f"/report/{kind}/{post.id}", {"reason": "other"})
    invented = charlie.post(f"/report/{kind}/{invented_id()}", {"reason": "other"})
    assert (real.status_code, real.content) == (404, invented.content)
    visitor = world.reader()
    assert visitor.get(f"/report/{kind}/{post.id}").headers["location"].startswith("/sign-in?next=")
    assert visitor.api("POST", f"/posts/{post.id}/reports", {"reason": "other"}).status_code == 401
    assert _items(world) == []


def test_a_reply_is_not_shown_once_its_thread_is_hidden(world: World) -> None:
    post = post_by(world, "alice")
    thread = world.session.get_one(Thread, post.thread_id)
    reply = writing.reply(world.session, author=world.persona("bob"), thread=thread, body="My own words.")
    moderate.hide(world.session, post.id)
    world.session.commit()
    reader = world.reader("dora")
    for path in ("/report/post/{}", "/c/multiple-sclerosis/p/{}/history"):
        seen, invented = reader.get(path.format(reply.id)), reader.get(path.format(invented_id()))
        assert (seen.status_code, seen.content) == (404, invented.content)


@pytest.mark.parametrize("names", [("alice", "bob"), ("bob", "alice")])
def test_the_report_page_shows_no_words_of_whom_one_does_not_meet(
    world: World, names: tuple[str, str]
) -> None:
    post = post_by(world, "alice")
    author, blocked = (world.persona(name).id for name in names)
    world.act_in("multiple-sclerosis")
    world.session.add(Block(author_id=author, blocked_id=blocked, community_id=post.community_id))
    world.session.commit()
    bob = world.reader("bob")
    seen, invented = bob.get(f"/report/post/{post.id}"), bob.get(f"/report/post/{invented_id()}")
    assert (seen.status_code, seen.content) == (404, invented.content)
    assert bob.get(f"/report/persona/{post.author_id}").status_code == 200


def test_the_contract_s_report(world: World) -> None:
    post = post_by(world, "alice")
    door = f"/posts/{post.id}/reports"
    bob = world.reader("bob")
    for bad in (
        {},
        {"reason": "x"},
        {"reason": "other", "more": 1},
        {"reason": "other", "words": "x" * 1001},
        {"reason": True},
    ):
        assert bob.api("POST", door, bad).status_code == 422
    assert _items(world) == []
    kept = bob.api("POST", door, {"reason": "other"}, headers={"idempotency-key": "report-one"})
    again_ = bob.api("POST", door, {"reason": "other"}, headers={"idempotency-key": "report-one"})
    assert (kept.status_code, again_.status_code, again_.headers["idempotency-replayed"]) == (
        201,
        201,
        "true",
    )
    assert bob.api("POST", door, {"reason": "other"}).status_code == 409
    assert world.reader("alice").api("POST", door, {"reason": "other"}).status_code == 403
    world.persona("bob", muted_until=None)
    world.act_in("multiple-sclerosis")
    assert len(world.session.exec(select(Report)).all()) == 1


def test_a_muted_member_may_still_report(world: World) -> None:
    from datetime import timedelta

    from app.core import clock

    post = post_by(world, "alice")
    bob = world.reader("bob")
    world.persona("bob", muted_until=clock.now() + timedelta(hours=1))
    world.session.commit()
    assert bob.api("POST", f"/posts/{post.id}/reports", {"reason": "other"}).status_code == 201
