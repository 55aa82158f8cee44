"""What the sockets ask of the database. Plain functions that run in a thread, one transaction each."""

from uuid import UUID

from app.access import arrival, live
from app.access.permissions import Permission
from app.access.predicates import Actor, Scene
from app.access.rules import refusal
from app.chat import connections, reading
from app.chat.frames import Row
from app.chat.reading import Seat
from app.core import db, realtime
from app.core.errors import NotFound, Refusal
from app.models.community import Persona


def take_seat(actor: Actor, place_id: UUID) -> Seat:
    """In a thread: a place, or its refusal."""
    with db.transaction() as session:
        return reading.take_seat(session, actor, place_id)


def fetch(place_id: UUID, walls: tuple[UUID, ...], after: int, upto: int) -> list[Row]:
    """In a thread: messages of a room whose readers were asked about."""
    with db.transaction() as session:
        db.act_in(session, walls)
        return reading.read_since(session, place_id, after, upto=upto)


def still_allowed(lines: list[tuple[str, bool, list[UUID]]]) -> list[tuple[Actor, dict[UUID, Seat]] | None]:
    """In a thread: for each socket its actor and seats as they are now, or None when it must be closed."""
    answers: list[tuple[Actor, dict[UUID, Seat]] | None] = []
    with db.transaction() as session:
        for token, by_ticket, places in lines:
            actor = arrival.find_actor(session, token, by_ticket=by_ticket)
            if actor is None or refusal(Permission.socket_open, Scene(actor)) is not None:
                answers.append(None)
                continue
            try:
                answers.append((actor, {one: reading.take_seat(session, actor, one) for one in places}))
            except Refusal:
                answers.append(None)
    return answers


def beat(worker_id: UUID, closed: list[UUID]) -> None:
    """In a thread: this process lives, these sockets do not."""
    with db.transaction() as session:
        connections.beat(session, worker_id)
        if closed:
            connections.forget(session, closed)


def tell(actor: Actor, seat: Seat, payload: dict[str, object]) -> None:
    """Tells every process something small about a persona in a room (typing, presence), if it may show itself."""
    with db.transaction() as session:
        db.act_in(session, seat.walls)
        persona = session.get(Persona, seat.persona_id)
        reason = refusal(Permission.presence_show, Scene(actor, persona)) if seat.is_room else NotFound()
        if reason is not None:
            raise reason
        realtime.publish(session, live.topic(seat.place_id), payload)
