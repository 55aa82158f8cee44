"""The short way in: who it is and where they stand in a community, in one statement.

A page inside a community needs its reader's session, the community and their persona there. The persona is found by a tag
that is computed from the account, so a first visit asks three times. What this process remembers of it (whose a session
is, which community an address means) only lets a later visit ask everything at once; nothing remembered is believed: the
statement reads session, community and persona anew each time, and an answer that does not match is thrown away.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Uuid, bindparam, column, inspect, literal_column, text
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from app.access import arrival
from app.access.predicates import Actor
from app.core import db, keys
from app.models.community import Community, Persona

Row = TypeVar("Row", Community, Persona)
MOST = 8192
_SESSION = (
    "session_id", "account_id", "second_factor", "stepped_up_at", "seen_at", "expires_at", "status", "locale", "theme",
    "text_size", "generations_sealed", "has_second_factor", "roles",
)  # fmt: skip
_COMMUNITY: Any = Community.__table__.c  # type: ignore[attr-defined]
_PERSONA: Any = tuple(Persona.__table__.c)  # type: ignore[attr-defined]
_HEAD: Any = (*(column(name) for name in _SESSION), column("version"))
_NAMES = tuple(one.name for one in _PERSONA)
# `version` is the row's own (xmin): it changes with every change of the community, at the moment it is committed.
_SQL = text(
    "SELECT " + ", ".join(f"s.{name}" for name in _SESSION)
    + ", (SELECT c.xmin::text FROM community c WHERE c.id = :place AND c.slug = :slug) AS version, "
    + ", ".join(f"p.{one.name} AS p_{one.name}" for one in _PERSONA)
    + " FROM resolve_session(:token) s LEFT JOIN LATERAL enter_community(:home, :tag) p ON true"
).bindparams(
    bindparam("place", type_=Uuid()), bindparam("home", type_=Uuid()), bindparam("token", type_=BYTEA),
    bindparam("tag", type_=BYTEA),
)  # fmt: skip
ARRIVE: Any = _SQL.columns(*_HEAD, *(column(f"p_{one.name}", one.type) for one in _PERSONA))
_VERSION: Any = literal_column("xmin::text").label("version")
PLACE: Any = sa_select(*_COMMUNITY, _VERSION).where(_COMMUNITY.slug == bindparam("slug"))


@dataclass(frozen=True, slots=True)
class _Place:
    """A community as it was read, with the version of its row."""

    version: str
    values: dict[str, Any]

    @property
    def id(self) -> UUID:
        found: UUID = self.values["id"]
        return found

    @property
    def home(self) -> UUID:
        found: UUID = self.values["parent_id"] or self.values["id"]
        return found

    def attached(self, session: Session) -> Community:
        """The community as an object of this session, without a statement."""
        return attached(session, Community, self.values)


def attached(session: Session, kind: type[Row], values: dict[str, Any]) -> Row:
    """A row that was read plainly, as an object of this session (what the ORM's loader does, and little else)."""
    known = session.identity_map.get(session.identity_key(kind, values["id"]))
    if isinstance(known, kind):
        return known
    made: Row = inspect(kind).class_manager.new_instance()
    made.__dict__.update(values)
    make_transient_to_detached(made)
    session.add(made)
    return made


_places: OrderedDict[str, _Place] = OrderedDict()
_owners: OrderedDict[bytes, tuple[UUID, bytes | None]] = OrderedDict()


def arrive_in(
    session: Session, token: str, slug: str, *, by_ticket: bool
) -> tuple[Actor, arrival.Entrance] | None:
    """The actor and their entrance in one statement; None when the long way must be taken (or nobody is at the door)."""
    hashed, place = keys.hashed(token), _places.get(slug)
    owner = _owners.get(hashed)
    if owner is None or place is None:
        return None
    account_id, sealed = owner
    generation = arrival.generations_in(sealed).get(str(place.home), 0)
    tag = arrival.owner_tag(account_id, place.home, generation)
    values = {"token": hashed, "place": place.id, "slug": slug, "home": place.home, "tag": tag}
    row = session.connection().execute(ARRIVE, values).first()
    actor = arrival.actor_of(session, row, by_ticket=by_ticket) if row is not None else None
    known = row is not None and (row.account_id, row.generations_sealed) == owner
    if row is None or actor is None or not known or row.version != place.version:
        forget(hashed, slug)
        db.act_in(session, ())
        return None
    persona = None
    if row.p_id is not None and not actor.offices:
        persona = attached(session, Persona, dict(zip(_NAMES, row[len(_HEAD) :], strict=True)))
    entrance = arrival.Entrance(place.attached(session), persona)
    if actor.offices:
        db.act_in(session, ())
    else:
        arrival.open_wall(session, entrance.community, persona, tag)
    return actor, entrance


def find_actor(session: Session, token: str, *, by_ticket: bool) -> Actor | None:
    """The long way to an actor; remembers whose session it is."""
    hashed = keys.hashed(token)
    row = session.connection().execute(arrival.RESOLVE, {"token": hashed}).first()
    actor = arrival.actor_of(session, row, by_ticket=by_ticket) if row is not None else None
    if row is not None and actor is not None:
        _keep(_owners, hashed, (row.account_id, row.generations_sealed))
    return actor


def remember(session: Session, slug: str) -> None:
    """After the long way into a community: what lets the next visit take the short one."""
    row = session.connection().execute(PLACE, {"slug": slug}).mappings().first()
    if row is not None:
        values = dict(row)
        _keep(_places, slug, _Place(values.pop("version"), values))


def forget(hashed: bytes, slug: str) -> None:
    """The next visit takes the long way."""
    _owners.pop(hashed, None)
    _places.pop(slug, None)


def forget_all() -> None:
    """Everything is learnt again (tests)."""
    _owners.clear()
    _places.clear()


def _keep(where: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    where[key] = value
    while len(where) > MOST:
        where.popitem(last=False)
