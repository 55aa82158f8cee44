"""Threads and posts, their history, what readers keep about them, and the words that search looks in.

A text is rendered and sanitised once, when it is written: `html` is what pages show. Drafts carry no community and no
persona; the words have their own table because row-level security would keep PostgreSQL from using a text index.
"""

from datetime import date
from enum import StrEnum

from markupsafe import Markup
from sqlalchemy import Dialect, Index, LargeBinary, Text, TypeDecorator, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id


class Rendered(TypeDecorator[str]):
    """HTML that was sanitised when it was written: pages show it as it is."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Markup | None:
        """What comes from the table is ready for a page."""
        return None if value is None else Markup(value)


class Support(StrEnum):
    """What somebody wishes for when opening a thread."""

    TO_BE_HEARD = "to_be_heard"
    ADVICE = "advice"
    INFORMATION = "information"


class PostStatus(StrEnum):
    """Where a text stands: waiting for a moderator, visible, hidden by a moderator, withdrawn by its author."""

    HELD = "held"
    VISIBLE = "visible"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


class ReactionKind(StrEnum):
    """Two quiet signs, never a score."""

    THANKS = "thanks"
    HELPED = "helped"


class Thread(Table, table=True):
    """A conversation. `post_count` counts the visible posts, the opening one too; status follows the opening post."""

    __tablename__ = "thread"
    __table_args__ = (
        one_of("support", Support),
        one_of("status", PostStatus),
        Index(
            "ix_thread_recent",
            "community_id",
            text("pinned DESC"),
            text("last_post_at DESC"),
            text("id DESC"),
        ),
    )

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    topic_id: UUID = Field(foreign_key="topic.id", ondelete="CASCADE", index=True)
    author_id: UUID | None = Field(default=None, foreign_key="persona.id", ondelete="SET NULL", index=True)
    title: str = Field(max_length=160)
    support: str = choice(Support, Support.TO_BE_HEARD)
    lang: str = Field(default="fr", max_length=8)
    status: str = choice(PostStatus, PostStatus.VISIBLE)
    pinned: bool = False
    locked: bool = False
    hosts_professionals: bool = False
    post_count: int = 0
    created_at: datetime = moment()
    last_post_at: datetime = moment()


class Post(Table, table=True):
    """One text of a thread, as it was typed and as it is shown. `author_id` is empty once its author is erased."""

    __tablename__ = "post"
    __table_args__ = (
        one_of("status", PostStatus),
        Index("ix_post_in_thread", "thread_id", "created_at", "id"),
    )

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    thread_id: UUID = Field(foreign_key="thread.id", ondelete="CASCADE")
    author_id: UUID | None = Field(default=None, foreign_key="persona.id", ondelete="SET NULL", index=True)
    opening: bool = False
    body: str = Field(sa_type=Text)
    html: str = Field(sa_type=Rendered)
    note: str = Field(default="", max_length=80)
    lang: str = Field(default="fr", max_length=8)
    status: str = choice(PostStatus, PostStatus.VISIBLE)
    thanks: int = 0
    helped: int = 0
    created_at: datetime = moment()
    edited_at: datetime | None = moment(nullable=True)


class PostVersion(Table, table=True):
    """What a post said before an edit."""

    __tablename__ = "post_version"

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    post_id: UUID = Field(foreign_key="post.id", ondelete="CASCADE", index=True)
    html: str = Field(sa_type=Rendered)
    written_at: datetime = moment()


class Reaction(Table, table=True):
    """A thank-you, or "this helped me", from one persona to one post."""

    __tablename__ = "reaction"
    __table_args__ = (one_of("kind", ReactionKind),)

    post_id: UUID = Field(foreign_key="post.id", ondelete="CASCADE", primary_key=True)
    persona_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", primary_key=True, index=True)
    kind: str = Field(primary_key=True, max_length=40)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")


class Follow(Table, table=True):
    """A persona hears of new replies in a thread."""

    __tablename__ = "follow"

    thread_id: UUID = Field(foreign_key="thread.id", ondelete="CASCADE", primary_key=True)
    persona_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", primary_key=True, index=True)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")


class ReadMark(Table, table=True):
    """How far a persona has read a thread: the moment of the newest post it has seen."""

    __tablename__ = "read_mark"

    persona_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", primary_key=True)
    thread_id: UUID = Field(foreign_key="thread.id", ondelete="CASCADE", primary_key=True, index=True)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    read_at: datetime = moment()


class Draft(Table, table=True):
    """An unfinished text, sealed with the data key of its writer; the tags say neither who nor where."""

    __tablename__ = "draft"

    name: bytes = Field(sa_type=LargeBinary, primary_key=True)
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    day: date


class PostWords(Table, table=True):
    """The stems of a visible post (and of its title when it opens a thread). No hat reads this: `find_posts()` does,
    inside the communities of the transaction only."""

    __tablename__ = "post_words"
    __table_args__ = (Index("ix_post_words_words", "words", postgresql_using="gin"),)

    post_id: UUID = Field(foreign_key="post.id", ondelete="CASCADE", primary_key=True)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    written_at: datetime = moment()
    lang: str = Field(max_length=8)
    words: str = Field(sa_type=TSVECTOR)
