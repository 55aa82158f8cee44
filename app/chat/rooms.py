"""The room of a community: found, or made on first sight."""

from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from app.access.arrival import own_personas
from app.access.predicates import Actor
from app.core import db
from app.models.chat import Room
from app.models.community import Community, Persona, PersonaStatus


def room_of(session: Session, community: Community) -> Room:
    """The room of a community whose wall is open; made when it is not there yet."""
    by_community = select(Room).where(col(Room.community_id) == community.id)
    room = session.exec(by_community).first()
    if room is None:
        fresh = {
            "id": uuid4(),
            "community_id": community.id,
            "last_seq": 0,
            "slow_seconds": 0,
            "read_only": False,
        }
        session.connection().execute(insert(Room).values(fresh).on_conflict_do_nothing())
        room = session.exec(by_community).one()
    return room


def find_room(session: Session, room_id: UUID) -> Room | None:
    """A room of the communities whose walls are open."""
    return session.get(Room, room_id)


def open_rooms(session: Session, actor: Actor) -> dict[UUID, Persona]:
    """The communities and groups in whose rooms the actor may be met, each with its persona; opens all their walls."""
    homes = {
        community.id: persona
        for community, persona in own_personas(session, actor)
        if persona.status == PersonaStatus.ACTIVE
    }
    if not homes:
        return {}
    inside = session.exec(
        select(Community.id, Community.parent_id).where(col(Community.parent_id).in_(homes))
    )
    places = homes | {group: homes[home] for group, home in inside if home is not None}
    db.act_in(session, list(places), session.info.get("tags", ()))
    return places


def set_pace(
    session: Session, room: Room, *, slow_seconds: int | None = None, read_only: bool | None = None
) -> None:
    """Slow mode (0 to 300 seconds between two messages of one person) and reading only."""
    if slow_seconds is not None:
        room.slow_seconds = max(0, min(300, slow_seconds))
    if read_only is not None:
        room.read_only = read_only
    session.add(room)
    session.flush()
