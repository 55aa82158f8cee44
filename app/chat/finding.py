"""Finders of the doors: the object named by an address, with the walls of its reader open, or NotFound."""

from dataclasses import dataclass
from uuid import UUID

from app.access.guard import enter_community
from app.chat.rooms import find_room, open_rooms, room_of
from app.core.errors import NotFound
from app.core.web import Visit
from app.models.chat import Message, MessageStatus, Room
from app.models.community import Community, PersonaStatus


@dataclass(frozen=True, slots=True)
class Place:
    """A community with its room, seen from inside. No room for who does not live there: the guard refuses then."""

    community: Community
    room: Room | None

    @property
    def here(self) -> Room:
        """The room, for a door whose guard let the reader in."""
        if self.room is None:
            raise NotFound
        return self.room


def find_place(visit: Visit, slug: str) -> Place:
    """The room of a community by its address."""
    community = enter_community(visit, slug)
    inside = visit.membership is not None and visit.membership.status == PersonaStatus.ACTIVE
    return Place(community, room_of(visit.session, community) if inside else None)


def find_by_id(visit: Visit, room_id: UUID) -> Room:
    """A room by its id, among the reader's communities."""
    places = open_rooms(visit.session, visit.actor)
    room = find_room(visit.session, room_id)
    if room is None:
        raise NotFound
    visit.membership = places.get(room.community_id)
    return room


def find_message(visit: Visit, room_id: UUID, message_id: UUID) -> Message:
    """A message of that room that readers can still see."""
    room = find_by_id(visit, room_id)
    message = visit.session.get(Message, message_id)
    if message is None or message.room_id != room.id or message.status != MessageStatus.VISIBLE:
        raise NotFound
    return message
