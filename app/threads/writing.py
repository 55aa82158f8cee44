"""Writing: open a thread, reply, edit within half an hour, withdraw. A newcomer's first texts wait for a moderator.

Deeds trust their caller for the right, the pace and the guard against personal data (`pacing`, `review.guard_text`):
a demo, a test or a door may call them.
"""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import DateTime, bindparam, delete, exists, func, select, update
from sqlmodel import Session, col

from app.access import live
from app.core import clock, jobs
from app.core.errors import Conflict, Invalid
from app.models.community import CommunityRole, Persona, Topic
from app.models.review import ItemKind
from app.models.thread import Follow, Post, PostStatus, PostVersion, Support, Thread
from app.review import distress, items
from app.review.guard_text import PiiChoice
from app.threads import markdown, pacing

LONGEST = 20_000
LONGEST_TITLE = 160
APPROVED_ENOUGH = 3
EDIT_LASTS = timedelta(minutes=30)
GROW = (
    update(Thread)
    .where(col(Thread.id) == bindparam("thread"))
    .values(
        post_count=Thread.post_count + 1,
        last_post_at=func.greatest(Thread.last_post_at, bindparam("at", type_=DateTime(timezone=True))),
    )
    .returning(
        col(Thread.post_count),
        exists(
            select(col(Follow.thread_id)).where(
                col(Follow.thread_id) == bindparam("thread"), col(Follow.persona_id) != bindparam("author")
            )
        ).label("followed"),
    )
    .execution_options(synchronize_session=False)
)

SHRINK = (
    update(Thread)
    .where(col(Thread.id) == bindparam("thread"))
    .values(post_count=Thread.post_count - 1)
    .execution_options(synchronize_session=False)
)
UNTITLE = (
    update(Thread)
    .where(col(Thread.id) == bindparam("thread"))
    .values(title="", status=PostStatus.WITHDRAWN.value)
    .execution_options(synchronize_session=False)
)
FORGET_VERSIONS = delete(PostVersion).where(col(PostVersion.post_id) == bindparam("post"))


class Answerable(Protocol):
    """A thread as far as a reply looks at it: the row of a page or the entity."""

    @property
    def id(self) -> UUID: ...
    @property
    def community_id(self) -> UUID: ...
    @property
    def status(self) -> str: ...
    @property
    def locked(self) -> bool: ...


def held_first(author: Persona) -> bool:
    """Whether this person's texts still wait for a moderator: until three were approved."""
    return author.role == CommunityRole.MEMBER and author.approved_posts < APPROVED_ENOUGH


def edit_until() -> datetime:
    """Texts written since this moment may still be changed."""
    return clock.now() - EDIT_LASTS


def checked(body: str) -> str:
    """The HTML of a body; Invalid when there is nothing to read or too much of it."""
    if len(body) > LONGEST:
        raise Invalid(fields={"body": "This text is too long. 20,000 characters are the limit."})
    html = markdown.render(body)
    if not markdown.words_in(html):
        raise Invalid(fields={"body": "Write a few words before sending."})
    return html


def checked_title(title: str) -> str:
    """A title of 1 to 160 characters, or Invalid."""
    title = " ".join(title.split())
    if not 3 <= len(title) <= LONGEST_TITLE:
        raise Invalid(fields={"title": "Give your thread a title of 3 to 160 characters."})
    return title


def open_thread(
    session: Session,
    *,
    author: Persona,
    topic_id: UUID,
    title: str,
    body: str,
    support: str,
    lang: str = "fr",
    note: str = "",
    pii: PiiChoice = "",
) -> Thread:
    """A new thread with its first post, followed by its author. Held when the author is new here."""
    html, title = checked(body), checked_title(title)
    topic = session.get(Topic, topic_id)
    if topic is None:
        raise Invalid(fields={"topic": "Choose a topic."})
    if support not in set(Support):
        raise Invalid(fields={"support": "Say what would help you."})
    now, held = clock.now(), held_first(author)
    status = PostStatus.HELD.value if held else PostStatus.VISIBLE.value
    thread = Thread(
        community_id=topic.community_id, topic_id=topic.id, author_id=author.id, title=title, support=support,
        lang=lang, status=status, post_count=0 if held else 1, created_at=now, last_post_at=now,
    )  # fmt: skip
    session.add(thread)
    session.flush()
    session.add(Follow(thread_id=thread.id, persona_id=author.id, community_id=thread.community_id))
    post = _write(
        session, thread, author, body, html, lang, note, status, opening=True, said=f"{title}\n\n{body}"
    )
    pacing.watch(session, post, choice=pii, title=title)
    return thread


