"""The audit log: append-only, hash-chained, without content. And the answers kept for repeated requests."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import Table


class AuditEntry(Table, table=True):
    """One act: who (a persona id, a keyed tag of an account, or a job), what, on what. The database refuses to change it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_actor", text("(content ->> 'actor')")),
        Index("ix_audit_entry_subject", text("(content ->> 'subject')")),
    )

    sequence: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: bytes = Field(sa_type=LargeBinary)
    content: dict[str, Any] = Field(sa_type=JSONB)


class KeptAnswer(Table, table=True):
    """The sealed answer of a request that carried an idempotency key; dropped after a day."""

    __tablename__ = "idempotency"

    name: bytes = Field(sa_type=LargeBinary, primary_key=True)
    fingerprint: bytes = Field(sa_type=LargeBinary)
    status: int | None = None
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    day: date = Field(index=True)
