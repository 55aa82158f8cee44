"""What chat keeps about a person: given out on request, and forgotten on request."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.access.person import Person
from app.chat import moderate
from app.models.chat import Block, Message, MessageStatus


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Every message with its words, and who was blocked, by handle's id; hidden messages too: they are the person's own."""
    names = {persona.id: community.slug for community, persona in person.memberships}
    messages = session.exec(
        select(Message).where(col(Message.author_id).in_(names)).order_by(col(Message.at))
    ).all()
    blocks = session.exec(select(Block).where(col(Block.author_id).in_(names))).all()
    return {
        "messages": [
            {
                "community": names[one.author_id],
                "at": one.at.isoformat(),
                "status": one.status,
                "text": one.body,
            }
            for one in messages
            if one.author_id is not None
        ],
        "blocks": [{"community": names[one.author_id], "persona": str(one.blocked_id)} for one in blocks],
    }


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Takes every message back. Chat is forgotten within thirty days anyway, so words are never kept without their author."""
    mine = col(Message.author_id).in_(person.persona_ids)
    there = mine & (col(Message.status) != MessageStatus.DELETED.value)
    messages = session.exec(select(Message).where(there)).all()
    for message in messages:
        moderate.take_back(session, message)
    session.connection().execute(update(Message).where(mine).values(author_id=None))
    blocks = session.exec(
        select(Block).where(
            col(Block.author_id).in_(person.persona_ids) | col(Block.blocked_id).in_(person.persona_ids)
        )
    ).all()
    for block in blocks:
        session.delete(block)
    session.flush()
    return len(messages) + len(blocks)
