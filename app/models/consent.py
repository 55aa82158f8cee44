"""Purposes, their versioned texts, and the append-only ledger of consent.

Nobody is named here: a contributor is a keyed id (of a study's survey, or of one purpose), never an account or a persona.
"""

from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Boolean, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of


class ConsentAct(StrEnum):
    """What an event says."""

    GRANT = "grant"
    WITHDRAW = "withdraw"


class ConsentReason(StrEnum):
    """Who or what spoke: the person, somebody for them, or the end of the account."""

    SELF = "self"
    REPRESENTATIVE = "representative"
    ACCOUNT_CLOSED = "account_closed"


class ConsentPurpose(Table, table=True):
    """One use of one's data. `survey_id` names the key of its contributors; `home_id` the community whose members are asked.

    It stands outside the community wall on purpose: somebody who left must still find it to withdraw.
    """

    __tablename__ = "consent_purpose"

    code: str = Field(primary_key=True, max_length=80)
    titles: dict[str, Any] = Field(sa_type=JSONB)
    survey_id: UUID | None = Field(default=None, index=True)
    home_id: UUID | None = Field(default=None, foreign_key="community.id", ondelete="CASCADE")


class ConsentText(Table, table=True):
    """The words of one version in one language, never changed. A substantial version asks everybody again."""

    __tablename__ = "consent_text"

    purpose: str = Field(primary_key=True, max_length=80)
    version: int = Field(primary_key=True)
    language: str = Field(primary_key=True, max_length=8)
    body: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    substantial: bool = Field(sa_type=Boolean)
    valid_from: datetime = moment()


class ConsentEvent(Table, table=True):
    """One word of one person about one purpose. `digest` chains it to the row before (`app/core/chain.py`)."""

    __tablename__ = "consent_event"
    __table_args__ = (
        one_of("act", ConsentAct),
        one_of("reason", ConsentReason),
        Index("ix_consent_event_purpose_contributor", "purpose", "contributor", "sequence"),
    )

    sequence: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    id: UUID = Field(default_factory=uuid4, unique=True)
    digest: bytes = Field(sa_type=LargeBinary)
    contributor: bytes = Field(sa_type=LargeBinary, index=True)
    purpose: str = Field(max_length=80)
    version: int
    act: str = choice(ConsentAct)
    reason: str = choice(ConsentReason, ConsentReason.SELF)
    language: str = Field(max_length=8)
    text_sha256: str = Field(max_length=64)
    at: datetime = moment()
