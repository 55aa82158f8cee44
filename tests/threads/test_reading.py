"""Reading: pages by key, marks, what a page costs the database, and the second wall."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core import db
from app.models.chat import Block
from app.models.thread import Thread
from app.threads import writing
from tests.counting import statements
from tests.people import World
from tests.threads.test_writing import opening, thread_by

MS = "/c/multiple-sclerosis"


def long_thread(world: World, replies: int) -> Thread:
    thread = thread_by(world)
    bob = world.persona("bob")
    first = opening(world, thread).created_at = opening(world, thread).created_at - timedelta(hours=1)
    for number in range(replies):
        post = writing.reply(world.session, author=bob, thread=thread, body=f"Reply number {number}.")
        post.created_at = first + timedelta(seconds=number + 1)
    thread.last_post_at = first + timedelta(seconds=replies)
    world.session.flush()
    return thread


def numbers(html: str) -> list[int]:
    return [int(one) for one in re.findall(r"Reply number (\d+)\.", html)]


def test_pages_follow_each_other_both_ways(world: World) -> None:
    thread, alice = long_thread(world, 45), world.reader("alice")
    path, seen = f"{MS}/t/{thread.id}", []
    page = alice.get(path).text
    while True:
        seen += numbers(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        page = alice.get(following[1]).text
    assert seen == list(range(45))
    back = re.search(r'rel="prev" href="([^"]+)"', page)
    assert back and numbers(alice.get(back[1]).text) == list(range(19, 39))
    assert numbers(alice.get(f"{path}?last=1").text) == list(range(25, 45))


def test_pages_of_posts_in_json(world: World) -> None:
    thread, alice, after, seen = long_thread(world, 5), world.reader("alice"), "", []
    while after is not None:
        page = alice.api("GET", f"/threads/{thread.id}/posts", params={"size": 2, "after": after}).json()
        seen += [one["id"] for one in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 6


def test_what_is_new_is_marked_and_then_read(world: World) -> None:
    thread, alice = long_thread(world, 1), world.reader("alice")
    path = f"{MS}/t/{thread.id}"
    assert "(unread)" in alice.get(MS).text
    alice.get(path)
    assert "(unread)" not in alice.get(MS).text
    writing.reply(world.session, author=world.persona("bob"), thread=thread, body="Reply number 2.")
    db.commit(world.session)
    assert "(unread)" in alice.get(MS).text
    assert "New since your last visit" in alice.get(f"{path}?new=1").text
    assert "(unread)" not in alice.get(MS).text


def test_those_who_do_not_meet_do_not_read_each_other(world: World) -> None:
    thread = long_thread(world, 2)
    alice, bob = world.persona("alice"), world.persona("bob")
    world.session.add(Block(author_id=alice.id, blocked_id=bob.id, community_id=alice.community_id))
    world.session.flush()
    assert numbers(world.reader("alice").get(f"{MS}/t/{thread.id}").text) == []
    assert world.reader("bob").get(f"{MS}/t/{thread.id}").status_code == 404
    assert numbers(world.reader("mona").get(f"{MS}/t/{thread.id}").text) == [0, 1]


def test_a_page_costs_the_same_however_long_it_is(world: World) -> None:
    thread, alice = long_thread(world, 30), world.reader("alice")
    path, short = f"{MS}/t/{thread.id}", f"{MS}/t/{thread_by(world).id}"
    for one in (path, short, MS):
        alice.get(one)
    costs = []
    for one in (path, short, MS):
        with statements() as seen:
            assert alice.get(one).status_code == 200
        costs.append(len([one for one in seen if "notification" not in one]))
    assert costs == [3, 3, 3], costs  # who and where; the thread; its posts (or: the threads; the topics)


def test_a_reply_costs_few_statements(world: World) -> None:
    thread, alice = long_thread(world, 2), world.reader("alice")
    path = f"{MS}/t/{thread.id}"
    alice.get(path)
    alice.post(path, {"body": "Warm."})
    with statements() as seen:
        assert alice.post(path, {"body": "Thank you both."}).status_code == 303
    assert len(seen) <= 9, seen


def test_a_ban_counts_at_once(world: World) -> None:
    thread, bob = long_thread(world, 1), world.reader("bob")
    path = f"{MS}/t/{thread.id}"
    assert bob.get(path).status_code == bob.get(path).status_code == 200
    world.persona("bob", status="banned")
    assert bob.get(path).status_code == 404
    world.persona("bob", status="active")
    assert bob.get(path).status_code == 200


def test_an_ended_session_counts_at_once(world: World) -> None:
    thread, bob = long_thread(world, 1), world.reader("bob")
    path = f"{MS}/t/{thread.id}"
    assert bob.get(path).status_code == bob.get(path).status_code == 200
    bob.post("/sign-out")
    assert bob.get(path).status_code == 303


@pytest.mark.parametrize("table", ["thread", "post", "post_version", "reaction", "follow", "read_mark"])
def test_the_second_wall_stands(world: World, table: str) -> None:
    thread = thread_by(world)
    writing.edit(world.session, opening(world, thread), body="Changed.")
    db.act_in(world.session, [])
    assert world.session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
    assert (
        world.session.connection().execute(text("SELECT count(*) FROM find_posts('changed', 9)")).scalar()
        == 0
    )


def test_words_of_posts_are_closed_to_the_web(world: World) -> None:
    thread_by(world)
    answer = world.session.connection().execute(
        text("SELECT has_table_privilege('entraide_web', 'post_words', 'SELECT')")
    )
    assert answer.scalar() is False
