"""Exports and erasures that a person asked for, and their receipts.

`owner` is a keyed tag of the account; whom a row concerns is sealed, so that these tables join nothing.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id


class ExportStatus(StrEnum):
    """Where a copy of somebody's data stands."""

    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class ErasureStatus(StrEnum):
    """Where an erasure stands."""

    WAITING = "waiting"
    UNDONE = "undone"
    RUNNING = "running"
    DONE = "done"


class DataExport(Table, table=True):
    """A copy of somebody's data: collected room by room, then one sealed file for a week."""

    __tablename__ = "data_export"
    __table_args__ = (one_of("status", ExportStatus),)

    id: UUID = random_id()
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    account_sealed: bytes = Field(sa_type=LargeBinary)
    locale: str = Field(max_length=8)
    status: str = choice(ExportStatus, ExportStatus.WORKING)
    done: int = 0
    total: int
    asked_at: datetime = moment()
    gone_at: datetime = moment(index=True)
    file_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class DataExportPart(Table, table=True):
    """What one room knows, sealed with the person's key, until the file is made of all parts."""

    __tablename__ = "data_export_part"

    export_id: UUID = Field(foreign_key="data_export.id", ondelete="CASCADE", primary_key=True)
    room: str = Field(primary_key=True, max_length=40)
    sealed: bytes = Field(sa_type=LargeBinary)


class Erasure(Table, table=True):
    """An erasure: asked for, undone within fourteen days, or carried out and proven by a receipt."""

    __tablename__ = "erasure"
    __table_args__ = (one_of("status", ErasureStatus),)

    id: UUID = random_id()
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    account_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    address_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    locale: str = Field(max_length=8)
    keep: list[str] = Field(sa_type=JSONB)
    status: str = choice(ErasureStatus, ErasureStatus.WAITING)
    asked_at: datetime = moment()
    erase_at: datetime = moment()
    done_at: datetime | None = moment(nullable=True)
    receipt: dict[str, Any] = Field(sa_type=JSONB)
    receipt_token: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)


class ErasureStep(Table, table=True):
    """One persona still to be erased, at a random moment, so that two that vanish do not vanish together."""

    __tablename__ = "erasure_step"

    id: UUID = random_id()
    erasure_id: UUID = Field(foreign_key="erasure.id", ondelete="CASCADE", index=True)
    sealed: bytes = Field(sa_type=LargeBinary)
