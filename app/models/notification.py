"""Rows addressed to personas, and how often somebody wants mail."""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, text
from sqlmodel import Field

from app.models.account import SCHEMA
from app.models.base import UUID, Table, choice, one_of, random_id


class NotificationKind(StrEnum):
    """What happened, without saying with whom or about what."""

    REPLY = "reply"
    MENTION = "mention"
    THANKS = "thanks"
    DECISION = "decision"
    APPEAL = "appeal"
    JOIN = "join"
    RECALL = "recall"
    SURVEY = "survey"
    DUTY = "duty"


class DigestRhythm(StrEnum):
    """How often unread alerts are announced by mail."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class Notification(Table, table=True):
    """Something new for one persona: a kind, an address, a day. The same news while unread is one row with a count."""

    __tablename__ = "notification"
    __table_args__ = (
        one_of("kind", NotificationKind),
        Index(
            "uq_notification_unread",
            "persona_id",
            "kind",
            "link",
            unique=True,
            postgresql_where=text("NOT read"),
        ),
        Index("ix_notification_persona_id_day", "persona_id", "day"),
    )

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    persona_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE")
    kind: str = choice(NotificationKind)
    link: str = Field(max_length=200)
    times: int = 1
    day: date
    read: bool = False
    mailed: bool = False


class NotificationSetting(Table, table=True):
    """An account's wishes about mail; whoever has no row gets the weekly digest. Hours are of the site's time zone."""

    __tablename__ = "notification_setting"
    __table_args__: ClassVar[Any] = (one_of("digest", DigestRhythm), {"schema": SCHEMA})

    account_id: UUID = Field(foreign_key="vault.account.id", ondelete="CASCADE", primary_key=True)
    digest: str = choice(DigestRhythm, DigestRhythm.WEEKLY)
    quiet_from: int = 21
    quiet_until: int = 8
    last_digest: date | None = None
