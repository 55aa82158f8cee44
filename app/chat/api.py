"""Chat over JSON: rooms, history, sending, and taking back."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import Query

from app.access.guard import allowed
from app.access.permissions import Permission
from app.chat import moderate, reading, sending
from app.chat.finding import Place, find_by_id, find_message, find_place
from app.chat.schemas import Author, HelpLineOut, MessageIn, MessageOut, MessageSent, RoomOut
from app.core.errors import Invalid
from app.core.paging import cursor, read_cursor
from app.core.render import translate
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here
from app.models.chat import Message, Room
from app.review.distress import lines_for
from app.screening.distress import detect_distress

doors = ApiDoors(tag="chat")
Inside = Annotated[Place, allowed(Permission.room_read, find_place)]
RoomToRead = Annotated[Room, allowed(Permission.room_read, find_by_id)]
RoomToSay = Annotated[Room, allowed(Permission.message_send, find_by_id)]
MessageToDelete = Annotated[Message, allowed(Permission.message_delete, find_message)]
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (401, "Nobody is signed in."),
        (403, "Not while muted, and not another's message."),
        (404, "There is nothing here for this reader."),
        (422, "Not acceptable; `pii` carries spans."),
        (429, "Too many in a short time, or slow mode."),
    )
}
Before = Annotated[str | None, Query(max_length=400, description="The cursor of the page before.")]


def as_answer(room: Room, message: Message, handle: str) -> MessageOut:
    """A message as members see it."""
    return MessageOut(
        id=message.id, room=room.id, seq=message.seq, persona=Author(id=message.author_id, handle=handle),
        body=message.body, at=message.at,
    )  # fmt: skip


@doors.get("/communities/{slug}/rooms", responses=REFUSALS)
def list_rooms(visit: Here, place: Inside) -> Listing[RoomOut]:
    """The live rooms of a community that one lives in."""
    room = place.here
    found = RoomOut(
        id=room.id, community=place.community.slug, last_seq=room.last_seq, slow_seconds=room.slow_seconds,
        read_only=room.read_only,
    )  # fmt: skip
    return Listing(items=[found])


@doors.get("/rooms/{room_id}/messages", responses=REFUSALS)
def list_messages(visit: Here, room: RoomToRead, after: Before = None) -> Listing[MessageOut]:
    """The history, newest first; `after` goes on to older messages. It begins thirty days ago."""
    parts = read_cursor(after, 1)
    if parts is not None and not parts[0].isdecimal():
        raise Invalid("This page address is not valid.")
    before = int(parts[0]) if parts else None
    rows = reading.list_visible(visit.session, room, visit.membership, before=before, most=51)
    items = [as_answer(room, message, handle) for message, handle in rows[:50]]
    return Listing(items=items, next=cursor(items[-1].seq) if len(rows) > 50 else None)


@doors.post("/rooms/{room_id}/messages", status_code=201, responses=REFUSALS)
def send_message(visit: Here, room: RoomToSay, body: MessageIn) -> MessageSent:
    """Sends a message. With the same `key` again, the message that is already stored is the answer."""
    message = sending.send(
        visit.session,
        room=room,
        persona=visit.membership,
        key=body.key or uuid4(),
        body=body.body,
        pii=body.pii,
    )
    lines = lines_for(visit.locale) if detect_distress(message.body) else ()
    shown = [
        HelpLineOut(
            number=one.number,
            name=translate(visit.locale, one.name),
            hours=translate(visit.locale, one.hours),
        )
        for one in lines
    ]
    return MessageSent(**as_answer(room, message, visit.membership.handle).model_dump(), help=shown)


@doors.delete("/rooms/{room_id}/messages/{message_id}", status_code=204, responses=REFUSALS)
def delete_message(visit: Here, message: MessageToDelete) -> None:
    """Takes back one's own message. A moderator hides another's at once; the queue then asks for rule and reason."""
    if message.author_id == visit.membership.id:
        moderate.take_back(visit.session, message)
    else:
        moderate.hide_at_once(visit.session, message, visit.membership)
