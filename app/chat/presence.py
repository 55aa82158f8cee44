"""Typing and presence: small, never stored, and nobody is seen who did not ask to be. Who shows itself sees who does too."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.chat import asking, frames
from app.chat.feed import Feed
from app.chat.line import Following, Line
from app.core import limits
from app.core.errors import NotFound, Refusal, TooMany

if TYPE_CHECKING:
    from app.chat.hub import Hub

TYPING = limits.Limit("chat_typing", "1/2 seconds", local=True)
MOST = 40


def followed(line: Line, room_id: UUID) -> Following:
    """The room as this socket follows it, or NotFound."""
    following = line.following.get(room_id)
    if following is None or not following.seat.is_room:
        raise NotFound
    return following


async def type_(hub: "Hub", line: Line, room_id: UUID) -> None:
    """Others see that somebody is writing, at most every two seconds."""
    seat = followed(line, room_id).seat
    try:
        limits.count(TYPING, line.id.bytes, room_id.bytes)
    except TooMany:
        return
    await hub.in_thread(asking.tell, line.actor, seat, {"typing": str(seat.persona_id)})


async def show(hub: "Hub", line: Line, following: Following, shown: bool) -> None:
    """Begins or ends being seen in a room."""
    following.present = shown
    payload = {"here" if shown else "away": str(following.seat.persona_id)}
    try:
        await hub.in_thread(asking.tell, line.actor, following.seat, payload)
    except Refusal:
        following.present = False
        if shown:
            raise


async def hear(hub: "Hub", feed: Feed, payload: dict[str, Any]) -> None:
    """Hands such news on to the followers of this process; to a newcomer, who is here already."""
    if "typing" in payload:
        persona = UUID(payload["typing"])
        feed.tell(frames.typing(feed.place_id, persona), but=persona)
    for name, here in (("here", True), ("away", False)):
        if name in payload:
            persona = UUID(payload[name])
            feed.tell(frames.presence(feed.place_id, persona, here), but=persona, present_only=True)
    if "here" in payload:
        ours = [one for one in feed.followers if one.present and str(one.seat.persona_id) != payload["here"]]
        if ours:
            known = {
                "present": sorted({str(one.seat.persona_id) for one in ours})[:MOST],
                "to": payload["here"],
            }
            await hub.in_thread(asking.tell, ours[0].line.actor, ours[0].seat, known)
    for follower in tuple(feed.followers):
        if follower.present and str(follower.seat.persona_id) == payload.get("to"):
            for one in payload["present"]:
                if UUID(one) not in follower.seat.blocked:
                    follower.line.say(frames.presence(feed.place_id, UUID(one), True))
