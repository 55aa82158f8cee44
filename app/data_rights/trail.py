"""The reader's own part of the audit log: acts of theirs and acts about them, without content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from app.access.person import audit_name
from app.access.predicates import Actor
from app.core import keys

MOST = 200
_OWN = text(
    "SELECT content FROM audit_entry WHERE content ->> 'actor' = ANY(:names) OR content ->> 'subject' = ANY(:names)"
    " ORDER BY sequence DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Act:
    """One line: what, when, and whether the reader did it."""

    act: str
    at: datetime
    own: bool


def own_acts(session: Session, actor: Actor, persona_ids: list[UUID]) -> list[Act]:
    """The newest acts by or about the account and its personas."""
    office = keys.tag("office", actor.account_id.bytes).hex()[
        :32
    ]  # how the research desk writes its own acts
    names = [audit_name(actor.account_id), office, *(str(one) for one in persona_ids)]
    rows: Any = session.connection().execute(_OWN, {"names": names, "most": MOST}).scalars()
    return [Act(row["act"], datetime.fromisoformat(row["at"]), row["actor"] in names) for row in rows]
