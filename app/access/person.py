"""A person as data rights see one: the account and its living personas. Never stored, never logged.

Rooms that know persons offer two deeds in `<room>/rights.py`, called by `app/data_rights/` from above:
`gather(session, person) -> dict` (everything the room keeps about the person, as JSON values) and
`erase(session, person, *, keep_words: bool) -> int` (how many rows went; `keep_words` detaches texts instead).
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.access import arrival
from app.access.predicates import Actor
from app.core import keys
from app.models.community import Community, Persona


@dataclass(frozen=True, slots=True)
class Person:
    """An account and the personas it holds; the walls of their communities are open in this transaction."""

    account_id: UUID
    memberships: tuple[tuple[Community, Persona], ...]

    @property
    def persona_ids(self) -> list[UUID]:
        """The ids of the personas, for look-ups in the rooms' tables."""
        return [persona.id for _, persona in self.memberships]


def person_of(session: Session, actor: Actor) -> Person:
    """The person behind an actor, found forward from the account to its tags."""
    return Person(actor.account_id, tuple(arrival.own_personas(session, actor)))


def audit_name(account_id: UUID) -> str:
    """How the audit log calls an account: a keyed tag, that nobody joins to a persona."""
    return keys.tag("audit", account_id.bytes).hex()
