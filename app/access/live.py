"""What a socket may follow besides rooms of chat: a low door where rooms say how their things are found and that they changed.

A thread, for instance: `@followable("thread")` on a finder that answers only to those who may read it, and
`signal(session, thread.id, seq)` in the deed that adds a post. Followers then get
`{"ev": "signal", "room": id, "seq": seq}` and fetch what is new over HTTP ("signal, then fetch").
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.access.predicates import Actor
from app.core import realtime


@dataclass(frozen=True, slots=True)
class Place:
    """Something followed by a reader: where it lives, as whom the reader stands there, and its newest number."""

    id: UUID
    community_id: UUID
    persona_id: UUID
    seq: int


# Asks the same rules as the pages; None when it does not exist for this reader.
Finder = Callable[[Session, Actor, UUID], Place | None]
_finders: dict[str, Finder] = {}


def followable(kind: str) -> Callable[[Finder], Finder]:
    """Registers how one kind of thing is found. The room's doors import the module, so that it is known."""

    def keep(finder: Finder) -> Finder:
        _finders[kind] = finder
        return finder

    return keep


def find_place(session: Session, actor: Actor, place_id: UUID) -> Place | None:
    """What this reader may follow under an id, whatever kind it is."""
    for finder in tuple(_finders.values()):
        place = finder(session, actor, place_id)
        if place is not None:
            return place
    return None


def topic(place_id: UUID) -> str:
    """The bus topic of a room or thing."""
    return f"live {place_id}"


def signal(session: Session, place_id: UUID, seq: int) -> None:
    """Tells followers, once this transaction commits, that something new is there."""
    realtime.publish(session, topic(place_id), {"seq": seq})


def standing_changed(session: Session, persona_id: UUID) -> None:
    """Tells every socket, once this transaction commits, to ask again what this persona may do."""
    realtime.publish(session, "standing", {"persona": str(persona_id)})
