"""Where somebody may search: the groups they live in, and those of them that the rules open for search."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from app.access.permissions import Permission
from app.access.predicates import Scene
from app.access.rules import refusal
from app.core.errors import NotFound
from app.core.web import Visit
from app.models.community import Community, Persona
from app.threads.finders import open_walls


def searchable(visit: Visit) -> list[tuple[Community, Persona]]:
    """The reader's groups with their persona in each; the walls are open from now on."""
    if visit.actor is None:
        return []
    living = open_walls(visit.session, visit.actor)
    inside = visit.session.exec(
        select(Community).where(col(Community.parent_id).in_([one.id for one, _ in living]))
    ).all()
    home = {community.id: persona for community, persona in living}
    every = [*living, *((one, home[one.parent_id]) for one in inside if one.parent_id)]
    return [
        (one, persona)
        for one, persona in every
        if refusal(Permission.community_search, Scene(visit.actor, persona, one)) is None
    ]


def chosen(places: Sequence[tuple[Community, Persona]], slug: str) -> tuple[UUID, ...]:
    """The groups to search: the one asked for, which must be the reader's, else all of them."""
    if not slug:
        return tuple(one.id for one, _ in places)
    found = tuple(one.id for one, _ in places if one.slug == slug)
    if not found:
        raise NotFound
    return found
