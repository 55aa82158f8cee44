"""Generations: how somebody who left a community returns under a persona that nobody can tie to the former one."""

from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

from app.access.predicates import Actor
from app.core import keys
from app.core.db import wearing
from app.core.errors import NotFound
from app.models.account import Account


def generations_of(session: Session, account_id: UUID) -> dict[str, int]:
    """How often an account began again, by community; communities that it never left are missing."""
    with wearing(session, "vault"):
        account = session.get(Account, account_id)
        return _read(account)


def begin_again(session: Session, actor: Actor, community_id: UUID) -> int:
    """The actor's next generation in a community: from now on its tag there is another one."""
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id, with_for_update=True)
        if account is None:
            raise NotFound
        generations = _read(account)
        following = generations.get(str(community_id), 0) + 1
        generations[str(community_id)] = following
        account.generations_sealed = keys.seal("generations", orjson.dumps(generations))
    actor.generations[str(community_id)] = following
    return following


def _read(account: Account | None) -> dict[str, int]:
    if account is None or account.generations_sealed is None:
        return {}
    read: Any = orjson.loads(keys.unseal("generations", bytes(account.generations_sealed)))
    return {str(key): int(value) for key, value in read.items()}
