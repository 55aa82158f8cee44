"""Finds one thread or post, and lists what a reader may see. Every page is a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, any_, bindparam, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col

from app.core import paging
from app.core.errors import Invalid
from app.models.community import Persona, Topic
from app.models.thread import Draft, Follow, Post, Reaction, ReadMark, Thread
from app.threads.visible import ME, visible_to

Rows = Sequence[Row[Any]]
PAGE = paging.PAGE_SIZE
_one_more: Any = bindparam("size")

_thread_columns: Any = (
    col(Thread.id), col(Thread.community_id), col(Thread.author_id), col(Thread.title), col(Thread.support),
    col(Thread.lang), col(Thread.status), col(Thread.pinned), col(Thread.locked), col(Thread.hosts_professionals),
    col(Thread.post_count), col(Thread.created_at), col(Thread.last_post_at), col(Topic.slug).label("topic"),
    col(Topic.names).label("topic_names"), col(Persona.handle), col(Persona.role), col(Persona.kind),
)  # fmt: skip
_read_at = (
    select(func.max(col(ReadMark.read_at)))
    .where(col(ReadMark.thread_id) == col(Thread.id), col(ReadMark.persona_id) == any_(ME))
    .correlate(Thread)
    .scalar_subquery()
)
FOLLOWS = exists().where(col(Follow.thread_id) == col(Thread.id), col(Follow.persona_id) == any_(ME))


def thread_select() -> Select[Any]:
    """Threads with their topic, their author, and what the reader keeps about them."""
    return (
        select(*_thread_columns, _read_at.label("read_at"), FOLLOWS.label("followed"))
        .join(Topic, col(Topic.id) == col(Thread.topic_id))
        .outerjoin(Persona, col(Persona.id) == col(Thread.author_id))
    )


_draft = select(col(Draft.sealed)).where(col(Draft.name) == bindparam("draft")).scalar_subquery()
THREAD = (
    thread_select()
    .add_columns(_draft.label("draft"))
    .where(
        col(Thread.id) == bindparam("thread"),
        col(Thread.community_id) == bindparam("community"),
        visible_to(Thread),
    )
)

_posts: Any = (
    select(
        col(Post.id), col(Post.author_id), col(Post.opening), col(Post.html), col(Post.note), col(Post.lang),
        col(Post.status), col(Post.thanks), col(Post.helped), col(Post.created_at), col(Post.edited_at),
        col(Persona.handle), col(Persona.role), col(Persona.kind),
        select(func.array_agg(col(Reaction.kind)))
        .where(col(Reaction.post_id) == col(Post.id), col(Reaction.persona_id) == any_(ME))
        .correlate(Post).scalar_subquery().label("mine"),
    )
    .outerjoin(Persona, col(Persona.id) == col(Post.author_id))
    .where(col(Post.thread_id) == bindparam("thread"), visible_to(Post))
)  # fmt: skip
_key = tuple_(col(Post.created_at), col(Post.id))
_bound_key = tuple_(bindparam("at"), bindparam("id"))
_up = (col(Post.created_at), col(Post.id))
_down = (col(Post.created_at).desc(), col(Post.id).desc())
FIRST = _posts.order_by(*_up).limit(_one_more)
AFTER = _posts.where(_key > _bound_key).order_by(*_up).limit(_one_more)
FROM = _posts.where(_key >= _bound_key).order_by(*_up).limit(_one_more)
BEFORE = _posts.where(_key < _bound_key).order_by(*_down).limit(_one_more)
LAST = _posts.order_by(*_down).limit(_one_more)
ONE = _posts.where(col(Post.id) == bindparam("post"))
POST_KEY = select(col(Post.created_at), col(Post.id)).where(
    col(Post.id) == bindparam("post"), col(Post.thread_id) == bindparam("thread"), visible_to(Post)
)


@dataclass(frozen=True, slots=True)
class PostPage:
    """Posts of one page in order, and the cursors of its neighbours."""

    items: Rows
    previous: str | None
    next: str | None

    @property
    def last_at(self) -> datetime | None:
        """The moment of the newest post on the page."""
        return self.items[-1].created_at if self.items else None


def read_thread(
    session: Session, thread_id: UUID, community_id: UUID, reader: dict[str, Any], draft: bytes = b""
) -> Row[Any] | None:
    """The head of a thread as this reader sees it, with their sealed draft; None when it does not exist for them."""
    values = {"thread": thread_id, "community": community_id, "draft": draft, **reader}
    return session.connection().execute(THREAD, values).first()


def read_posts(
    session: Session,
    thread_id: UUID,
    reader: dict[str, Any],
    *,
    after: str = "",
    before: str = "",
    since: tuple[datetime, UUID] | None = None,
    last: bool = False,
    size: int = PAGE,
) -> PostPage:
    """One page of a thread, in one statement: from the start, after or before a cursor, from a post on, or the last."""
    values: dict[str, Any] = {"thread": thread_id, "size": size + 1, **reader}
    key = since or _key_of(after or before)
    if key:
        values |= {"at": key[0], "id": key[1]}
    upwards = bool(since or after) or not (before or last)
    statement = (FROM if since else AFTER if after else FIRST) if upwards else (BEFORE if before else LAST)
    rows = list(session.connection().execute(statement, values))
    more = len(rows) > size
    rows = rows[:size]
    if not upwards:
        rows.reverse()
    starts = bool(rows) and not rows[0].opening if upwards else more
    return PostPage(
        rows,
        cursor_of(rows[0]) if rows and starts else None,
        cursor_of(rows[-1]) if rows and (more if upwards else bool(before)) else None,
    )


def cursor_of(row: Row[Any]) -> str:
    """The cursor of a post."""
    return paging.cursor(row.created_at.isoformat(), row.id)


def _key_of(cursor: str) -> tuple[datetime, UUID] | None:
    parts = paging.read_cursor(cursor, 2)
    return (moment_in(parts[0]), id_in(parts[1])) if parts else None


def moment_in(part: str) -> datetime:
    """The moment in a part of a cursor; Invalid when the cursor is of another list."""
    try:
        return datetime.fromisoformat(part)
    except ValueError as error:
        raise Invalid("This page address is not valid.") from error


def id_in(part: str) -> UUID:
    """The id in a part of a cursor; Invalid when the cursor is of another list."""
    try:
        return UUID(part)
    except ValueError as error:
        raise Invalid("This page address is not valid.") from error


def key_of_post(
    session: Session, post_id: UUID, thread_id: UUID, reader: dict[str, Any]
) -> tuple[datetime, UUID] | None:
    """Where a post stands in its thread, if this reader may see it."""
    row = session.connection().execute(POST_KEY, {"post": post_id, "thread": thread_id, **reader}).first()
    return (row.created_at, row.id) if row else None


QUOTED = select(col(Post.body)).where(
    col(Post.id) == bindparam("post"),
    col(Post.thread_id) == bindparam("thread"),
    visible_to(Post, everything=False),
)


def quoted(session: Session, post_id: UUID, thread_id: UUID, reader: dict[str, Any]) -> str:
    """The text of a post as a Markdown quote, to answer below it."""
    values = {"post": post_id, "thread": thread_id, **reader}
    body = str(session.connection().execute(QUOTED, values).scalar() or "")[:600].strip()
    return "".join(f"> {line}\n" for line in body.splitlines()) + "\n" if body else ""


SOURCES = select(col(Post.id), col(Post.body)).where(
    col(Post.id) == any_(bindparam("ids", type_=ARRAY(Uuid())))
)


def read_post(session: Session, post_id: UUID, thread_id: UUID, reader: dict[str, Any]) -> Row[Any] | None:
    """One post as this reader sees it."""
    return session.connection().execute(ONE, {"post": post_id, "thread": thread_id, **reader}).first()


def own_sources(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """What was typed, for texts that the reader wrote; no statement when there are none."""
    if not ids:
        return {}
    return {row.id: row.body for row in session.connection().execute(SOURCES, {"ids": ids})}
