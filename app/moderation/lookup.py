"""Who moderates what, and finding one item, decision or persona there."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import arrival
from app.access.predicates import Actor
from app.core import db
from app.core.errors import NotFound
from app.core.web import Visit
from app.models.community import Community, CommunityRole, Persona
from app.models.review import Decision, ReviewItem

KNOWN = "moderation.memberships"
STAFF = (CommunityRole.MODERATOR.value, CommunityRole.LEAD.value)


@dataclass(frozen=True)
class Desk:
    """The communities that a reader moderates, with the persona they have in each; sub-groups use their parent's."""

    personas: dict[UUID, Persona] = field(default_factory=dict)
    communities: dict[UUID, Community] = field(default_factory=dict)
    chosen: Community | None = None

    @property
    def ids(self) -> list[UUID]:
        """The communities in view: the chosen one, or all."""
        return [self.chosen.id] if self.chosen else list(self.communities)

    @property
    def own(self) -> list[UUID]:
        """The reader's own personas here."""
        return list({persona.id for persona in self.personas.values()})


def memberships(session: Session, actor: Actor) -> dict[UUID, tuple[Community, Persona]]:
    """The actor's active communities and their sub-groups, with the persona in each; opens their walls.

    Asked once a transaction: a page about one item stands beside the whole queue.
    """
    known: dict[UUID, tuple[Community, Persona]] | None = session.info.get(KNOWN)
    if known is not None:
        db.act_in(session, list(known), session.info.get("tags", ()))
        return known
    living = [pair for pair in arrival.own_personas(session, actor) if pair[1].status == "active"]
    homes = {community.id: persona for community, persona in living}
    found = {community.id: (community, persona) for community, persona in living}
    if homes:
        children = session.exec(select(Community).where(col(Community.parent_id).in_(homes))).all()
        found |= {one.id: (one, homes[one.parent_id]) for one in children if one.parent_id}
        if children:
            db.act_in(session, list(found), session.info.get("tags", ()))
    session.info[KNOWN] = found
    return found


def find_desk(visit: Visit, community: str = "") -> Desk:
    """The reader's desk; NotFound when they moderate nothing, or not the community they name."""
    found = memberships(visit.session, visit.actor)
    mine = {key: pair for key, pair in found.items() if pair[1].role in STAFF}
    chosen = next((one for one, _ in mine.values() if one.slug == community), None) if community else None
    if not mine or (community and chosen is None):
        raise NotFound
    visit.membership = mine[chosen.id][1] if chosen else next(iter(mine.values()))[1]
    return Desk(
        {key: pair[1] for key, pair in mine.items()}, {key: pair[0] for key, pair in mine.items()}, chosen
    )


def find_item(visit: Visit, item_id: UUID) -> ReviewItem:
    """An item of a community the actor lives in (the guard asks what they may do with it)."""
    found = memberships(visit.session, visit.actor)
    item = visit.session.get(ReviewItem, item_id)
    if item is None or item.community_id not in found:
        raise NotFound
    visit.membership = found[item.community_id][1]
    return item


def find_persona(visit: Visit, persona_id: UUID) -> Persona:
    """Somebody of a community the actor lives in."""
    found = memberships(visit.session, visit.actor)
    persona = visit.session.get(Persona, persona_id)
    if persona is None or persona.community_id not in found:
        raise NotFound
    visit.membership = found[persona.community_id][1]
    return persona


@dataclass(frozen=True, slots=True)
class Subject:
    """A persona as the target of an act: "own" means that it is the moderator themself."""

    persona: Persona

    @property
    def author_id(self) -> UUID:
        """Whom the act concerns."""
        return self.persona.id


def find_subject(visit: Visit, persona_id: UUID) -> Subject:
    """Somebody to act on."""
    return Subject(find_persona(visit, persona_id))


@dataclass(frozen=True, slots=True)
class Journal:
    """Whose log a reader may see, and how much of it: `whole` with who decided, `metadata` without, else counts."""

    communities: list[Community]
    view: str


def find_journal(visit: Visit, community: str = "") -> Journal:
    """The log of the communities one moderates; for a member a summary of one's own, for stewards and admins metadata."""
    session = visit.session
    if visit.actor.offices:
        every = list(session.exec(select(Community).order_by(col(Community.slug))))
        db.act_in(session, [one.id for one in every])
        return Journal([one for one in every if community in ("", one.slug)], "metadata")
    found = memberships(session, visit.actor)
    staff = {key: pair for key, pair in found.items() if pair[1].role in STAFF and visit.actor.second_factor}
    wanted = [pair for pair in (staff or found).values() if community in ("", pair[0].slug)]
    if not wanted:
        wanted = [pair for pair in found.values() if pair[0].slug == community]
    if not wanted:
        raise NotFound
    visit.membership = wanted[0][1]
    view = "whole" if wanted[0][0].id in staff else "summary"
    return Journal([pair[0] for pair in wanted], view)


def find_decision(visit: Visit, decision_id: UUID) -> Decision:
    """A decision: about oneself (also when banned or refused), of one's desk, or any for a steward."""
    session = visit.session
    if visit.actor.offices:
        db.act_in(session, list(session.exec(select(Community.id))))
    else:
        memberships(session, visit.actor)
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise NotFound
    entrance = arrival.enter_by_id(session, visit.actor, decision.community_id)
    visit.membership = entrance.membership if entrance else None
    if visit.actor.offices:
        db.act_in(session, [decision.community_id])
    return decision
