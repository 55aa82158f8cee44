"""Rooms, messages with a sequence per room, private conversations, blocks, and who is connected now."""

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id


class MessageStatus(StrEnum):
    """Where a message stands. What is deleted or hidden keeps its number, so that sequences have no holes."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    DELETED = "deleted"


class ConversationStatus(StrEnum):
    """A conversation begins as a request; it is a conversation once the other one accepted."""

    ASKED = "asked"
    OPEN = "open"
    CLOSED = "closed"


class Room(Table, table=True):
    """The live room of a community. `last_seq` is the number of its newest message; taking one locks this row."""

    __tablename__ = "room"

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", unique=True)
    last_seq: int = Field(default=0, sa_type=BigInteger)
    slow_seconds: int = 0
    read_only: bool = False


class Message(Table, table=True):
    """One message. `key` is the sender's own, so that sending again stores nothing new; no author once one has left."""

    __tablename__ = "message"
    __table_args__ = (
        one_of("status", MessageStatus),
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("author_id", "key"),
    )

    id: UUID = random_id()
    room_id: UUID = Field(foreign_key="room.id", ondelete="CASCADE")
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    seq: int = Field(sa_type=BigInteger)
    author_id: UUID | None = Field(default=None, foreign_key="persona.id", ondelete="SET NULL")
    key: UUID
    body: str = Field(max_length=2000)
    status: str = choice(MessageStatus, MessageStatus.VISIBLE)
    at: datetime = moment(index=True)


class Block(Table, table=True):
    """A persona does not wish to meet another one, in one community. It works both ways and nobody is told."""

    __tablename__ = "block"

    author_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", primary_key=True)
    blocked_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", primary_key=True, index=True)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)


class Conversation(Table, table=True):
    """Two personas of one community. Its key is wrapped once for each; without either wrapping nobody reads it."""

    __tablename__ = "conversation"
    __table_args__ = (
        one_of("status", ConversationStatus),
        Index("ux_conversation_pair", text("least(asker_id, other_id)"), text("greatest(asker_id, other_id)"), unique=True),
    )  # fmt: skip

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    asker_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", index=True)
    other_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", index=True)
    wrapped_for_asker: bytes = Field(sa_type=LargeBinary)
    wrapped_for_other: bytes = Field(sa_type=LargeBinary)
    status: str = choice(ConversationStatus, ConversationStatus.ASKED)
    last_seq: int = 0
    asker_read: int = 0
    other_read: int = 0
    changed_at: datetime = moment(index=True)


class Letter(Table, table=True):
    """One sealed message of a conversation."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"), UniqueConstraint("author_id", "key"))

    id: UUID = random_id()
    conversation_id: UUID = Field(foreign_key="conversation.id", ondelete="CASCADE")
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    seq: int
    author_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE")
    key: UUID
    body_sealed: bytes = Field(sa_type=LargeBinary)
    at: datetime = moment()


class LiveWorker(Table, table=True):
    """A web process that holds sockets, with its last sign of life. Unlogged: a crash of the database forgets it."""

    __tablename__ = "live_worker"
    __table_args__: ClassVar[Any] = {"prefixes": ["UNLOGGED"]}

    id: UUID = random_id()
    beat: datetime = moment()


class LiveSocket(Table, table=True):
    """An open socket: whose (a keyed tag that joins nothing else) and in which process. Counts five a person."""

    __tablename__ = "live_socket"
    __table_args__: ClassVar[Any] = {"prefixes": ["UNLOGGED"]}

    id: UUID = random_id()
    person: bytes = Field(sa_type=LargeBinary, index=True)
    worker_id: UUID = Field(foreign_key="live_worker.id", ondelete="CASCADE", index=True)
