"""Reading: who may sit in a room, what its history holds for them, and what was missed.

History begins thirty days before one joined, and nothing lives longer than thirty days anyway.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.access import live
from app.access.blocks import blocked_with, meets
from app.access.permissions import Permission
from app.access.predicates import Actor, Scene
from app.access.rules import refusal
from app.chat.frames import Row
from app.chat.rooms import open_rooms
from app.core import clock
from app.core.errors import NotFound
from app.models.chat import Message, MessageStatus, Room
from app.models.community import Persona

HISTORY = timedelta(days=30)
PAGE = 100
_SINCE = text("""
    SELECT m.seq, m.id, m.author_id, coalesce(p.handle, '') AS handle, m.key,
           CASE WHEN m.status = 'visible' THEN m.body END AS body, m.at
    FROM message m LEFT JOIN persona p ON p.id = m.author_id
    WHERE m.room_id = :room AND m.seq > :after AND m.seq <= :upto ORDER BY m.seq LIMIT :most
""")
_FIRST = text("SELECT min(seq) FROM message WHERE room_id = :room AND at >= :floor")
_NO_END = 2**62


@dataclass(frozen=True, slots=True)
class Seat:
    """A reader's place in a room: as whom, whom they do not meet, and the numbers that can be replayed.

    `walls` are the community and, for a group, its home. `first_seq` is the oldest number this reader may have, `last_seq` the newest. A place that only signals has no history.
    """

    place_id: UUID
    walls: tuple[UUID, ...]
    persona_id: UUID
    handle: str
    blocked: frozenset[UUID]
    first_seq: int
    last_seq: int
    is_room: bool = True


def floor_of(persona: Persona) -> datetime:
    """The moment before which this persona reads nothing."""
    joined = datetime.combine(persona.joined_on or clock.today(), time(), UTC)
    return max(joined - HISTORY, clock.now() - HISTORY)


def take_seat(session: Session, actor: Actor, place_id: UUID) -> Seat:
    """A place in a room, or beside something that signals; NotFound alike for what is closed and what never was."""
    places = open_rooms(session, actor)
    room = session.get(Room, place_id, populate_existing=True)
    if room is None:
        place = live.find_place(session, actor, place_id)
        if place is None:
            raise NotFound
        return Seat(
            place.id, (place.community_id,), place.persona_id, "", frozenset(), 0, place.seq, is_room=False
        )
    persona = places.get(room.community_id)
    reason = refusal(Permission.room_read, Scene(actor, persona, room))
    if reason is not None or persona is None:
        raise reason or NotFound
    first = session.connection().execute(_FIRST, {"room": room.id, "floor": floor_of(persona)}).scalar()
    return Seat(
        room.id, tuple({room.community_id, persona.community_id}), persona.id, persona.handle, blocked_with(session, persona.id),
        room.last_seq + 1 if first is None else first, room.last_seq,
    )  # fmt: skip


def read_since(
    session: Session, room_id: UUID, after: int, *, upto: int = _NO_END, most: int = PAGE
) -> list[Row]:
    """Messages after a number, in order. The room's wall is open and the reader was asked about."""
    values = {"room": room_id, "after": after, "upto": upto, "most": most}
    return [Row(*row) for row in session.connection().execute(_SINCE, values)]


def list_visible(
    session: Session, room: Room, reader: Persona, *, before: int | None = None, most: int = 50
) -> list[tuple[Message, str]]:
    """The newest messages that this reader may see, with their authors' handles, newest first."""
    query = (
        select(Message, Persona.handle)
        .outerjoin(Persona, col(Persona.id) == col(Message.author_id))
        .where(
            col(Message.room_id) == room.id,
            col(Message.status) == MessageStatus.VISIBLE.value,
            col(Message.at) >= floor_of(reader),
            meets(col(Message.author_id), reader.id),
        )
        .order_by(col(Message.seq).desc())
        .limit(most)
    )
    if before is not None:
        query = query.where(col(Message.seq) < before)
    return [(message, handle or "") for message, handle in session.exec(query)]
