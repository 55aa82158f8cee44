"""The threads of a community, newest activity first: by topic, unanswered, followed. One statement a page."""

from collections.abc import Sequence
from typing import Any, Literal, get_args
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, select, tuple_
from sqlmodel import Session, col

from app.core import paging
from app.core.paging import Page
from app.models.community import Topic
from app.models.thread import Thread
from app.threads.lookup import FOLLOWS, id_in, moment_in, thread_select
from app.threads.visible import visible_to

Show = Literal["", "unanswered", "followed"]
SHOWS: tuple[Show, ...] = get_args(Show)


def shown(word: str) -> Show:
    """A word of an address as one of our filters; anything else is no filter."""
    return next((one for one in SHOWS if one == word), "")


_order = (col(Thread.pinned), col(Thread.last_post_at), col(Thread.id))


def _statement(by_topic: bool, show: Show, after: bool) -> Select[Any]:
    found = thread_select().where(col(Thread.community_id) == bindparam("community"), visible_to(Thread))
    if by_topic:
        found = found.where(col(Topic.slug) == bindparam("topic"))
    if show == "unanswered":
        found = found.where(col(Thread.post_count) <= 1, col(Thread.locked).is_(False))
    elif show == "followed":
        found = found.where(FOLLOWS)
    if after:
        found = found.where(tuple_(*_order) < tuple_(bindparam("pinned"), bindparam("at"), bindparam("id")))
    return found.order_by(*(one.desc() for one in _order)).limit(bindparam("size"))


_LISTS = {
    (by_topic, show, after): _statement(by_topic, show, after)
    for by_topic in (False, True)
    for show in SHOWS
    for after in (False, True)
}
TOPICS = (
    select(col(Topic.id), col(Topic.slug), col(Topic.names))
    .where(col(Topic.community_id) == bindparam("community"))
    .order_by(col(Topic.rank), col(Topic.slug))
)


def list_threads(
    session: Session,
    community_id: UUID,
    reader: dict[str, Any],
    *,
    topic: str = "",
    show: Show = "",
    after: str = "",
    size: int = paging.PAGE_SIZE,
) -> Page[Row[Any]]:
    """One page of the threads that this reader may see."""
    values: dict[str, Any] = {"community": community_id, "topic": topic, "size": size + 1, **reader}
    parts = paging.read_cursor(after, 3)
    if parts:
        values |= {
            "pinned": parts[0] == "True",
            "at": moment_in(parts[1]),
            "id": id_in(parts[2]),
        }
    rows = list(session.connection().execute(_LISTS[bool(topic), show, bool(parts)], values))
    more, rows = len(rows) > size, rows[:size]
    end = rows[-1] if rows and more else None
    return Page(rows, paging.cursor(end.pinned, end.last_post_at.isoformat(), end.id) if end else None)


def list_topics(session: Session, community_id: UUID) -> Sequence[Row[Any]]:
    """The shelves of a community, in their order."""
    return session.connection().execute(TOPICS, {"community": community_id}).all()


def word(names: dict[str, Any], locale: str) -> str:
    """A name in the reader's language, else in whichever there is."""
    return str(names.get(locale) or names.get("fr") or next(iter(names.values()), ""))
