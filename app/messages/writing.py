"""Asking, accepting, declining and writing. Whoever is blocked or declined is told nothing: their request just waits."""

import secrets
from uuid import UUID, uuid4

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.access.blocks import are_blocked
from app.core import clock, limits
from app.core.errors import Conflict, NotFound, Refused
from app.messages import sealing
from app.messages.blocking import has_blocked
from app.models.chat import Conversation, ConversationStatus, Letter
from app.models.community import CommunityRole, Persona, PersonaStatus
from app.models.notification import NotificationKind
from app.notifications.notify import notify

REQUESTS = limits.Limit("conversation_requests", "20/day", "closed")


def pair(session: Session, one: UUID, other: UUID) -> Conversation | None:
    """The conversation of two personas, whoever asked."""
    low, high = sorted((one, other))
    matches = (
        func.least(col(Conversation.asker_id), col(Conversation.other_id)) == low,
        func.greatest(col(Conversation.asker_id), col(Conversation.other_id)) == high,
    )
    return session.exec(select(Conversation).where(*matches)).first()


def ask(session: Session, me: Persona, other: Persona, body: str) -> Conversation:
    """A request with its first words. An earlier conversation of the two is taken up again instead of a second one."""
    if other.id == me.id or other.community_id != me.community_id or other.status != PersonaStatus.ACTIVE:
        raise NotFound
    if other.role == CommunityRole.PROFESSIONAL:
        raise Refused("Health professionals answer in their sessions, not in private.", code="professional")
    if has_blocked(session, me.id, other.id):
        raise Refused("You blocked this person. Lift the block first.", code="blocked")
    found = pair(session, me.id, other.id)
    if found is not None:
        if found.status == ConversationStatus.OPEN:
            write(session, found, me, body)
        return found
    limits.count(REQUESTS, me.id.bytes)
    new_id, key = uuid4(), secrets.token_bytes(32)
    made = Conversation(
        id=new_id, community_id=me.community_id, asker_id=me.id, other_id=other.id, changed_at=clock.now(),
        wrapped_for_asker=sealing.wrap(new_id, me.id, key), wrapped_for_other=sealing.wrap(new_id, other.id, key),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _add(session, made, me, body, uuid4())
    _tell(session, made, other.id)
    return made


def accept(session: Session, conversation: Conversation, me: Persona) -> None:
    """The one who was asked agrees."""
    if conversation.other_id != me.id or conversation.status != ConversationStatus.ASKED:
        raise Conflict
    conversation.status = ConversationStatus.OPEN.value
    conversation.changed_at = clock.now()
    session.add(conversation)
    session.flush()
    _tell(session, conversation, conversation.asker_id)


def close(session: Session, conversation: Conversation, me: Persona) -> None:
    """Declines a request, or ends a conversation; the other one is told nothing."""
    if conversation.status == ConversationStatus.ASKED and conversation.other_id != me.id:
        raise Conflict
    conversation.status = ConversationStatus.CLOSED.value
    session.add(conversation)
    session.flush()


def write(
    session: Session, conversation: Conversation, me: Persona, body: str, key: UUID | None = None
) -> Letter:
    """One more letter of an open conversation. The same key brings the letter that is there already."""
    key = key or uuid4()
    again = session.exec(select(Letter).where(col(Letter.author_id) == me.id, col(Letter.key) == key)).first()
    if again is not None and again.conversation_id == conversation.id:
        return again
    if conversation.status != ConversationStatus.OPEN:
        raise Refused("You can write again once your request was accepted.", code="not-accepted")
    limits.hit("chat", me.id.bytes)
    letter = _add(session, conversation, me, body, key)
    _tell(session, conversation, other_of(conversation, me.id))
    return letter


def other_of(conversation: Conversation, persona_id: UUID) -> UUID:
    """The other one of the two."""
    return conversation.other_id if persona_id == conversation.asker_id else conversation.asker_id


def _add(session: Session, conversation: Conversation, me: Persona, body: str, key: UUID) -> Letter:
    session.refresh(conversation, with_for_update=True)
    letter_id = uuid4()
    conversation.last_seq += 1
    conversation.changed_at = clock.now()
    _read(conversation, me.id)
    letter = Letter(
        id=letter_id, conversation_id=conversation.id, community_id=conversation.community_id, seq=conversation.last_seq,
        author_id=me.id, key=key, at=clock.now(), body_sealed=sealing.seal(sealing.key_of(conversation, me.id), letter_id, body),
    )  # fmt: skip
    session.add_all([conversation, letter])
    session.flush()
    return letter


def _read(conversation: Conversation, persona_id: UUID) -> None:
    if persona_id == conversation.asker_id:
        conversation.asker_read = conversation.last_seq
    else:
        conversation.other_read = conversation.last_seq


def mark_read(session: Session, conversation: Conversation, persona_id: UUID) -> None:
    """Everything so far was seen by one of the two; the other one is never told."""
    before = (conversation.asker_read, conversation.other_read)
    _read(conversation, persona_id)
    if before != (conversation.asker_read, conversation.other_read):
        session.add(conversation)
        session.flush()


def _tell(session: Session, conversation: Conversation, persona_id: UUID) -> None:
    if are_blocked(session, conversation.asker_id, conversation.other_id):
        return
    notify(
        session,
        persona_id=persona_id,
        community_id=conversation.community_id,
        kind=NotificationKind.REPLY.value,
        link=f"/messages/{conversation.id}",
    )
