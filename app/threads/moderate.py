"""What a moderator's decision does to a post. The rule, the reason and the right are the business of `app/moderation/`.

A thread follows its opening post: hidden with it, visible again with it. Doing the same twice changes nothing.
"""

from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, col

from app.core import clock
from app.core.errors import Conflict, NotFound
from app.models.community import Persona
from app.models.thread import Post, PostStatus, Thread
from app.threads.writing import SHRINK, announce, change_text

APPROVED_ONE = (
    update(Persona)
    .where(col(Persona.id) == bindparam("author"))
    .values(approved_posts=Persona.approved_posts + 1)
    .execution_options(synchronize_session=False)
)


def approve(session: Session, post_id: UUID) -> Post:
    """A held post becomes visible, as if written now, and counts for its author's three first texts."""
    post = _locked(session, post_id)
    if post.status != PostStatus.HELD:
        return post
    post.created_at = clock.now()
    _show(session, post)
    if post.author_id is not None:
        session.connection().execute(APPROVED_ONE, {"author": post.author_id})
        author = session.identity_map.get(session.identity_key(Persona, post.author_id))
        if author is not None:
            session.refresh(author)
    return post


def hide(session: Session, post_id: UUID) -> Post:
    """Hides a post from everybody but its author and the moderators."""
    post = _locked(session, post_id)
    if post.status == PostStatus.HIDDEN:
        return post
    if post.status == PostStatus.VISIBLE:
        session.connection().execute(SHRINK, {"thread": post.thread_id})
    post.status = PostStatus.HIDDEN.value
    session.flush()
    _thread_follows(session, post)
    return post


def restore(session: Session, post_id: UUID) -> Post:
    """A hidden post is visible again, where it stood."""
    post = _locked(session, post_id)
    if post.status == PostStatus.HIDDEN:
        _show(session, post, tell=False)
    return post


def amend(session: Session, post_id: UUID, body: str) -> Post:
    """A moderator's change before publication (edit, then approve): what the author wrote stays in the history."""
    post = _locked(session, post_id)
    change_text(session, post, body)
    return post


def _locked(session: Session, post_id: UUID) -> Post:
    post = session.get(Post, post_id, with_for_update=True)
    if post is None:
        raise NotFound
    if post.status == PostStatus.WITHDRAWN:
        raise Conflict("Its author has withdrawn this text.", code="withdrawn")
    return post


def _show(session: Session, post: Post, *, tell: bool = True) -> None:
    post.status = PostStatus.VISIBLE.value
    session.flush()
    _thread_follows(session, post)
    announce(session, post, tell=tell)


def _thread_follows(session: Session, post: Post) -> None:
    thread = session.get_one(Thread, post.thread_id)
    if post.opening:
        thread.status = post.status
    session.flush()
    session.expire(thread, ["post_count", "last_post_at"])
