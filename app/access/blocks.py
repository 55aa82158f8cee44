"""Blocks: two personas who do not meet. One of them asked for it; it hides both from each other and tells nobody.

Every list, sequence, mention and notification of a community asks here. It hides for the person, never for duty: a
moderator's queue does not ask.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, union_all
from sqlmodel import Session, col

from app.models.chat import Block

_ME: Any = bindparam("me")
_BLOCKED = union_all(
    select(col(Block.blocked_id)).where(col(Block.author_id) == _ME),
    select(col(Block.author_id)).where(col(Block.blocked_id) == _ME),
)


def blocked_with(session: Session, persona_id: UUID) -> frozenset[UUID]:
    """The personas whom this one does not meet, whoever asked for it."""
    return frozenset(session.connection().execute(_BLOCKED, {"me": persona_id}).scalars())


def are_blocked(session: Session, one: UUID, other: UUID) -> bool:
    """Whether these two do not meet."""
    return other in blocked_with(session, one)


def meets(author: Any, reader_id: Any) -> ColumnElement[bool]:
    """The SQL condition that the reader may meet the author of a row (`author` is a column, `reader_id` a value or bind)."""
    return ~exists().where(
        or_(
            (col(Block.author_id) == reader_id) & (col(Block.blocked_id) == author),
            (col(Block.blocked_id) == reader_id) & (col(Block.author_id) == author),
        )
    )
