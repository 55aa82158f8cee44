"""People for a real server, made in a process of its own: `python -m tests.chat.live_world people 8` prints who they are.

`ban NAME`, `mute NAME`, `block NAME OTHER`, `old SEQ` change the world while the server runs; each prints when it was done.
"""

import json
import sys
import time
from datetime import timedelta
from typing import Any, cast

from fastapi import FastAPI
from sqlmodel import col, select, update

from app.access import live
from app.accounts import sessions
from app.accounts.api import ACCESS_LASTS
from app.chat.rooms import room_of
from app.core import clock, db, tickets
from app.models.chat import Block, Message
from tests.people import World

SLUG = "multiple-sclerosis"


def people(world: World, count: str) -> dict[str, Any]:
    """Members m0, m1, ... and Charlie from elsewhere, each signed in, and the room."""
    names = [f"m{number}" for number in range(int(count))]
    given = {}
    for name in [*names, "charlie"]:
        world.persona(name)
        with db.wearing(world.session, "vault"):
            token = sessions.open_session(world.session, world.account(name), kind="api")
        given[name] = tickets.issue("access", token, ACCESS_LASTS)
    world.act_in(SLUG)
    return {"room": str(room_of(world.session, world.community(SLUG)).id), "tokens": given}


def find(world: World) -> None:
    """The world that an earlier run made."""
    from app.access.arrival import find_community
    from app.accounts.addresses import tag_of
    from app.models.account import Account

    found = find_community(world.session, SLUG)
    assert found is not None
    world.communities[SLUG] = found
    with db.wearing(world.session, "vault"):
        for number in range(64):
            account = world.session.exec(
                select(Account).where(col(Account.email_tag) == tag_of(f"m{number}@demo.example"))
            ).first()
            if account is not None:
                world.accounts[f"m{number}"] = account


def change(world: World, verb: str, name: str, other: str = "") -> None:
    """One change, announced as the rooms announce it."""
    if verb == "old":
        world.act_in(SLUG)
        aged = update(Message).where(col(Message.seq) <= int(name))
        world.session.exec(aged.values(at=clock.now() - timedelta(days=31)))
        return
    persona = world.persona(name)
    if verb == "ban":
        persona.status = "banned"
    elif verb == "mute":
        persona.muted_until = clock.now() + timedelta(hours=1)
    elif verb == "block":
        blocked = world.persona(other)
        world.session.add(
            Block(author_id=persona.id, blocked_id=blocked.id, community_id=persona.community_id)
        )
        live.standing_changed(world.session, blocked.id)
    live.standing_changed(world.session, persona.id)


def main() -> None:
    """One verb."""
    verb, *rest = sys.argv[1:]
    with db.open_session() as session:
        world = World(cast("FastAPI", None), session)
        if verb == "people":
            answer = people(world, *rest)
        else:
            find(world)
            change(world, verb, *rest)
            answer = {}
        db.commit(session)
    print(json.dumps(answer | {"at": time.time()}))


if __name__ == "__main__":
    main()
