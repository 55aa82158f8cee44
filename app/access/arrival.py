"""How somebody arrives: from a cookie or a bearer ticket to an actor, and from a community to a persona.

The web hat cannot read the vault; it asks one function to whom a session it holds belongs. Personas are found forward,
from the account to its tags, never backward.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request
from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from app.access.predicates import Actor
from app.core import clock, db, keys, tickets
from app.core.settings import get_settings
from app.models.account import AccountStatus
from app.models.community import Community, Persona

STAFF_IDLE = timedelta(minutes=30)
TOUCHED_EVERY = timedelta(minutes=10)
SESSION_LASTS = timedelta(days=30)
RESOLVE = text("SELECT * FROM resolve_session(:token)")
TOUCH = text("UPDATE vault.session SET seen_at = :now, expires_at = :until WHERE id = :id")
ENTER = select(Persona).from_statement(text("SELECT * FROM enter_community(:community, :tag)"))
COMMUNITY = select(Community).where(col(Community.slug) == bindparam("slug"))


def cookie_name() -> str:
    """The session cookie: `__Host-` behind TLS, a plain name over http on localhost."""
    return "__Host-entraide" if get_settings().secure else "entraide"


def session_cookie(token: str) -> dict[str, Any]:
    """The cookie of a session, as `Visit.set_cookie` takes it."""
    return {
        "key": cookie_name(), "value": token, "max_age": int(SESSION_LASTS.total_seconds()), "httponly": True,
        "secure": get_settings().secure, "samesite": "lax", "path": "/",
    }  # fmt: skip


def session_token(request: Request) -> tuple[str | None, bool]:
    """The opaque token a request carries, and whether it came inside a bearer ticket."""
    header = request.headers.get("authorization", "")
    if header[:7].lower() == "bearer ":
        try:
            return tickets.read("access", header[7:].strip()).subject, True
        except tickets.BadTicket:
            return None, True
    return request.cookies.get(cookie_name()), False


def find_actor(session: Session, token: str, *, by_ticket: bool = False) -> Actor | None:
    """The actor of an opaque session token, or None when it is unknown, expired, idle too long or not verified."""
    row = session.connection().execute(RESOLVE, {"token": keys.hashed(token)}).first()
    return actor_of(session, row, by_ticket=by_ticket) if row is not None else None


def actor_of(session: Session, row: Any, *, by_ticket: bool) -> Actor | None:
    """The actor of a resolved session, or None when it has expired, was idle too long, or is not verified."""
    now = clock.now()
    if row.expires_at <= now or row.status == AccountStatus.UNVERIFIED:
        return None
    offices = frozenset(row.roles)
    if row.has_second_factor and (offices or row.second_factor) and now - row.seen_at > STAFF_IDLE:
        return None
    touched = now - row.seen_at > TOUCHED_EVERY
    if touched:
        with db.wearing(session, "vault"):
            until = now + SESSION_LASTS
            session.connection().execute(TOUCH, {"now": now, "until": until, "id": row.session_id})
    return Actor(
        account_id=row.account_id,
        session_id=row.session_id,
        offices=offices,
        second_factor=row.second_factor,
        stepped_up_at=row.stepped_up_at,
        suspended=row.status == AccountStatus.SUSPENDED,
        locale=row.locale,
        theme=row.theme,
        text_size=row.text_size,
        generations=generations_in(row.generations_sealed),
        by_ticket=by_ticket,
        touched=touched,
    )


def generations_in(sealed: bytes | None) -> dict[str, int]:
    """How often the account has begun anew, by community."""
    found: dict[str, int] = orjson.loads(keys.unseal("generations", bytes(sealed))) if sealed else {}
    return found


def owner_tag(account_id: UUID, community_id: UUID, generation: int = 0) -> bytes:
    """The pairwise pseudonymous identifier of an account in a community (OpenID Connect Core, section 8.1)."""
    return keys.tag("persona", account_id.bytes, community_id.bytes, str(generation))


def standing_tag(account_id: UUID, community_id: UUID) -> bytes:
    """The tag without the generation: sanctions hang on it, so that leaving does not shed them."""
    return keys.tag("standing", account_id.bytes, community_id.bytes)


def tag_in(actor: Actor, community_id: UUID) -> bytes:
    """The actor's current tag in a community."""
    return owner_tag(actor.account_id, community_id, actor.generations.get(str(community_id), 0))


@dataclass(frozen=True, slots=True)
class Entrance:
    """A community and the actor's persona in it, whatever its status; None for a stranger."""

    community: Community
    membership: Persona | None


def enter(session: Session, actor: Actor | None, community: Community) -> Persona | None:
    """The actor's persona in a community (a sub-group uses its parent's). Opens the community's wall when it is active."""
    if actor is None or actor.offices:
        return None
    home = community.parent_id or community.id
    tag = tag_in(actor, home)
    persona = session.scalars(ENTER, {"community": home, "tag": tag}).first()
    open_wall(session, community, persona, tag)
    return persona


def open_wall(session: Session, community: Community, persona: Persona | None, tag: bytes) -> None:
    """Remembers which walls `enter_community()` has opened; opens a group's own as well."""
    home = community.parent_id or community.id
    active = persona is not None and persona.status == "active"
    if active and community.id != home:
        db.act_in(session, (home, community.id), (tag,))
    else:  # the database function has set the same for this transaction; remembered for a later one
        session.info["communities"] = (home,) if active else ()
        session.info["tags"] = (tag,)


def find_community(session: Session, slug: str) -> Community | None:
    """A community by its address; also the hidden ones, so ask the guard before saying so."""
    return session.scalars(COMMUNITY, {"slug": slug}).first()


def own_personas(session: Session, actor: Actor) -> list[tuple[Community, Persona]]:
    """The actor's living personas with their communities; opens the walls of those communities for this transaction."""
    if actor.offices:
        return []
    homes = list(session.exec(select(Community).where(col(Community.parent_id).is_(None))))
    tags = {tag_in(actor, community.id): community for community in homes}
    db.act_in(session, (), tuple(tags))
    rows = session.exec(select(Persona).where(col(Persona.owner_tag).in_(tags))).all()
    living = [(tags[bytes(row.owner_tag)], row) for row in rows if row.status in ("active", "pending")]
    db.act_in(session, [community.id for community, row in living if row.status == "active"], tuple(tags))
    return living


def enter_by_id(session: Session, actor: Actor | None, community_id: UUID) -> Entrance | None:
    """Like `enter`, for an address that names no community; None when there is no such community."""
    community = session.get(Community, community_id)
    return Entrance(community, enter(session, actor, community)) if community else None
