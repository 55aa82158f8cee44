"""Study proposals, variables with their roles, approvals and agreements.

A researcher is known by account (researchers hold no persona); a steward only as a keyed tag, a lead by persona.
Proposals are seen by their community and at the research desk; studies that opened once stand in the public register.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id


class StudyStatus(StrEnum):
    """Where a study stands: approved by one office is still `proposed`; both approvals open it."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    OPEN = "open"
    CLOSED = "closed"


class Office(StrEnum):
    """The two who must agree, never the owner."""

    STEWARD = "steward"
    LEAD = "lead"


class VariableRole(StrEnum):
    """What an answer is to a release: no role, no export."""

    DIRECT = "direct"
    QUASI = "quasi"
    SENSITIVE = "sensitive"
    PLAIN = "plain"
    DATE = "date"
    FREE_TEXT = "free_text"
    PARADATA = "paradata"


class Study(Table, table=True):
    """One study over one survey of one community. `version` counts the changes of a proposal: approvals name it."""

    __tablename__ = "study"
    __table_args__ = (
        one_of("status", StudyStatus),
        Index(
            "uq_study_survey_living", "survey_id", unique=True, postgresql_where=text("status <> 'closed'")
        ),
    )

    id: UUID = random_id()
    owner_id: UUID = Field(index=True)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    survey_id: UUID = Field(index=True)
    title: str = Field(max_length=200)
    aim: str = Field(max_length=2000)
    protocol: str = Field(max_length=4000)
    ethics: str = Field(max_length=200)
    retention_months: int
    purpose: dict[str, Any] = Field(sa_type=JSONB)
    minimum_version: int = 1
    status: str = choice(StudyStatus, StudyStatus.PROPOSED)
    version: int = 1
    proposed_on: date
    opened_on: date | None = None
    closed_on: date | None = None


class StudyVariable(Table, table=True):
    """One question of the survey with its role. `levels`: value -> its labels up to `*`; `ordered`: values from low to high."""

    __tablename__ = "study_variable"
    __table_args__ = (UniqueConstraint("study_id", "name"),)

    study_id: UUID = Field(foreign_key="study.id", ondelete="CASCADE", primary_key=True)
    link_id: str = Field(primary_key=True, max_length=255)
    name: str = Field(max_length=32)
    rank: int
    role: str | None = Field(default=None, max_length=12)
    numeric: bool = False
    top_code: int | None = None
    levels: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    ordered: list[str] | None = Field(default=None, sa_type=JSONB)
    stigmatising: bool = True


class StudyPerson(Table, table=True):
    """A named person who will read the data; the address is sealed. Agrees to one version of the agreement."""

    __tablename__ = "study_person"

    id: UUID = random_id()
    study_id: UUID = Field(foreign_key="study.id", ondelete="CASCADE", index=True)
    rank: int
    name: str = Field(max_length=120)
    affiliation: str = Field(max_length=200)
    email_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    agreed_version: int | None = None
    agreed_at: datetime | None = moment(nullable=True)


class StudyApproval(Table, table=True):
    """One office's word on one version of a proposal. `approver`: a persona's id (lead) or a keyed tag (steward)."""

    __tablename__ = "study_approval"

    study_id: UUID = Field(foreign_key="study.id", ondelete="CASCADE", primary_key=True)
    office: str = Field(primary_key=True, max_length=12)
    version: int = Field(primary_key=True)
    approver: str = Field(max_length=64)
    comment: str = Field(default="", max_length=1000)
    approved_at: datetime = moment()
