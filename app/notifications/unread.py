"""The badge of every page: how many alerts are unread, for at most one cheap statement, and seldom that.

Tags are computed forward, from the account; both caches live in the process for seconds and hold no persona.
"""

import time
from collections import OrderedDict
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA
from sqlmodel import Session, col, select

from app.access.arrival import tag_in
from app.access.predicates import Actor
from app.models.community import Community

HOMES_LAST, COUNT_LASTS, MOST = 60.0, 15.0, 4096
UNREAD = text("SELECT unread_notifications(:tags)").bindparams(bindparam("tags", type_=ARRAY(BYTEA)))
_homes: tuple[float, tuple[UUID, ...]] = (0.0, ())
_counts: OrderedDict[UUID, tuple[float, int]] = OrderedDict()


def own_tags(session: Session, actor: Actor) -> tuple[bytes, ...]:
    """The actor's present tag in every community; empty for those who hold an office."""
    if actor.offices:
        return ()
    return tuple(tag_in(actor, home) for home in _home_ids(session))


def _home_ids(session: Session) -> tuple[UUID, ...]:
    global _homes
    until, ids = _homes
    if time.monotonic() >= until:
        ids = tuple(session.exec(select(Community.id).where(col(Community.parent_id).is_(None))))
        _homes = (time.monotonic() + HOMES_LAST, ids)
    return ids


def badge(session: Session, actor: Actor) -> int:
    """The number beside "Alerts", at most fifteen seconds old."""
    kept = _counts.get(actor.account_id)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    tags = own_tags(session, actor)
    count = int(session.connection().execute(UNREAD, {"tags": list(tags)}).scalar_one()) if tags else 0
    _counts[actor.account_id] = (time.monotonic() + COUNT_LASTS, count)
    _counts.move_to_end(actor.account_id)
    while len(_counts) > MOST:
        _counts.popitem(last=False)
    return count


def forget(account_id: UUID) -> None:
    """The next page counts again (alerts were read)."""
    _counts.pop(account_id, None)


def forget_all() -> None:
    """Everything is counted again (tests; a community was opened)."""
    global _homes
    _homes = (0.0, ())
    _counts.clear()
