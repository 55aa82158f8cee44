"""Sending: from a text to a numbered message, many senders in one transaction.

The row of the room is locked while numbers are given, so that they have no hole and follow the order of commits. A
repeated key gets the first message again. Screening happens before, without a lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text, tuple_
from sqlmodel import Session, col, select

from app.access import live
from app.access.permissions import Permission
from app.access.predicates import Actor, Scene
from app.access.rules import refusal
from app.chat.screen import Screened, alert, screen
from app.core import clock, limits
from app.core.errors import NotFound, Refusal, Refused, TooMany
from app.models.chat import Message, Room
from app.models.community import CommunityRole, Persona
from app.review.guard_text import PiiChoice

STAFF = (CommunityRole.MODERATOR, CommunityRole.LEAD)
_LOCK = select(Room).where(col(Room.id) == text(":room")).with_for_update()
_STORE = text("""
    WITH stored AS (
        INSERT INTO message (id, room_id, community_id, seq, author_id, key, body, status, at)
        SELECT id, :room, :community, seq, author, key, body, 'visible', :at
        FROM unnest(CAST(:ids AS uuid[]), CAST(:seqs AS bigint[]), CAST(:authors AS uuid[]), CAST(:keys AS uuid[]),
                    CAST(:bodies AS text[])) AS fresh (id, seq, author, key, body)
    )
    UPDATE room SET last_seq = :last WHERE id = :room
""")
_LATEST = text("""
    SELECT author_id, max(at) AS at FROM message
    WHERE room_id = :room AND author_id = ANY(:authors) AND at > :since GROUP BY author_id
""")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody wants to send. `actor` is asked about when given (a door has asked already)."""

    persona_id: UUID
    key: UUID
    screened: Screened
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it was stored, now or (not `fresh`) by an earlier attempt."""

    id: UUID
    seq: int
    author_id: UUID
    handle: str
    key: UUID
    body: str
    at: datetime
    distress: bool = False
    fresh: bool = True


def send(
    session: Session, *, room: Room, persona: Persona, key: UUID, body: str, pii: PiiChoice = ""
) -> Message:
    """Sends one message of somebody whom the door let through. PiiFound, TooMany, Refused; the same key, the same message."""
    draft = Draft(persona.id, key, screen(body, pii))
    outcome = send_all(session, room.id, [draft])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return session.exec(select(Message).where(col(Message.id) == outcome.id)).one()


def send_all(session: Session, room_id: UUID, drafts: Sequence[Draft]) -> list[Sent | Refusal]:
    """Stores what may be stored, in order, and says for each draft what became of it. The room's wall is open."""
    room = session.scalars(_LOCK, {"room": room_id}).one_or_none()
    if room is None:
        return [NotFound() for _ in drafts]
    session.refresh(room)
    authors = list({draft.persona_id for draft in drafts})
    personas = {
        one.id: one
        for one in session.exec(
            select(Persona).where(col(Persona.id).in_(authors)).execution_options(populate_existing=True)
        )
    }
    known = _known(session, drafts, personas)
    pace = _Pace(session, room, authors)
    fresh: dict[tuple[UUID, UUID], Sent] = {}
    outcomes: list[Sent | Refusal] = []
    for draft in drafts:
        name = (draft.persona_id, draft.key)
        if name in fresh:
            outcomes.append(replace(fresh[name], fresh=False))
            continue
        outcome = known.get(name) or _judge(room, personas.get(draft.persona_id), draft, pace)
        if outcome is None:
            persona = personas[draft.persona_id]
            outcome = fresh[name] = Sent(
                uuid4(), room.last_seq + len(fresh) + 1, persona.id, persona.handle, draft.key, draft.screened.body, pace.now,
                draft.screened.distress,
            )  # fmt: skip
            alert(session, room.community_id, outcome.id, persona.id, draft.screened)
        outcomes.append(outcome)
    if fresh:
        _store(session, room, list(fresh.values()))
    return outcomes


def _known(
    session: Session, drafts: Sequence[Draft], personas: dict[UUID, Persona]
) -> dict[tuple[UUID, UUID], Sent | Refusal]:
    """Drafts whose key is stored already: the first message again."""
    names = [(draft.persona_id, draft.key) for draft in drafts]
    rows = session.exec(
        select(Message).where(tuple_(col(Message.author_id), col(Message.key)).in_(names))
    ).all()
    found: dict[tuple[UUID, UUID], Sent | Refusal] = {}
    for row in rows:
        if row.author_id is not None and row.author_id in personas:
            found[row.author_id, row.key] = Sent(
                row.id, row.seq, row.author_id, personas[row.author_id].handle, row.key, row.body, row.at, fresh=False
            )  # fmt: skip
    return found


def _judge(room: Room, persona: Persona | None, draft: Draft, pace: "_Pace") -> Refusal | None:
    """Why this one may not send now, asked of the same table as every door."""
    if persona is None:
        return NotFound()
    if draft.actor is not None:
        reason = refusal(Permission.message_send, Scene(draft.actor, persona, room))
        if reason is not None:
            return reason
    if room.read_only and persona.role not in STAFF:
        return Refused("This room is open for reading only.", code="read-only")
    try:
        limits.hit("chat", persona.id.bytes)
        pace.step(persona)
    except TooMany as too_many:
        return too_many
    return None


class _Pace:
    """Slow mode: exact, because it is asked under the room's lock."""

    def __init__(self, session: Session, room: Room, authors: list[UUID]) -> None:
        self.now = clock.now()
        self.wait = timedelta(seconds=room.slow_seconds)
        self.latest: dict[UUID, datetime] = {}
        if room.slow_seconds:
            values = {"room": room.id, "authors": authors, "since": self.now - self.wait}
            rows = session.connection().execute(_LATEST, values)
            self.latest = {row.author_id: row.at for row in rows}

    def step(self, persona: Persona) -> None:
        """One message of somebody; TooMany while slow mode says to wait."""
        if not self.wait or persona.role in STAFF:
            return
        last = self.latest.get(persona.id)
        if last is not None and self.now - last < self.wait:
            left = int((last + self.wait - self.now).total_seconds()) + 1
            raise TooMany("Slow mode: wait %(seconds)s seconds.", retry_after=left, code="slow", seconds=left)
        self.latest[persona.id] = self.now


def _store(session: Session, room: Room, fresh: list[Sent]) -> None:
    values = {
        "room": room.id,
        "community": room.community_id,
        "at": fresh[0].at,
        "last": fresh[-1].seq,
        "ids": [one.id for one in fresh],
        "seqs": [one.seq for one in fresh],
        "authors": [one.author_id for one in fresh],
        "keys": [one.key for one in fresh],
        "bodies": [one.body for one in fresh],
    }
    session.connection().execute(_STORE, values)
    live.signal(session, room.id, fresh[-1].seq)
    session.expire(room)


__all__ = ["Draft", "Sent", "send", "send_all"]
