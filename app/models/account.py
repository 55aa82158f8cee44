"""The vault: who people are. Its own schema and database role; nobody else may select from it.

Everything personal is sealed; `email_tag` is a keyed tag over the normalised address, for look-up only.
"""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import LargeBinary
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id

SCHEMA = "vault"


class AccountStatus(StrEnum):
    """Where an account stands in its life."""

    UNVERIFIED = "unverified"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEAVING = "leaving"


class PlatformRole(StrEnum):
    """Roles outside any community; their holders have no persona."""

    RESEARCHER = "researcher"
    STEWARD = "steward"
    ADMIN = "admin"


class Account(Table, table=True):
    """One person's account. No name, no birth date: the year only, sealed."""

    __tablename__ = "account"
    __table_args__ = (one_of("status", AccountStatus), {"schema": SCHEMA})

    id: UUID = random_id()
    email_sealed: bytes = Field(sa_type=LargeBinary)
    email_tag: bytes = Field(sa_type=LargeBinary, unique=True)
    password_hash: str | None = Field(default=None, max_length=200)
    birth_year_sealed: bytes = Field(sa_type=LargeBinary)
    totp_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    totp_confirmed: bool = False
    totp_last_step: int | None = None
    generations_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    locale: str = Field(default="fr", max_length=8)
    theme: str = Field(default="system", max_length=12)
    text_size: str = Field(default="normal", max_length=12)
    status: str = choice(AccountStatus, AccountStatus.UNVERIFIED)
    created_month: date
    last_seen_month: date | None = None
    erase_at: datetime | None = moment(nullable=True)


class AccountRole(Table, table=True):
    """A platform role held by an account."""

    __tablename__ = "account_role"
    __table_args__ = (one_of("role", PlatformRole), {"schema": SCHEMA})

    account_id: UUID = Field(foreign_key="vault.account.id", ondelete="CASCADE", primary_key=True)
    role: str = Field(primary_key=True, max_length=40)


class SignedSession(Table, table=True):
    """A browser's session: an opaque token, kept as its hash."""

    __tablename__ = "session"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    id: UUID = random_id()
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    account_id: UUID = Field(foreign_key="vault.account.id", ondelete="CASCADE", index=True)
    kind: str = Field(default="browser", max_length=12)
    device: str = Field(default="", max_length=80)
    second_factor: bool = False
    stepped_up_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    seen_at: datetime = moment()
    expires_at: datetime = moment()


class RecoveryCode(Table, table=True):
    """A one-use code for who lost the second factor; kept as a keyed tag."""

    __tablename__ = "recovery_code"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    id: UUID = random_id()
    account_id: UUID = Field(foreign_key="vault.account.id", ondelete="CASCADE", index=True)
    code_tag: bytes = Field(sa_type=LargeBinary)
    used: bool = False


class UsedTicket(Table, table=True):
    """A single-use ticket that was used: its id, kept until it would have expired."""

    __tablename__ = "used_ticket"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    id: str = Field(primary_key=True, max_length=64)
    expires_at: datetime = moment(index=True)
