"""What messages keep about a person: own letters given out on request; on erasure they go, and the way in with them."""

from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from app.access.person import Person
from app.messages import sealing
from app.models.chat import Conversation, ConversationStatus, Letter


def _conversations(session: Session, person: Person) -> list[Conversation]:
    ids = person.persona_ids
    mine = or_(col(Conversation.asker_id).in_(ids), col(Conversation.other_id).in_(ids))
    return list(session.exec(select(Conversation).where(mine)))


def gather(session: Session, person: Person) -> dict[str, Any]:
    """The person's own letters, opened. What others wrote is theirs."""
    names = {persona.id: community.slug for community, persona in person.memberships}
    given = []
    for conversation in _conversations(session, person):
        me = conversation.asker_id if conversation.asker_id in names else conversation.other_id
        rows = session.exec(
            select(Letter)
            .where(col(Letter.conversation_id) == conversation.id, col(Letter.author_id) == me)
            .order_by(col(Letter.seq))
        )
        key = sealing.key_of(conversation, me)
        given.append(
            {
                "community": names[me],
                "status": conversation.status,
                "letters": [
                    {"at": row.at.isoformat(), "text": sealing.unseal(key, row)} for row in rows.all()
                ],
            }
        )
    return {"conversations": given}


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Own letters go, whatever was wished for public words; the key that opened the rest is destroyed."""
    ids = set(person.persona_ids)
    conversations = _conversations(session, person)
    gone = int(session.exec(delete(Letter).where(col(Letter.author_id).in_(ids))).rowcount)
    for conversation in conversations:
        conversation.status = ConversationStatus.CLOSED.value
        session.add(conversation)
        for persona_id in {conversation.asker_id, conversation.other_id} & ids:
            sealing.shut_out(conversation.id, persona_id)
    session.flush()
    return gone + len(conversations)
