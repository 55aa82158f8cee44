"""Writing: open, reply, held first texts, edit and withdraw; what a moderator's decision does."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.jobs import run_waiting_jobs
from app.models.chat import Block
from app.models.community import Topic
from app.models.notification import Notification
from app.models.review import ReviewItem
from app.models.thread import Post, PostVersion, Thread
from app.threads import moderate, telling, writing
from tests.people import World


def topic_of(world: World, slug: str = "multiple-sclerosis") -> UUID:
    community = world.community(slug)
    return world.session.exec(select(Topic.id).where(col(Topic.community_id) == community.id)).first()


def thread_by(world: World, name: str = "alice", **persona: object) -> Thread:
    author = world.persona(name, **persona)
    return writing.open_thread(
        world.session, author=author, topic_id=topic_of(world, "anxiety" if name == "charlie" else "multiple-sclerosis"),
        title="Tired after lunch", body="Does **anybody** know this?", support="advice", lang="en",
    )  # fmt: skip


def opening(world: World, thread: Thread) -> Post:
    return world.session.exec(select(Post).where(Post.thread_id == thread.id, col(Post.opening))).one()


def test_a_thread_is_rendered_once_and_counts_its_posts(world: World) -> None:
    thread = thread_by(world)
    assert opening(world, thread).html == "<p>Does <strong>anybody</strong> know this?</p>"
    writing.reply(world.session, author=world.persona("bob"), thread=thread, body="I do.")
    world.session.refresh(thread)
    assert (thread.status, thread.post_count) == ("visible", 2)


def test_a_newcomers_first_text_waits_and_is_approved(world: World) -> None:
    thread = thread_by(world, approved_posts=0)
    post = opening(world, thread)
    item = world.session.exec(select(ReviewItem).where(ReviewItem.subject_id == post.id)).one()
    assert (thread.status, post.status, thread.post_count, item.kind) == ("held", "held", 0, "held")
    moderate.approve(world.session, post.id)
    moderate.approve(world.session, post.id)
    world.session.refresh(thread)
    author = world.persona("alice")
    world.session.refresh(author)
    assert (thread.status, thread.post_count, author.approved_posts) == ("visible", 1, 1)


def test_hiding_and_restoring_keep_the_count_true(world: World) -> None:
    thread = thread_by(world)
    post = writing.reply(world.session, author=world.persona("bob"), thread=thread, body="Hello.")
    for _ in range(2):
        moderate.hide(world.session, post.id)
    world.session.refresh(thread)
    assert (post.status, thread.post_count) == ("hidden", 1)
    moderate.restore(world.session, post.id)
    world.session.refresh(thread)
    assert (post.status, thread.post_count) == ("visible", 2)


def test_a_thread_follows_its_opening_post(world: World) -> None:
    thread = thread_by(world)
    moderate.hide(world.session, opening(world, thread).id)
    assert thread.status == "hidden"
    with pytest.raises(Conflict):
        writing.reply(world.session, author=world.persona("bob"), thread=thread, body="Hello.")
    moderate.restore(world.session, opening(world, thread).id)
    assert thread.status == "visible"


def test_an_edit_keeps_what_was_said_before_and_ends_after_half_an_hour(world: World) -> None:
    thread = thread_by(world)
    post = opening(world, thread)
    writing.edit(world.session, post, body="Now this.")
    kept = world.session.exec(select(PostVersion).where(PostVersion.post_id == post.id)).one()
    assert "anybody" in kept.html and post.html == "<p>Now this.</p>" and post.edited_at
    clock.turn(timedelta(minutes=31))
    try:
        with pytest.raises(Conflict):
            writing.edit(world.session, post, body="Too late.")
    finally:
        clock.turn(timedelta(0))


def test_followers_hear_of_a_reply_and_its_author_does_not(world: World) -> None:
    thread = thread_by(world)
    writing.reply(world.session, author=world.persona("bob"), thread=thread, body="I do.")
    assert telling.tell_followers
    run_waiting_jobs(world.session)
    alice = world.act_as("alice")
    alerts = world.session.exec(select(Notification)).all()
    assert [(one.persona_id, one.kind) for one in alerts] == [(alice.id, "reply")]


@pytest.mark.parametrize("pair", [("alice", "bob"), ("bob", "alice")])
def test_who_does_not_meet_the_author_hears_nothing(world: World, pair: tuple[str, str]) -> None:
    thread = thread_by(world)
    bob = world.persona("bob")
    author, blocked = (world.persona(name).id for name in pair)
    world.act_in("multiple-sclerosis")
    world.session.add(Block(author_id=author, blocked_id=blocked, community_id=thread.community_id))
    writing.reply(world.session, author=bob, thread=thread, body="I do.")
    run_waiting_jobs(world.session)
    world.act_as("alice")
    assert world.session.exec(select(Notification)).all() == []


def test_withdrawing_takes_the_words_away_for_good(world: World) -> None:
    thread = thread_by(world)
    writing.reply(world.session, author=world.persona("bob"), thread=thread, body="I do.")
    post = opening(world, thread)
    writing.edit(world.session, post, body="Now this.")
    writing.withdraw(world.session, post)
    world.session.refresh(thread)
    left = world.session.exec(select(PostVersion).where(PostVersion.post_id == post.id)).all()
    assert (post.status, post.body, post.html, left) == ("withdrawn", "", "", [])
    assert (thread.title, thread.post_count) == ("", 1)
    with pytest.raises(Conflict):
        moderate.approve(world.session, post.id)


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 20_001, ">"])
def test_nothing_to_read_or_too_much_is_refused(world: World, body: str) -> None:
    thread = thread_by(world)
    with pytest.raises(Invalid):
        writing.reply(world.session, author=world.persona("bob"), thread=thread, body=body)


def test_a_locked_thread_takes_no_reply(world: World) -> None:
    thread = thread_by(world)
    thread.locked = True
    with pytest.raises(Conflict):
        writing.reply(world.session, author=world.persona("bob"), thread=thread, body="Hello.")
