"""The room of a community: found, or made on first sight."""

from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from app.models.chat import Room
from app.models.community import Community


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
