"""The doors of threads: JSON and forms, strangers, visitors, muted members, bad input, double clicks."""

import secrets

import pytest
from sqlmodel import col, select

from app.models.thread import Post, Reaction, Thread
from tests.people import World, invented_id
from tests.threads.test_writing import opening, thread_by

MS = "/c/multiple-sclerosis"
FORM = {"title": "Tired after lunch", "topic": "treatments", "support": "advice", "body": "Does **anybody** know?"}  # fmt: skip
BODY = {"title": "Tired after lunch", "topic": "treatments", "support": "advice", "body": "Does **anybody** know?"}  # fmt: skip


def count(world: World, table: type[Post] | type[Thread] = Post) -> int:
    world.act_in("multiple-sclerosis", "anxiety")
    return len(world.session.exec(select(table.id)).all())


def test_a_thread_is_opened_read_and_answered_on_pages(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    there = alice.post(f"{MS}/new", FORM)
    assert there.status_code == 303, there.text
    path = there.headers["location"]
    page = bob.get(path)
    assert page.status_code == 200 and "<strong>anybody</strong>" in page.text
    answer = bob.post(path, {"body": "Yes, *I* do."})
    assert answer.status_code == 303 and "#p-" in answer.headers["location"]
    assert "<em>I</em>" in alice.get(path).text
    assert "Tired after lunch" in bob.get(MS).text


def test_a_thread_is_opened_read_and_answered_in_json(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    made = alice.api("POST", "/communities/multiple-sclerosis/threads", BODY)
    assert made.status_code == 201, made.text
    thread = made.json()
    assert (thread["status"], thread["posts"], thread["topic"]) == ("visible", 1, "treatments")
    reply = bob.api("POST", f"/threads/{thread['id']}/posts", {"body": "Yes."})
    assert reply.status_code == 201 and reply.json()["source"] == "Yes."
    listed = alice.api("GET", f"/threads/{thread['id']}/posts").json()["items"]
    assert [one["source"] for one in listed] == ["Does **anybody** know?", None]
    assert alice.api("GET", "/communities/multiple-sclerosis/threads").json()["items"][0]["posts"] == 2
    changed = bob.api("PATCH", f"/posts/{reply.json()['id']}", {"body": "Yes, I do."}).json()
    assert changed["html"] == "<p>Yes, I do.</p>" and changed["edited_at"]
    assert bob.api("DELETE", f"/posts/{reply.json()['id']}").status_code == 204
    assert alice.api("GET", f"/posts/{reply.json()['id']}").json()["html"] == ""


def test_a_newcomer_sees_their_own_held_thread_and_nobody_else_does(world: World) -> None:
    world.persona("alice", approved_posts=0)
    alice, bob, mona = world.reader("alice"), world.reader("bob"), world.reader("mona")
    path = alice.post(f"{MS}/new", FORM).headers["location"]
    assert "waits for a moderator" in alice.get(path).text
    assert bob.get(path).status_code == 404 and "Tired after lunch" not in bob.get(MS).text
    assert mona.get(path).status_code == 200
    post = world.session.exec(select(Post.id)).one()
    assert bob.api("GET", f"/posts/{post}").status_code == 404
    assert alice.api("GET", f"/posts/{post}").json()["status"] == "held"


PATHS = ["", "/new", "/t/{thread}", "/p/{post}/history"]


@pytest.mark.parametrize("path", PATHS)
def test_a_stranger_gets_what_an_invented_address_gets(world: World, path: str) -> None:
    thread = thread_by(world)
    post = opening(world, thread)
    charlie = world.reader("charlie")
    real = charlie.get(MS + path.format(thread=thread.id, post=post.id))
    invented = charlie.get("/c/invented" + path.format(thread=invented_id(), post=invented_id()))
    assert (real.status_code, real.content) == (404, invented.content)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/threads/{thread}", None), ("GET", "/threads/{thread}/posts", None),
        ("POST", "/threads/{thread}/posts", {"body": "Hello."}), ("GET", "/posts/{post}", None),
        ("PATCH", "/posts/{post}", {"body": "Hello."}), ("DELETE", "/posts/{post}", None),
    ],
)  # fmt: skip
def test_a_stranger_gets_what_an_invented_id_gets(world: World, method: str, path: str, body: object) -> None:
    thread = thread_by(world)
    post, before = opening(world, thread), count(world)
    charlie = world.reader("charlie")
    real = charlie.api(method, path.format(thread=thread.id, post=post.id), body)
    invented = charlie.api(method, path.format(thread=invented_id(), post=invented_id()), body)
    assert (real.status_code, real.content) == (404, invented.content)
    assert count(world) == before


def test_a_visitor_signs_in_first(world: World) -> None:
    thread = thread_by(world)
    for path in (MS, f"{MS}/new", f"{MS}/t/{thread.id}", f"{MS}/t/{invented_id()}"):
        answer = world.reader().get(path)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=")
    assert world.reader().api("GET", f"/threads/{thread.id}").status_code == 401
    assert world.reader().api("POST", f"/threads/{thread.id}/posts", {"bad": 1}).status_code == 401


