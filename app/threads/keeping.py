"""What a reader keeps about threads: thanks, "this helped me", follows, how far they have read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core.errors import Conflict
from app.models.community import Persona
from app.models.thread import Follow, Post, PostStatus, Reaction, ReactionKind
from app.notifications.notify import notify

# A lost read mark is no loss: its commit does not wait for the disk.
MARK = text("""
    WITH hasty AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO read_mark (persona_id, thread_id, community_id, read_at)
    SELECT :persona, :thread, :community, :at FROM hasty
    ON CONFLICT (persona_id, thread_id) DO UPDATE SET read_at = excluded.read_at
    WHERE read_mark.read_at < excluded.read_at""")
_mine = (
    col(Reaction.post_id) == bindparam("post"),
    col(Reaction.persona_id) == bindparam("persona"),
    col(Reaction.kind) == bindparam("kind"),
)
UNSIGN = delete(Reaction).where(*_mine).returning(col(Reaction.post_id))
UNFOLLOW = delete(Follow).where(
    col(Follow.thread_id) == bindparam("thread"), col(Follow.persona_id) == bindparam("persona")
)


def mark_read(session: Session, persona_id: UUID, thread_id: UUID, community_id: UUID, at: datetime) -> None:
    """Remembers the newest post that a persona has seen; never goes back."""
    values = {"persona": persona_id, "thread": thread_id, "community": community_id, "at": at}
    session.connection().execute(MARK, values)


def sign(session: Session, persona: Persona, post: Post, kind: ReactionKind, *, link: str) -> None:
    """Thanks somebody, or says that it helped; once, never oneself. The first thanks of a day reach the author."""
    if post.author_id == persona.id:
        raise Conflict("You cannot thank yourself here.", code="own")
    if post.status != PostStatus.VISIBLE:
        raise Conflict("This text is not open to readers.", code="not-open")
    adding = insert(Reaction).values(
        post_id=post.id, persona_id=persona.id, kind=kind.value, community_id=post.community_id
    )
    added = session.connection().execute(adding.on_conflict_do_nothing().returning(col(Reaction.post_id)))
    if added.first() is not None:
        _count(session, post, kind, 1)
        if kind == ReactionKind.THANKS and post.author_id is not None:
            notify(
                session, persona_id=post.author_id, community_id=post.community_id, kind="thanks", link=link
            )


def unsign(session: Session, persona: Persona, post: Post, kind: ReactionKind) -> None:
    """Takes a sign back."""
    values = {"post": post.id, "persona": persona.id, "kind": kind.value}
    if session.connection().execute(UNSIGN, values).first() is not None:
        _count(session, post, kind, -1)


def _count(session: Session, post: Post, kind: ReactionKind, by: int) -> None:
    column: Any = col(getattr(Post, kind.value))
    grown = (
        update(Post)
        .where(col(Post.id) == post.id)
        .values({column: column + by})
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(grown)
    session.expire(post, [kind.value])


def follow(session: Session, persona: Persona, thread_id: UUID, community_id: UUID) -> None:
    """Hears of new replies from now on."""
    adding = insert(Follow).values(thread_id=thread_id, persona_id=persona.id, community_id=community_id)
    session.connection().execute(adding.on_conflict_do_nothing())


def unfollow(session: Session, persona: Persona, thread_id: UUID) -> None:
    """Hears of them no more."""
    session.connection().execute(UNFOLLOW, {"thread": thread_id, "persona": persona.id})
