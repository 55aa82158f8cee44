"""The key of a conversation, wrapped once for each of its two: whoever is erased takes their way in along.

The two wrapping keys live in the keystore, which backups leave out. Texts are sealed with the id of their row.
"""

from uuid import UUID

from app.core import keys, keystore
from app.models.chat import Conversation, Letter

KIND = "conversation"


def wrapping_key(conversation_id: UUID, persona_id: UUID) -> bytes:
    """The key that wraps a conversation's key for one persona; KeyDestroyed once that persona was erased."""
    return keystore.key_for(KIND, f"{conversation_id}/{persona_id}")


def wrap(conversation_id: UUID, persona_id: UUID, key: bytes) -> bytes:
    """The conversation's key as one persona keeps it."""
    return keys.seal_with(wrapping_key(conversation_id, persona_id), key, conversation_id.bytes)


def key_of(conversation: Conversation, persona_id: UUID) -> bytes:
    """The conversation's key, by the way in of one of its two."""
    asked = persona_id == conversation.asker_id
    wrapped = conversation.wrapped_for_asker if asked else conversation.wrapped_for_other
    return keys.open_with(wrapping_key(conversation.id, persona_id), wrapped, conversation.id.bytes)


def seal(key: bytes, letter_id: UUID, body: str) -> bytes:
    """A text as it is kept."""
    return keys.seal_with(key, body.encode(), letter_id.bytes)


def unseal(key: bytes, letter: Letter) -> str:
    """A text as it was written."""
    return keys.open_with(key, letter.body_sealed, letter.id.bytes).decode()


def shut_out(conversation_id: UUID, persona_id: UUID) -> None:
    """Destroys one persona's way in, for good."""
    keystore.destroy(KIND, f"{conversation_id}/{persona_id}")
