"""Finding conversations: the reader's own, in every community, but none with somebody whom the reader blocked.

Who was blocked sees what they saw before and may go on writing: nobody reads it, and nothing tells them so.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.access import arrival
from app.access.predicates import Actor
from app.core.errors import NotFound
from app.core.web import Visit
from app.messages import sealing
from app.messages.blocking import has_blocked
from app.models.chat import Block, Conversation, ConversationStatus, Letter
from app.models.community import Community, Persona, PersonaStatus

MOST = 100


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as one of its two sees it. `author_id` is that one: to the guard it is their own."""

    row: Conversation
    me: Persona
    other: Persona
    community: Community

    @property
    def author_id(self) -> UUID:
        """Whose conversation this is, for the guard."""
        return self.me.id

    @property
    def id(self) -> UUID:
        """The conversation's id."""
        return self.row.id

    @property
    def asked_me(self) -> bool:
        """Whether the reader has to answer a request."""
        return self.row.status == ConversationStatus.ASKED and self.row.other_id == self.me.id

    @property
    def open(self) -> bool:
        """Whether both may write."""
        return self.row.status == ConversationStatus.OPEN

    @property
    def waiting(self) -> bool:
        """What the asker sees until there is a yes: a no looks the same."""
        return not self.open and self.row.asker_id == self.me.id

    @property
    def unread(self) -> bool:
        """Whether something new is there."""
        read = self.row.asker_read if self.row.asker_id == self.me.id else self.row.other_read
        return self.row.last_seq > read and (self.open or self.asked_me)


@dataclass(frozen=True, slots=True)
class Said:
    """One letter, opened."""

    id: UUID
    seq: int
    mine: bool
    body: str
    at: datetime


def _talk(row: Conversation, mine: dict[UUID, tuple[Community, Persona]], other: Persona) -> Talk:
    community, me = mine[row.asker_id if row.asker_id in mine else row.other_id]
    return Talk(row, me, other, community)


def _mine(session: Session, actor: Actor) -> dict[UUID, tuple[Community, Persona]]:
    rows = arrival.own_personas(session, actor)
    return {
        persona.id: (community, persona)
        for community, persona in rows
        if persona.status == PersonaStatus.ACTIVE
    }


def list_visible(session: Session, actor: Actor) -> list[Talk]:
    """The reader's conversations, newest first; what was declined or ended is not among them for who ended it."""
    mine = _mine(session, actor)
    other = aliased(Persona)
    query = (
        select(Conversation, other)
        .join(
            other,
            or_(
                col(Conversation.asker_id).in_(mine) & (col(other.id) == col(Conversation.other_id)),
                col(Conversation.other_id).in_(mine) & (col(other.id) == col(Conversation.asker_id)),
            ),
        )
        .where(~exists().where(col(Block.author_id).in_(mine), col(Block.blocked_id) == col(other.id)))
        .order_by(col(Conversation.changed_at).desc())
        .limit(MOST)
    )
    talks = [_talk(row, mine, person) for row, person in session.exec(query)]
    return [one for one in talks if one.row.status != ConversationStatus.CLOSED or one.waiting]


def find_talk(visit: Visit, conversation_id: UUID) -> Talk:
    """One of the reader's conversations; blocked, ended, somebody else's and invented are alike."""
    mine = _mine(visit.session, visit.actor)
    row = visit.session.get(Conversation, conversation_id)
    if row is None or not {row.asker_id, row.other_id} & set(mine):
        raise NotFound
    me = row.asker_id if row.asker_id in mine else row.other_id
    other = visit.session.get(Persona, row.other_id if me == row.asker_id else row.asker_id)
    if other is None or has_blocked(visit.session, me, other.id):
        raise NotFound
    talk = _talk(row, mine, other)
    if row.status == ConversationStatus.CLOSED and not talk.waiting:
        raise NotFound
    visit.membership = talk.me
    return talk


def find_persona(visit: Visit, persona_id: UUID) -> Persona:
    """Somebody else of one of the reader's communities, whom the reader did not block."""
    mine = {persona.community_id: persona for _, persona in _mine(visit.session, visit.actor).values()}
    other = visit.session.get(Persona, persona_id)
    if other is None or other.status != PersonaStatus.ACTIVE or other.community_id not in mine:
        raise NotFound
    visit.membership = mine[other.community_id]
    if other.id == visit.membership.id:
        raise NotFound
    return other


def letters(session: Session, talk: Talk, *, most: int = MOST) -> list[Said]:
    """The newest letters, oldest first, opened with the reader's own way in."""
    newest = (
        select(Letter)
        .where(col(Letter.conversation_id) == talk.row.id)
        .order_by(col(Letter.seq).desc())
        .limit(most)
    )
    rows = session.exec(newest).all()
    key = sealing.key_of(talk.row, talk.me.id)
    return [
        Said(row.id, row.seq, row.author_id == talk.me.id, sealing.unseal(key, row), row.at)
        for row in reversed(rows)
    ]
