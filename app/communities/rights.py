"""A person's rights over what communities keep: memberships and wishes to join, given back or erased.

Erasing leaves an empty shell where other tables still point: no name, no tag, no seal. The name stays reserved.
"""

from typing import Any

from sqlmodel import Session, col, select

from app.access.arrival import owner_tag
from app.access.person import Person
from app.accounts.generations import generations_of
from app.communities.handles import fold_handle
from app.communities.personas import reserve
from app.core import db, keys
from app.models.community import (
    Community,
    CommunityRole,
    JoinRequest,
    Persona,
    PersonaKind,
    PersonaStatus,
)

NOBODY = "Ancien membre"


def every_persona(session: Session, person: Person) -> list[tuple[Community, Persona]]:
    """All personas that an account ever had, also those that left, were refused or are banned; opens their walls."""
    generations = generations_of(session, person.account_id)
    homes = list(session.exec(select(Community).where(col(Community.parent_id).is_(None))))
    tags = {
        owner_tag(person.account_id, home.id, number): home
        for home in homes
        for number in range(generations.get(str(home.id), 0) + 1)
    }
    db.act_in(session, (), tuple(tags))
    rows = list(session.exec(select(Persona).where(col(Persona.owner_tag).in_(tags))))
    db.act_in(session, list({row.community_id for row in rows}), tuple(tags))
    return [(tags[bytes(row.owner_tag)], row) for row in rows]


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Where somebody lives or lived, under which name, and what they wrote to get in."""
    personas = every_persona(session, person)
    wishes = {
        one.persona_id: one
        for one in session.exec(
            select(JoinRequest).where(col(JoinRequest.persona_id).in_([row.id for _, row in personas]))
        )
    }
    return {"memberships": [_told(home, row, wishes.get(row.id)) for home, row in personas]}


def _told(home: Community, row: Persona, wish: JoinRequest | None) -> dict[str, Any]:
    return {
        "community": home.slug,
        "handle": row.handle,
        "kind": row.kind,
        "role": row.role,
        "status": row.status,
        "joined_on": row.joined_on.isoformat() if row.joined_on else None,
        "muted_until": row.muted_until.isoformat() if row.muted_until else None,
        "banned_until": row.banned_until.isoformat() if row.banned_until else None,
        "request": {
            "asked_on": wish.asked_on.isoformat(),
            "answer": wish.answer,
            "accepted": wish.accepted,
            "reason": wish.reason,
        }
        if wish
        else None,
    }


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Deletes the wishes and empties these personas; gives how many rows changed. Called after the other rooms.

    Only those that `person` names: an erasure brings them one by one, at moments drawn by lot.
    """
    personas = person.memberships
    count = 0
    wanted = select(JoinRequest).where(col(JoinRequest.persona_id).in_([row.id for _, row in personas]))
    for wish in session.exec(wanted):
        session.delete(wish)
        count += 1
    session.flush()
    for _, row in personas:
        reserve(session, row)
        _empty(row)
        session.add(row)
        count += 1
    session.flush()
    return count


def _empty(row: Persona) -> None:
    """What is left has no name, no owner and no history."""
    row.handle = f"{NOBODY} {keys.token(6)}"
    row.handle_folded = fold_handle(row.handle)
    row.owner_tag, row.standing_tag = keys.tag("gone", keys.token()), keys.tag("gone", keys.token())
    row.owner_sealed = row.joined_on = row.muted_until = row.banned_until = None
    row.kind, row.role = PersonaKind.PATIENT.value, CommunityRole.MEMBER.value
    row.status, row.approved_posts = PersonaStatus.LEFT.value, 0