def reply(
    session: Session, *, author: Persona, thread: Answerable, body: str, lang: str = "fr", note: str = ""
) -> Post:
    """A reply. Conflict in a locked thread, or one that is not open to readers."""
    if thread.locked:
        raise Conflict("This thread is closed to new replies.", code="locked")
    if thread.status in (PostStatus.HELD, PostStatus.HIDDEN):
        raise Conflict("This thread takes no replies at the moment.", code="not-open")
    html, held = checked(body), held_first(author)
    status = PostStatus.HELD.value if held else PostStatus.VISIBLE.value
    post = _write(session, thread, author, body, html, lang, note, status, opening=False, said=body)
    if not held:
        announce(session, post)
    return post


def _write(
    session: Session, thread: Answerable, author: Persona, body: str, html: str, lang: str, note: str, status: str,
    *, opening: bool, said: str,
) -> Post:  # fmt: skip
    post = Post(
        community_id=thread.community_id, thread_id=thread.id, author_id=author.id, opening=opening, body=body,
        html=html, note=note, lang=lang, status=status, created_at=clock.now(),
    )  # fmt: skip
    session.add(post)
    session.flush()
    said = _with_note(note, said)
    if status == PostStatus.HELD:
        items.open_item(
            session,
            community_id=thread.community_id,
            kind=ItemKind.HELD,
            subject_kind="post",
            subject_id=post.id,
            author_id=author.id,
            text=said,
        )
    distress.watch(
        session, community_id=thread.community_id, author_id=author.id, subject_kind="post", subject_id=post.id,
        text=said, locale=lang,
    )  # fmt: skip
    return post


def announce(session: Session, post: Post, *, tell: bool = True) -> None:
    """A reply became visible: the thread grows, its page hears of it, and so do those who follow, by a job."""
    values = {"thread": post.thread_id, "at": post.created_at, "author": post.author_id}
    grown = session.connection().execute(GROW, values).one()
    live.signal(session, post.thread_id, grown.post_count)
    if grown.followed and tell and not post.opening:
        jobs.defer(session, "threads.tell_followers", post=str(post.id), community=str(post.community_id))


def edit(session: Session, post: Post, *, body: str, note: str = "") -> Post:
    """Changes one's own text within 30 minutes; what it said before stays readable. A held text stays held."""
    if post.status not in (PostStatus.VISIBLE, PostStatus.HELD):
        raise Conflict("This text can no longer be changed.", code="not-open")
    if clock.now() - post.created_at > EDIT_LASTS:
        raise Conflict(
            "A text can be changed for 30 minutes. You can still add a reply or withdraw it.", code="too-late"
        )
    if body == post.body and note == post.note:
        return post
    post.note = note
    change_text(session, post, body)
    title = session.get_one(Thread, post.thread_id).title if post.opening else ""
    said = _with_note(note, f"{title}\n\n{body}" if title else body)
    items.follow_text(session, "post", post.id, said)
    distress.watch(
        session, community_id=post.community_id, author_id=post.author_id, subject_kind="post",
        subject_id=post.id, text=said, locale=post.lang,
    )  # fmt: skip
    return post


def _with_note(note: str, said: str) -> str:
    return f"{note}\n\n{said}" if note else said


def change_text(session: Session, post: Post, body: str) -> None:
    """Puts another text in a post and keeps the one before in its history."""
    html = checked(body)
    before = PostVersion(
        community_id=post.community_id,
        post_id=post.id,
        html=post.html,
        written_at=post.edited_at or post.created_at,
    )
    session.add(before)
    post.body, post.html, post.edited_at = body, html, clock.now()
    session.flush()


def withdraw(session: Session, post: Post) -> None:
    """Takes one's own text back for good: words and history go, a neutral line stays where others answered."""
    if post.status == PostStatus.WITHDRAWN:
        return
    was_visible = post.status == PostStatus.VISIBLE
    post.status, post.body, post.html, post.note = PostStatus.WITHDRAWN.value, "", "", ""
    session.flush()
    session.connection().execute(FORGET_VERSIONS, {"post": post.id})
    if was_visible:
        session.connection().execute(SHRINK, {"thread": post.thread_id})
    if post.opening:
        session.connection().execute(UNTITLE, {"thread": post.thread_id})
    items.close_for(session, "post", post.id)
