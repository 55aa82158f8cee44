"""The person behind an account, with every persona it ever held: also left, refused and banned ones."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.access.arrival import owner_tag
from app.access.person import Person
from app.accounts.generations import generations_of
from app.core import db, keys
from app.models.community import Community, Persona


def tag_of(account_id: UUID) -> bytes:
    """The tag under which this room's rows of an account stand."""
    return keys.tag("data rights", account_id.bytes)


def whole_person(session: Session, account_id: UUID) -> Person:
    """The account with all its personas; the walls of their communities and sub-groups are open in this transaction."""
    generations = generations_of(session, account_id)
    places = list(session.exec(select(Community)))
    homes = [place for place in places if place.parent_id is None]
    tags = {
        owner_tag(account_id, home.id, generation): home
        for home in homes
        for generation in range(generations.get(str(home.id), 0) + 1)
    }
    db.act_in(session, (), tuple(tags))
    rows = session.exec(select(Persona).where(col(Persona.owner_tag).in_(list(tags)))).all()
    lived = [(tags[bytes(row.owner_tag)], row) for row in rows]
    open_walls(session, [home.id for home, _ in lived], tuple(tags), places)
    return Person(account_id, tuple(lived))


def one_persona(session: Session, account_id: UUID, persona_id: UUID, community_id: UUID) -> Person | None:
    """The person reduced to one persona, its walls open; None when that persona is gone already."""
    home = session.get(Community, community_id)
    if home is None:
        return None
    places = list(session.exec(select(Community)))
    open_walls(session, [community_id], (), places)
    row = session.get(Persona, persona_id)
    if row is None:
        return None
    open_walls(session, [community_id], (bytes(row.owner_tag),), places)
    return Person(account_id, ((home, row),))


def open_walls(session: Session, homes: list[UUID], tags: tuple[bytes, ...], places: list[Community]) -> None:
    """Opens the walls of communities and of their sub-groups."""
    inside = [place.id for place in places if place.id in homes or place.parent_id in homes]
    db.act_in(session, inside, tags)
