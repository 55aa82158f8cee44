"""What data rights ask of this room: everything a person wrote or keeps here, and its end."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from app.access.person import Person
from app.models.thread import Follow, Post, PostStatus, PostVersion, Reaction, ReadMark, Thread
from app.review import items
from app.threads import drafts
from app.threads.writing import withdraw

_KEPT = (Reaction, Follow, ReadMark)


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Everything as JSON values: texts with their history, thanks given, threads followed, drafts."""
    ids = person.persona_ids
    posts = session.scalars(select(Post).where(col(Post.author_id).in_(ids)).order_by(col(Post.created_at)))
    texts = [
        {
            "id": str(one.id), "thread": str(one.thread_id), "text": one.body, "status": one.status,
            "warning": one.note, "written_at": one.created_at.isoformat(), "language": one.lang,
            "edited_at": one.edited_at.isoformat() if one.edited_at else None,
        }
        for one in posts
    ]  # fmt: skip
    threads = session.execute(
        select(col(Thread.id), col(Thread.title), col(Thread.support), col(Thread.created_at)).where(
            col(Thread.author_id).in_(ids)
        )
    )
    versions = session.execute(
        select(col(PostVersion.post_id), col(PostVersion.html), col(PostVersion.written_at))
        .join(Post, col(Post.id) == col(PostVersion.post_id))
        .where(col(Post.author_id).in_(ids))
    )
    signs = session.execute(
        select(col(Reaction.post_id), col(Reaction.kind)).where(col(Reaction.persona_id).in_(ids))
    )
    marks = session.execute(
        select(col(ReadMark.thread_id), col(ReadMark.read_at)).where(col(ReadMark.persona_id).in_(ids))
    )
    follows = session.scalars(select(col(Follow.thread_id)).where(col(Follow.persona_id).in_(ids)))
    return {
        "threads": [
            {"id": str(one.id), "title": one.title, "support": one.support, "opened_at": one.created_at.isoformat()}
            for one in threads
        ],
        "posts": texts,
        "earlier_versions": [
            {"post": str(one.post_id), "html": one.html, "written_at": one.written_at.isoformat()} for one in versions
        ],
        "signs": [{"post": str(one.post_id), "kind": one.kind} for one in signs],
        "follows": [str(one) for one in follows],
        "read_until": [{"thread": str(one.thread_id), "at": one.read_at.isoformat()} for one in marks],
        "drafts": drafts.list_all(session, person.account_id),
    }  # fmt: skip


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Forgets the person here; how many rows changed. `keep_words` leaves the texts without an author."""
    ids, gone = person.persona_ids, drafts.throw_all_away(session, person.account_id)
    for kind in ReactionCounts:
        gone += _uncount(session, ids, kind)
    for table in _KEPT:
        persona: Any = col(table.persona_id)
        gone += session.connection().execute(delete(table).where(persona.in_(ids))).rowcount
    posts = list(session.scalars(select(Post).where(col(Post.author_id).in_(ids))))
    for post in posts:
        if not keep_words or post.status in (PostStatus.HELD, PostStatus.HIDDEN):
            withdraw(session, post)
        items.close_for(session, "post", post.id)
    history = delete(PostVersion).where(col(PostVersion.post_id).in_([post.id for post in posts]))
    gone += session.connection().execute(history).rowcount
    for owned in (Post, Thread):
        detached = (
            update(owned)
            .where(col(owned.author_id).in_(ids))
            .values(author_id=None)
            .execution_options(synchronize_session=False)
        )
        gone += session.connection().execute(detached).rowcount
    session.expire_all()
    return gone


ReactionCounts = ("thanks", "helped")


def _uncount(session: Session, ids: list[Any], kind: str) -> int:
    """The counts under others' posts lose the signs of this person."""
    column: Any = col(getattr(Post, kind))
    theirs = select(col(Reaction.post_id)).where(
        col(Reaction.persona_id).in_(ids), col(Reaction.kind) == kind
    )
    lowered = (
        update(Post)
        .where(col(Post.id).in_(theirs))
        .values({column: column - 1})
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(lowered).rowcount
