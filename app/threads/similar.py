"""Threads that may already answer: found by the words of a title, while somebody writes."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, column, func, select
from sqlmodel import Session, col

from app.models.thread import Post, Thread
from app.threads.visible import visible_to

MOST = 5
_hits = (
    func.find_posts(bindparam("sought"), 200).table_valued(column("post_id"), column("rank")).alias("hits")
)
ALIKE: Any = (
    select(
        col(Thread.id), col(Thread.title), col(Thread.post_count), col(Thread.lang),
        func.max(_hits.c.rank).label("rank"),
    )
    .select_from(_hits)
    .join(Post, col(Post.id) == _hits.c.post_id)
    .join(Thread, col(Thread.id) == col(Post.thread_id))
    .where(
        col(Thread.community_id) == bindparam("community"),
        visible_to(Thread, everything=False),
        visible_to(Post, everything=False),
    )
    .group_by(col(Thread.id))
    .order_by(func.max(_hits.c.rank).desc(), col(Thread.id))
    .limit(MOST)
)  # fmt: skip


def threads_like(session: Session, community_id: UUID, reader: dict[str, Any], title: str) -> list[Row[Any]]:
    """Up to five threads that share words with a title, the closest first."""
    words = [one for one in title.split() if len(one) > 3][:12]
    if not words:
        return []
    sought = " or ".join(f'"{one}"' for one in (word.replace('"', "") for word in words) if one)
    values = {"sought": sought, "community": community_id, **reader}
    return list(session.connection().execute(ALIKE, values))
