"""Communities by pathology, their topics, and the personas who live in them."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import String
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id


class PersonaKind(StrEnum):
    """How somebody comes to a community."""

    PATIENT = "patient"
    CARER = "carer"
    ASSOCIATION = "association"


class PersonaStatus(StrEnum):
    """Where a membership stands."""

    PENDING = "pending"
    ACTIVE = "active"
    REFUSED = "refused"
    LEFT = "left"
    BANNED = "banned"


class CommunityRole(StrEnum):
    """What a persona may do in its community, from least to most."""

    MEMBER = "member"
    EXPERT = "expert"
    PROFESSIONAL = "professional"
    MODERATOR = "moderator"
    LEAD = "lead"


class Community(Table, table=True):
    """A closed community. A sub-group has a parent and uses the parent's personas; hidden ones do not exist for outsiders."""

    __tablename__ = "community"

    id: UUID = random_id()
    slug: str = Field(max_length=60, unique=True)
    parent_id: UUID | None = Field(default=None, foreign_key="community.id")
    icd10: list[str] = Field(sa_type=ARRAY(String(10)))
    names: dict[str, Any] = Field(sa_type=JSONB)
    descriptions: dict[str, Any] = Field(sa_type=JSONB)
    charters: dict[str, Any] = Field(sa_type=JSONB)
    charter_version: int = 1
    hidden: bool = False
    open: bool = True


class Topic(Table, table=True):
    """A shelf of a community."""

    __tablename__ = "topic"
    __table_args__ = (UniqueConstraint("community_id", "slug"),)

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE")
    slug: str = Field(max_length=60)
    names: dict[str, Any] = Field(sa_type=JSONB)
    rank: int = 0


class Persona(Table, table=True):
    """One person in one community. From this table alone nobody finds the account, nor another persona of the same person.

    `owner_tag` is the pairwise identifier (account, community, generation); `standing_tag` leaves the generation out, so that
    a sanction stays when somebody leaves and returns; `owner_sealed` serves erasure, suspension and break-glass only.
    """

    __tablename__ = "persona"
    __table_args__ = (
        one_of("kind", PersonaKind),
        one_of("status", PersonaStatus),
        one_of("role", CommunityRole),
        UniqueConstraint("community_id", "handle_folded"),
    )

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    owner_tag: bytes = Field(sa_type=LargeBinary, unique=True)
    standing_tag: bytes = Field(sa_type=LargeBinary, index=True)
    owner_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    handle: str = Field(max_length=40)
    handle_folded: str = Field(max_length=40)
    kind: str = choice(PersonaKind, PersonaKind.PATIENT)
    status: str = choice(PersonaStatus, PersonaStatus.PENDING)
    role: str = choice(CommunityRole, CommunityRole.MEMBER)
    approved_posts: int = 0
    joined_on: date | None = None
    muted_until: datetime | None = moment(nullable=True)
    banned_until: datetime | None = moment(nullable=True)


class JoinRequest(Table, table=True):
    """A wish to join, with a short answer, decided by a moderator with a reason."""

    __tablename__ = "join_request"

    id: UUID = random_id()
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    persona_id: UUID = Field(foreign_key="persona.id", ondelete="CASCADE", unique=True)
    answer: str = Field(max_length=1000)
    decided_by: UUID | None = Field(default=None, foreign_key="persona.id")
    accepted: bool | None = None
    reason: str = Field(default="", max_length=1000)
    asked_on: date
    decided_at: datetime | None = moment(nullable=True)


class ReservedHandle(Table, table=True):
    """A freed handle, as a keyed tag, stays reserved in its community, so that nobody takes over another's name."""

    __tablename__ = "reserved_handle"

    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", primary_key=True)
    handle_folded: str = Field(primary_key=True, max_length=40)
