"""The moderators' queue, reports, decisions with their reasons, appeals, sanctions, notes and public notices."""

from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id

PERSONA = "persona.id"
COMMUNITY = "community.id"


class ItemKind(StrEnum):
    """Why something stands in the queue."""

    HELD = "held"
    REPORT = "report"
    JOIN = "join"
    PII = "pii"
    DISTRESS = "distress"
    APPEAL = "appeal"
    NOTICE = "notice"


class ItemStatus(StrEnum):
    """Open, decided by somebody, or gone because its subject went away."""

    OPEN = "open"
    DECIDED = "decided"
    CLOSED = "closed"


class Act(StrEnum):
    """What a moderator may decide."""

    APPROVE = "approve"
    DISMISS = "dismiss"
    HIDE = "hide"
    REMOVE = "remove"
    RESTORE = "restore"
    ACCEPT = "accept"
    REFUSE = "refuse"
    WARN = "warn"
    MUTE = "mute"
    BAN = "ban"
    BAN_FOR_GOOD = "ban_for_good"
    LIFT = "lift"
    UPHOLD = "uphold"
    OVERTURN = "overturn"


class AppealStatus(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class ReviewItem(Table, table=True):
    """Something for a moderator to look at, with its text as it was. Greater harm comes first, then the older one.

    `version` grows with every claim and decision: who decides names the version that was on the page.
    """

    __tablename__ = "review_item"
    __table_args__ = (
        one_of("kind", ItemKind),
        one_of("status", ItemStatus),
        Index(
            "ix_review_item_queue", "community_id", text("(-harm)"), "opened_at", "id",
            postgresql_where=text("status = 'open'"),
        ),
        Index(
            "uq_review_item_open", "subject_kind", "subject_id", "kind",
            unique=True, postgresql_where=text("status = 'open'"),
        ),
    )  # fmt: skip

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key=COMMUNITY, ondelete="CASCADE")
    kind: str = choice(ItemKind)
    subject_kind: str = Field(max_length=20)
    subject_id: UUID = Field(index=True)
    author_id: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL", index=True)
    text: str = Field(max_length=20_000)
    reason: str = Field(default="", max_length=40)
    harm: int = 0
    reports: int = 0
    opened_at: datetime = moment()
    status: str = choice(ItemStatus, ItemStatus.OPEN)
    version: int = 1
    claimed_by: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL")
    claimed_until: datetime | None = moment(nullable=True)
    first_claimed_at: datetime | None = moment(nullable=True)
    closed_at: datetime | None = moment(nullable=True)


class Report(Table, table=True):
    """One person's report of one thing. The author of the thing never learns who it was."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("reporter_id", "subject_kind", "subject_id"),)

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key=COMMUNITY, ondelete="CASCADE", index=True)
    item_id: UUID = Field(foreign_key="review_item.id", ondelete="CASCADE", index=True)
    reporter_id: UUID | None = Field(foreign_key=PERSONA, ondelete="SET NULL")
    subject_kind: str = Field(max_length=20)
    subject_id: UUID
    reason: str = Field(max_length=40)
    words: str = Field(default="", max_length=1000)
    at: datetime = moment()


class Decision(Table, table=True):
    """One act on one target, with its rule and its reason: the statement of reasons (DSA, article 17).

    `author_id` is the persona it concerns; `text` their own words as they were; `until` ends a sanction.
    """

    __tablename__ = "decision"
    __table_args__ = (
        one_of("act", Act),
        Index("ix_decision_log", "community_id", text("decided_at DESC"), "id"),
    )

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key=COMMUNITY, ondelete="CASCADE")
    item_id: UUID | None = Field(default=None, foreign_key="review_item.id", ondelete="SET NULL", index=True)
    subject_kind: str = Field(max_length=20)
    subject_id: UUID = Field(index=True)
    author_id: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL", index=True)
    act: str = choice(Act)
    rule: str = Field(max_length=40)
    reason: str = Field(max_length=1000)
    automated: bool = False
    text: str = Field(default="", max_length=20_000)
    until: datetime | None = moment(nullable=True)
    decided_by: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL")
    by_lead: bool = False
    decided_at: datetime = moment()
    undone_at: datetime | None = moment(nullable=True)


class Appeal(Table, table=True):
    """An author's answer to a decision; another moderator than the first looks at it. One a decision."""

    __tablename__ = "appeal"
    __table_args__ = (one_of("status", AppealStatus),)

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key=COMMUNITY, ondelete="CASCADE", index=True)
    decision_id: UUID = Field(foreign_key="decision.id", ondelete="CASCADE", unique=True)
    author_id: UUID | None = Field(foreign_key=PERSONA, ondelete="SET NULL", index=True)
    words: str = Field(max_length=2000)
    made_at: datetime = moment()
    status: str = choice(AppealStatus, AppealStatus.OPEN)
    answer: str = Field(default="", max_length=1000)
    decided_by: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL")
    decided_at: datetime | None = moment(nullable=True)


class Sanction(Table, table=True):
    """A mute or a ban in force. It hangs on the tag without generation, so that leaving does not shed it."""

    __tablename__ = "sanction"
    __table_args__ = (one_of("act", Act),)

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key=COMMUNITY, ondelete="CASCADE", index=True)
    standing_tag: bytes = Field(sa_type=LargeBinary, index=True)
    persona_id: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL", index=True)
    decision_id: UUID = Field(foreign_key="decision.id", ondelete="CASCADE", unique=True)
    act: str = choice(Act)
    until: datetime | None = moment(nullable=True)
    lifted_at: datetime | None = moment(nullable=True)


class ModeratorNote(Table, table=True):
    """What moderators of a community tell each other about a persona."""

    __tablename__ = "moderator_note"

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key=COMMUNITY, ondelete="CASCADE", index=True)
    persona_id: UUID = Field(foreign_key=PERSONA, ondelete="CASCADE", index=True)
    written_by: UUID | None = Field(default=None, foreign_key=PERSONA, ondelete="SET NULL")
    text: str = Field(max_length=2000)
    at: datetime = moment()


class PublicNotice(Table, table=True):
    """A notice of illegal content by anybody (DSA, article 16). Name and address are sealed."""

    __tablename__ = "public_notice"

    id: UUID = random_id()
    community_id: UUID | None = Field(default=None, foreign_key=COMMUNITY, ondelete="SET NULL")
    location: str = Field(max_length=400)
    reason: str = Field(max_length=40)
    words: str = Field(max_length=4000)
    contact_sealed: bytes = Field(sa_type=LargeBinary)
    at: datetime = moment()
    handled_at: datetime | None = moment(nullable=True)


__all__ = [
    "Act",
    "Appeal",
    "AppealStatus",
    "Decision",
    "ItemKind",
    "ItemStatus",
    "ModeratorNote",
    "PublicNotice",
    "Report",
    "ReviewItem",
    "Sanction",
]
