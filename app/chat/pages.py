"""The page of a community's room: history and composer, live with a script, by forms without one."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Query
from fastapi.responses import Response

from app.access.guard import allowed, may
from app.access.permissions import Permission
from app.chat import moderate, reading, sending
from app.chat.finding import Place, find_place
from app.chat.schemas import MessageForm
from app.core.errors import NotFound
from app.core.web import Doors, Here, Visit, reshow
from app.models.chat import Message
from app.review.distress import lines_for
from app.screening.distress import detect_distress

doors = Doors()
SHOWN = 60
Before = Annotated[int, Query(ge=0, le=2**53)]


def find_message_here(visit: Visit, slug: str, message_id: UUID) -> Message:
    """A message of the room of this community."""
    place = find_place(visit, slug)
    found = visit.session.get(Message, message_id)
    if place.room is None or found is None or found.room_id != place.room.id or found.status != "visible":
        raise NotFound
    return found


@doors.get("/c/{slug}/chat")
def show_chat(
    visit: Here, place: Annotated[Place, allowed(Permission.room_read, find_place)], before: Before = 0
) -> Response:
    """The newest messages; `?before=` brings older ones."""
    rows = reading.list_visible(
        visit.session, place.here, visit.membership, before=before or None, most=SHOWN + 1
    )
    shown = list(reversed(rows[:SHOWN]))
    worried = str(visit.typed.get("help", "")) or visit.request.query_params.get("help")
    return visit.page(
        "chat/room.html",
        community=place.community,
        room=place.here,
        messages=shown,
        older=shown[0][0].seq if len(rows) > SHOWN else None,
        old=bool(before),
        may_send=may(Permission.message_send, visit, place.here),
        lines=lines_for(visit.locale),
        worried=bool(worried),
    )


@doors.post("/c/{slug}/chat")
@reshow(show_chat)
def send_message(
    visit: Here, place: Annotated[Place, allowed(Permission.message_send, find_place)]
) -> Response:
    """Sends without a script."""
    form = visit.read(MessageForm)
    sending.send(
        visit.session, room=place.here, persona=visit.membership, key=uuid4(), body=form.body, pii=form.pii
    )
    worried = "?help=1" if detect_distress(form.body) else ""
    return visit.go(f"/c/{place.community.slug}/chat{worried}#end")


@doors.post("/c/{slug}/chat/{message_id}/delete")
def delete_message(
    visit: Here, slug: str, message: Annotated[Message, allowed(Permission.message_delete, find_message_here)]
) -> Response:
    """Takes back one's own message, or hides another's as a moderator."""
    if message.author_id == visit.membership.id:
        moderate.take_back(visit.session, message)
    else:
        moderate.hide_at_once(visit.session, message, visit.membership)
    return visit.go(f"/c/{slug}/chat", said="The message is gone.")
