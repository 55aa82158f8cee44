"""Finds posts by their words: gathered first, then what this reader may see, the best first. One statement a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape
from sqlalchemy import (
    REAL,
    DateTime,
    Row,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, REGCONFIG
from sqlmodel import Session, col

from app.core import paging
from app.core.errors import Invalid
from app.core.paging import Page
from app.core.text import unmarked
from app.models.community import Persona, Topic
from app.models.thread import Post, Thread
from app.threads.visible import reader_of, visible_to

MOST_HITS = 1000
EVER = datetime(1970, 1, 1, tzinfo=UTC)
START, STOP = "\ue000", "\ue001"  # of the private use area: what somebody typed is escaped around them
_HEADLINE = f"StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=22, MinWords=8"
_hits: Any = (
    func.find_posts(bindparam("sought"), MOST_HITS)
    .table_valued(column("post_id"), column("rank"))
    .alias("hits")
)
_config = cast(case((col(Post.lang) == "en", "public.entraide_en"), else_="public.entraide_fr"), REGCONFIG)
_snippet = func.ts_headline(
    _config, func.left(col(Post.body), 4000), func.websearch_to_tsquery(_config, bindparam("sought")),
    literal(_HEADLINE),
)  # fmt: skip
_order = (_hits.c.rank, col(Post.created_at), col(Post.id))
_FOUND: Any = (
    select(
        col(Post.id), _hits.c.rank, col(Post.created_at), col(Thread.id).label("thread_id"), col(Thread.title),
        col(Thread.community_id), col(Thread.support), col(Post.lang), col(Topic.slug).label("topic"),
        col(Topic.names).label("topic_names"), col(Persona.handle), _snippet.label("snippet"),
    )
    .select_from(_hits)
    .join(Post, col(Post.id) == _hits.c.post_id)
    .join(Thread, col(Thread.id) == col(Post.thread_id))
    .join(Topic, col(Topic.id) == col(Thread.topic_id))
    .outerjoin(Persona, col(Persona.id) == col(Post.author_id))
    .where(
        visible_to(Post, everything=False),
        visible_to(Thread, everything=False),
        col(Thread.community_id) == any_(bindparam("communities", type_=ARRAY(Uuid()))),
        or_(literal("") == bindparam("topic"), col(Topic.slug) == bindparam("topic")),
        or_(literal("") == bindparam("support"), col(Thread.support) == bindparam("support")),
        col(Post.created_at) >= bindparam("since", type_=DateTime(timezone=True)),
    )
    .order_by(*(one.desc() for one in _order))
    .limit(bindparam("size"))
)  # fmt: skip
_MORE: Any = _FOUND.where(
    tuple_(*_order) < tuple_(cast(bindparam("rank"), REAL), bindparam("at"), bindparam("id"))
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for, in communities whose walls are open."""

    words: str
    communities: tuple[UUID, ...]
    topic: str = ""
    support: str = ""
    since: datetime | None = None


def find(
    session: Session,
    personas: Iterable[Persona],
    wanted: Wanted,
    *,
    after: str = "",
    size: int = paging.PAGE_SIZE,
) -> Page[Row[Any]]:
    """One page of what these personas may read and what holds the words; there is no total, on purpose."""
    if not wanted.words.strip() or not wanted.communities:
        return Page([], None)
    values: dict[str, Any] = {
        "sought": wanted.words, "communities": list(wanted.communities), "topic": wanted.topic,
        "support": wanted.support, "since": wanted.since or EVER, "size": size + 1, **reader_of(personas),
    }  # fmt: skip
    values.pop("sees_all")
    parts = paging.read_cursor(after, 3)
    if parts:
        try:
            values |= {"rank": float(parts[0]), "at": datetime.fromisoformat(parts[1]), "id": UUID(parts[2])}
        except ValueError as error:
            raise Invalid("This page address is not valid.") from error
    rows = list(session.connection().execute(_MORE if parts else _FOUND, values))
    more, rows = len(rows) > size, rows[:size]
    end = rows[-1] if rows and more else None
    return Page(rows, paging.cursor(end.rank, end.created_at.isoformat(), end.id) if end else None)


def marked(snippet: str) -> Markup:
    """A snippet with its found words marked; everything else is escaped."""
    return Markup(str(escape(unmarked(snippet))).replace(START, "<mark>").replace(STOP, "</mark>"))


def plain(snippet: str) -> str:
    """A snippet without marks."""
    return unmarked(snippet).replace(START, "").replace(STOP, "")
