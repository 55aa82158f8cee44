"""Personas: making one for somebody who asks to join, drawing its handle, finding those to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access.arrival import owner_tag, standing_tag
from app.access.guard import enter_community
from app.communities.handles import NoHandleLeft, fold_handle, propose_handle
from app.core import db, keys, paging
from app.core.errors import NotFound, Unavailable
from app.core.web import Visit
from app.models.community import Community, CommunityRole, Persona, PersonaStatus, ReservedHandle

HANDLE_LOCALE = (
    "fr"  # the community's, not the person's: a language seen in two communities would join personas
)
STAFF_ROLES = (CommunityRole.MODERATOR.value, CommunityRole.LEAD.value)


@contextmanager
def walls_open(session: Session, community_id: UUID) -> Iterator[None]:
    """Opens a community's wall for a few statements of a deed whose actor does not live there (yet)."""
    communities, tags = session.info.get("communities", ()), session.info.get("tags", ())
    db.act_in(session, (*communities, community_id), tags)
    try:
        yield
        session.flush()
    finally:
        if session.is_active:
            db.act_in(session, communities, tags)


def is_taken(session: Session, community_id: UUID, folded: str) -> bool:
    """Whether a folded handle is worn or reserved in a community. Its wall must be open."""
    worn = select(Persona.id).where(
        col(Persona.community_id) == community_id, col(Persona.handle_folded) == folded
    )
    if session.exec(worn).first() is not None:
        return True
    return session.get(ReservedHandle, (community_id, reserved_tag(community_id, folded))) is not None


def draw_handle(session: Session, community_id: UUID, avoid: str) -> str:
    """A free handle that does not resemble `avoid` (an address). The community's wall must be open."""
    try:
        return propose_handle(
            keys.dice(),
            HANDLE_LOCALE,
            taken=lambda folded: is_taken(session, community_id, folded),
            avoid=avoid,
        )
    except NoHandleLeft as error:
        raise Unavailable from error


def reserved_tag(community_id: UUID, folded: str) -> str:
    """How a reserved handle is kept: a keyed tag, so that an erased name is readable nowhere."""
    return keys.tag("reserved handle", community_id.bytes, folded).hex()[:40]


def reserve(session: Session, persona: Persona) -> None:
    """Keeps a persona's present handle from ever being worn by somebody else here."""
    tag = reserved_tag(persona.community_id, persona.handle_folded)
    if session.get(ReservedHandle, (persona.community_id, tag)) is None:
        session.add(ReservedHandle(community_id=persona.community_id, handle_folded=tag))


def new_persona(
    session: Session, account_id: UUID, community_id: UUID, *, kind: str, avoid: str, generation: int = 0
) -> Persona:
    """A pending persona for an account, with a fresh handle. The community's wall must be open."""
    tag = owner_tag(account_id, community_id, generation)
    handle = draw_handle(session, community_id, avoid)
    persona = Persona(
        community_id=community_id,
        owner_tag=tag,
        standing_tag=standing_tag(account_id, community_id),
        owner_sealed=keys.seal("owner", account_id.bytes, tag),
        handle=handle,
        handle_folded=fold_handle(handle),
        kind=kind,
        status=PersonaStatus.PENDING.value,
    )
    session.add(persona)
    session.flush()
    return persona


def month_of(joined: date | None) -> date | None:
    """The finest date that other members may see."""
    return date(joined.year, joined.month, 1) if joined else None


@dataclass(frozen=True, slots=True)
class Members:
    """One page of personas, in the order of their handles, and the cursor of the next."""

    items: list[Persona]
    next: str | None


def list_members(session: Session, community: Community, after: str | None, size: int = 30) -> Members:
    """The living personas of a community (a group lists those of its community), one statement."""
    home = community.parent_id or community.id
    living = select(Persona).where(
        col(Persona.community_id) == home, col(Persona.status) == PersonaStatus.ACTIVE.value
    )
    start = paging.read_cursor(after, 1)
    if start:
        living = living.where(col(Persona.handle_folded) > start[0])
    rows = list(session.exec(living.order_by(col(Persona.handle_folded)).limit(size + 1)))
    more = len(rows) > size
    return Members(rows[:size], paging.cursor(rows[size - 1].handle_folded) if more else None)


def list_moderators(session: Session, community: Community) -> list[Persona]:
    """The personas who moderate here, leads first."""
    staff = select(Persona).where(
        col(Persona.community_id) == (community.parent_id or community.id),
        col(Persona.status) == PersonaStatus.ACTIVE.value,
        col(Persona.role).in_(STAFF_ROLES),
    )
    return sorted(session.exec(staff), key=lambda one: (one.role != CommunityRole.LEAD, one.handle_folded))


def find_persona(visit: Visit, slug: str, persona_id: UUID) -> Persona:
    """A finder: a persona that members may see, living or gone; one that only asked does not exist."""
    community = enter_community(visit, slug)
    home = community.parent_id or community.id
    shown = or_(
        col(Persona.status).in_((PersonaStatus.ACTIVE.value, PersonaStatus.BANNED.value)),
        col(Persona.joined_on).is_not(None),
    )
    wanted = select(Persona).where(col(Persona.id) == persona_id, col(Persona.community_id) == home, shown)
    persona = visit.session.exec(wanted).first()
    if persona is None:
        raise NotFound
    return persona
