"""A message goes: taken back by its author, or hidden by a decision. Its number stays, so that nobody sees a hole.

Followers are told after the commit; what they had on their page disappears.
"""

from uuid import UUID

from sqlmodel import Session

from app.access import live
from app.core import realtime
from app.core.errors import NotFound, Refused
from app.models.chat import Message, MessageStatus
from app.models.community import CommunityRole, Persona
from app.models.review import ItemKind
from app.review.items import close_for, open_item

RANKS = [role.value for role in CommunityRole]


def find_message(session: Session, message_id: UUID) -> Message:
    """A message of the communities whose walls are open, whatever its status; NotFound otherwise."""
    found = session.get(Message, message_id)
    if found is None:
        raise NotFound
    return found


def hide(session: Session, message_id: UUID) -> Message:
    """Readers see it no more; its text stays for the author and for an appeal."""
    message = find_message(session, message_id)
    if message.status == MessageStatus.VISIBLE:
        message.status = MessageStatus.HIDDEN.value
        _gone(session, message)
    return message


def restore(session: Session, message_id: UUID) -> Message:
    """A hidden message can be read again; a live page shows it when it is opened anew."""
    message = find_message(session, message_id)
    if message.status == MessageStatus.HIDDEN:
        message.status = MessageStatus.VISIBLE.value
        session.add(message)
        session.flush()
    return message


def take_back(session: Session, message: Message) -> None:
    """The author's own deletion: the text goes for good."""
    message.status = MessageStatus.DELETED.value
    message.body = ""
    close_for(session, "message", message.id)
    _gone(session, message)


def hide_at_once(session: Session, message: Message, by: Persona) -> None:
    """A moderator's first act in a live room. The queue then asks for the rule and the reason that the author will read.

    Refused for a message of equal or higher rank: the queue takes a report of it.
    """
    author = session.get(Persona, message.author_id) if message.author_id else None
    if author is not None and RANKS.index(by.role) <= RANKS.index(author.role):
        raise Refused
    open_item(
        session,
        community_id=message.community_id,
        kind=ItemKind.REPORT,
        subject_kind="message",
        subject_id=message.id,
        author_id=message.author_id,
        text=message.body,
        reporter_id=by.id,
        reason="other",
        harm=60,
    )
    hide(session, message.id)


def _gone(session: Session, message: Message) -> None:
    session.add(message)
    session.flush()
    realtime.publish(session, live.topic(message.room_id), {"removed": message.seq})
