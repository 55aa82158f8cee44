"""Finds communities for somebody: the public ones, the actor's own, and the hidden groups of those it lives in."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access import arrival
from app.access.guard import may
from app.access.permissions import Permission
from app.access.predicates import Actor
from app.core import db
from app.core.errors import NotFound
from app.core.text import fold
from app.core.web import Visit
from app.models.account import PlatformRole
from app.models.community import Community, Persona, PersonaStatus


@dataclass(slots=True)
class Place:
    """A community as one reader sees it: their persona in it, if any, and the groups inside it that they may know."""

    community: Community
    membership: Persona | None = None
    groups: list[Community] = field(default_factory=list)

    @property
    def mine(self) -> bool:
        """Whether the reader lives here."""
        return self.membership is not None and self.membership.status == PersonaStatus.ACTIVE

    @property
    def asked(self) -> bool:
        """Whether the reader's wish to join is waiting."""
        return self.membership is not None and self.membership.status == PersonaStatus.PENDING


def name_of(community: Community, locale: str) -> str:
    """The community's name in a language, else in whichever it has."""
    names = community.names
    return str(names.get(locale) or names.get("fr") or names.get("en") or community.slug)


def list_places(session: Session, actor: Actor | None) -> list[Place]:
    """Every community this reader may know of, their own first, then by slug; opens the walls of their own, groups included.

    Four statements whatever the number of communities. A hidden group is known to the members of its community (and to an
    admin, by name only); for anybody else it is neither listed nor counted.
    """
    own = (
        {community.id: persona for community, persona in arrival.own_personas(session, actor)}
        if actor
        else {}
    )
    living = [key for key, persona in own.items() if persona.status == PersonaStatus.ACTIVE]
    known = col(Community.hidden).is_(False)
    if actor is not None and actor.second_factor and PlatformRole.ADMIN in actor.offices:
        rows = session.exec(select(Community))
    else:
        rows = session.exec(select(Community).where(or_(known, col(Community.parent_id).in_(living))))
    found = sorted(rows, key=lambda one: one.slug)
    places = {one.id: Place(one, own.get(one.id)) for one in found if one.parent_id is None}
    for one in found:
        if one.parent_id in places:
            places[one.parent_id].groups.append(one)
    if actor and living:
        inside = [one.id for one in found if one.id in living or one.parent_id in living]
        db.act_in(session, inside, session.info.get("tags", ()))
    return sorted(places.values(), key=lambda place: (not place.mine, not place.asked))


def list_visible(session: Session, actor: Actor | None) -> list[Community]:
    """The communities and groups that this reader may know of, their own first."""
    return [one for place in list_places(session, actor) for one in (place.community, *place.groups)]


def visible_names(session: Session, actor: Actor | None, locale: str) -> dict[UUID, str]:
    """The names of the communities and groups that this reader may know of."""
    return {one.id: name_of(one, locale) for one in list_visible(session, actor)}


def matching(places: list[Place], words: str) -> list[Place]:
    """The places whose names, descriptions or ICD-10 codes hold every word, whatever the accents and capitals."""
    wanted = fold(words).split()

    def text_of(one: Community) -> str:
        return fold(
            " ".join((*map(str, one.names.values()), *map(str, one.descriptions.values()), *one.icd10))
        )

    def told(place: Place) -> bool:
        text = " ".join(text_of(one) for one in (place.community, *place.groups))
        return all(word in text for word in wanted)

    return [place for place in places if told(place)]


def find_public(visit: Visit, slug: str) -> Community:
    """A finder for the public page: a hidden group does not exist for those who do not live in its community."""
    community = arrival.find_community(visit.session, slug)
    if community is None:
        raise NotFound
    visit.membership = arrival.enter(visit.session, visit.actor, community)
    if community.hidden and not knows_hidden(visit):
        raise NotFound
    return community


def knows_hidden(visit: Visit) -> bool:
    """Whether the reader may know the hidden group they asked for (row 2 of the matrix)."""
    return may(Permission.community_know_hidden, visit)


def place_of(visit: Visit, community: Community) -> Place:
    """One community as the reader of this visit sees it; its groups only for those who live there."""
    place = Place(community, visit.membership)
    if place.mine:
        groups = select(Community).where(col(Community.parent_id) == community.id)
        place.groups = sorted(visit.session.exec(groups), key=lambda one: one.slug)
    return place