def test_a_muted_member_reads_and_is_told_why_not(world: World) -> None:
    from datetime import timedelta

    from app.core import clock

    thread = thread_by(world)
    world.persona("bob", muted_until=clock.now() + timedelta(days=1))
    bob, path = world.reader("bob", persona=False), f"{MS}/t/{thread.id}"
    assert bob.get(path).status_code == 200
    assert bob.post(path, {"body": "Hello."}).status_code == 403
    assert bob.get(f"{MS}/new").status_code == 403
    assert bob.post(f"{path}/signs", {"thanks": str(opening(world, thread).id)}).status_code == 403
    assert bob.api("POST", f"/threads/{thread.id}/posts", {"body": "Hello."}).status_code == 403


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"title": "x" * 161}, {"body": " "}, {"topic": "nowhere"}, {"support": "money"}, {"more": "x"},
     {"body": "x" * 20_001}, {"title": ["a", "b"]}],
)  # fmt: skip
def test_a_refused_form_changes_nothing_and_keeps_what_was_typed(
    world: World, change: dict[str, object]
) -> None:
    world.community()
    before = count(world, Thread)
    answer = world.reader("alice").post(f"{MS}/new", FORM | change)
    assert answer.status_code == 422
    assert count(world, Thread) == before
    if "body" not in change:
        assert "Does **anybody** know?" in answer.text


@pytest.mark.parametrize(
    "raw",
    [
        b'{"body": "\\ud800"}', b'{"body": "a\\u0000b"}', b'{"body": true}', b'{"body": 1e400}', b'{"body": NaN}',
        b'{"body": "a", "body": "b"}', b'{"body": "a", "x": 1}', b"{}", b"[]", b"null", b'{"body": ""}', b"\xff",
        b'{"body": "' + b"x" * 20_001 + b'"}', b'{"body": ' + b"9" * 5000 + b"}", b"[" * 3000,
    ],
)  # fmt: skip
def test_odd_json_is_refused_and_changes_nothing(world: World, raw: bytes) -> None:
    thread = thread_by(world)
    bob, before = world.reader("bob"), count(world)
    answer = bob.api("POST", f"/threads/{thread.id}/posts", content=raw, headers={"content-type": "application/json"})  # fmt: skip
    assert 400 <= answer.status_code < 500
    assert count(world) == before


def test_a_double_click_writes_once(world: World) -> None:
    thread = thread_by(world)
    bob, key = world.reader("bob"), secrets.token_urlsafe(12)
    path, before = f"{MS}/t/{thread.id}", count(world)
    answers = [bob.post(path, {"body": "Hello.", "idempotency_key": key}) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert count(world) == before + 1


def test_thanks_are_counted_once_and_taken_back(world: World) -> None:
    thread = thread_by(world)
    post = opening(world, thread)
    bob, path = world.reader("bob"), f"{MS}/t/{thread.id}"
    for _ in range(2):
        assert bob.post(f"{path}/signs", {"thanks": str(post.id)}).status_code == 303
    world.act_in("multiple-sclerosis")
    world.session.refresh(post)
    assert post.thanks == 1
    assert len(world.session.exec(select(Reaction).where(col(Reaction.post_id) == post.id)).all()) == 1
    bob.post(f"{path}/signs", {"unthanks": str(post.id)})
    world.session.refresh(post)
    assert post.thanks == 0
    assert world.reader("alice").post(f"{path}/signs", {"thanks": str(post.id)}).status_code == 409


def test_others_texts_are_not_edited_or_withdrawn(world: World) -> None:
    thread = thread_by(world)
    post, bob = opening(world, thread), world.reader("bob")
    assert bob.get(f"{MS}/p/{post.id}/edit").status_code == 403
    assert bob.post(f"{MS}/p/{post.id}/withdraw").status_code == 403
    assert bob.api("PATCH", f"/posts/{post.id}", {"body": "Mine."}).status_code == 403
    assert bob.api("DELETE", f"/posts/{post.id}").status_code == 403


def test_editing_and_withdrawing_by_form(world: World) -> None:
    thread = thread_by(world)
    post, alice = opening(world, thread), world.reader("alice")
    assert "Does **anybody** know this?" in alice.get(f"{MS}/p/{post.id}/edit").text
    assert alice.post(f"{MS}/p/{post.id}/edit", {"body": "Now this."}).status_code == 303
    assert "anybody" in world.reader("bob").get(f"{MS}/p/{post.id}/history").text
    assert alice.post(f"{MS}/p/{post.id}/withdraw").status_code == 303
    page = world.reader("bob").get(f"{MS}/t/{thread.id}").text
    assert "Its author has withdrawn it" in page and "Now this" not in page and "Tired after" not in page
    assert alice.post(f"{MS}/p/{post.id}/edit", {"body": "Again."}).status_code == 409


def test_a_newcomer_posts_no_link(world: World) -> None:
    thread = thread_by(world)
    world.persona("bob", approved_posts=4)
    bob = world.reader("bob", persona=False)
    assert bob.post(f"{MS}/t/{thread.id}", {"body": "See https://example.org"}).status_code == 422
