"""What a reader may see of threads and posts: the one condition that every list, page, search and feed asks.

Statements are built at import; the reader comes as bound values (`reader`). Visible to members is what is visible and not
by somebody they do not meet; a withdrawn text leaves a neutral line; an author always finds their own; moderators see all.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Uuid, any_, bindparam, or_, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.access.guard import may
from app.access.permissions import Permission
from app.core.web import Visit
from app.models.chat import Block
from app.models.community import Persona
from app.models.thread import Post, PostStatus, Thread

ME: Any = bindparam("me", type_=ARRAY(Uuid()))
SEES_ALL: Any = bindparam("sees_all")
_NOT_MET: Any = union_all(
    select(col(Block.blocked_id)).where(col(Block.author_id) == any_(ME)),
    select(col(Block.author_id)).where(col(Block.blocked_id) == any_(ME)),
)


def reader(visit: Visit) -> dict[str, Any]:
    """The bound values of a reader inside one community."""
    return reader_of([visit.membership] if visit.membership else [], may(Permission.queue_read, visit))


def reader_of(personas: Iterable[Persona], sees_all: bool = False) -> dict[str, Any]:
    """The bound values of a reader with personas in one or several communities."""
    return {"me": [one.id for one in personas], "sees_all": sees_all}


def own(author: Any) -> ColumnElement[bool]:
    """The row was written by the reader."""
    condition: ColumnElement[bool] = author == any_(ME)
    return condition


def met(author: Any) -> ColumnElement[bool]:
    """The reader and the author of the row meet; nobody is left to avoid once an author was erased."""
    return or_(author.is_(None), author.not_in(_NOT_MET))


def visible_to(row: type[Thread] | type[Post], *, everything: bool = True) -> ColumnElement[bool]:
    """The condition for threads or posts. `everything=False` leaves only what is plainly visible (search, suggestions)."""
    status, author = col(row.status), col(row.author_id)
    plain = status == PostStatus.VISIBLE.value
    if not everything:
        return plain & met(author)
    left = status == PostStatus.WITHDRAWN.value
    return or_((plain | left) & met(author), own(author), SEES_ALL)
