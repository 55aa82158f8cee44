"""Frozen releases, their recipients, downloads and recalls.

Two sides that no hat sees together by itself. Schema `research` (hat `research`): what researchers may read, without any
contributor. `release_contributor` and `release_hold` (hat `web`): who is in which release, as a keyed tag whose key lives in
the keystore, for recalls, "who has my answers" and the guard against repeated files.
"""

from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id

SCHEMA = "research"


class ReleaseStatus(StrEnum):
    """From a wish to a file: `approved` waits for its freeze, `refused` says why in `refusal`."""

    REQUESTED = "requested"
    APPROVED = "approved"
    FREEZING = "freezing"
    FROZEN = "frozen"
    REFUSED = "refused"
    REVOKED = "revoked"


class Release(Table, table=True):
    """One release of one survey for one study. The owner is the requester (a researcher's account)."""

    __tablename__ = "release"
    __table_args__ = (one_of("status", ReleaseStatus), {"schema": SCHEMA})

    id: UUID = random_id()
    study_id: UUID = Field(index=True)
    survey_id: UUID = Field(index=True)
    owner_id: UUID = Field(index=True)
    number: int
    status: str = choice(ReleaseStatus, ReleaseStatus.REQUESTED)
    k: int
    l: int
    t: float
    step: int = 0
    refusal: str = Field(default="", max_length=400)
    refusal_params: dict[str, Any] = Field(sa_type=JSONB)
    rows: int = 0
    report: dict[str, Any] = Field(sa_type=JSONB)
    sha256: str = Field(default="", max_length=64)
    requested_at: datetime = moment()
    frozen_at: datetime | None = moment(nullable=True)


class ReleaseMaster(Table, table=True):
    """The anonymised table of a release, with its codebook. Written once; the database refuses to change it."""

    __tablename__ = "release_master"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    release_id: UUID = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)
    codebook: dict[str, Any] = Field(sa_type=JSONB)
    seed: bytes = Field(sa_type=LargeBinary)
    sha256: str = Field(max_length=64)


class ReleaseApproval(Table, table=True):
    """One office's word on a release."""

    __tablename__ = "release_approval"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    release_id: UUID = Field(primary_key=True)
    office: str = Field(primary_key=True, max_length=12)
    approver: str = Field(max_length=64)
    approved_at: datetime = moment()


class Delivery(Table, table=True):
    """One link for one recipient, used at most once; the token is kept as its hash."""

    __tablename__ = "delivery"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    id: UUID = random_id()
    release_id: UUID = Field(index=True)
    owner_id: UUID = Field(index=True)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    revoked: bool = False
    sha256: str = Field(default="", max_length=64)
    size: int = 0


class Recall(Table, table=True):
    """A duty to move on, for one recipient of one release: how many withdrew (rounded up), never who or which row."""

    __tablename__ = "recall"
    __table_args__: ClassVar[Any] = {"schema": SCHEMA}

    id: UUID = random_id()
    release_id: UUID = Field(index=True)
    owner_id: UUID = Field(index=True)
    number: int
    raised_at: datetime = moment()
    acknowledged_at: datetime | None = moment(nullable=True)


class ReleaseContributor(Table, table=True):
    """That somebody is in a release: a keyed tag, its class, and its row sealed under the survey's release key."""

    __tablename__ = "release_contributor"

    release_id: UUID = Field(primary_key=True)
    tag: bytes = Field(sa_type=LargeBinary, primary_key=True)
    survey_id: UUID = Field(index=True)
    place_sealed: bytes = Field(sa_type=LargeBinary)
    withdrawn: bool = False


class ReleaseHold(Table, table=True):
    """Held back for good, so that no two releases of a survey differ by few people."""

    __tablename__ = "release_hold"

    survey_id: UUID = Field(primary_key=True)
    tag: bytes = Field(sa_type=LargeBinary, primary_key=True)
