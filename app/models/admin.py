"""Proposals of the admins that a second person confirms. Whom an office is offered to stands as a keyed tag only."""

from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field

from app.models.base import UUID, Table, choice, datetime, moment, one_of, random_id


class ProposalKind(StrEnum):
    """What is proposed."""

    LEAD_APPOINT = "lead-appoint"
    LEAD_END = "lead-end"
    OFFICE_GRANT = "office-grant"
    OFFICE_END = "office-end"


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class AdminProposal(Table, table=True):
    """Something that needs two different people: the one who proposes and the one who confirms."""

    __tablename__ = "admin_proposal"
    __table_args__ = (one_of("kind", ProposalKind), one_of("status", ProposalStatus))

    id: UUID = random_id()
    kind: str = choice(ProposalKind)
    status: str = choice(ProposalStatus, ProposalStatus.WAITING)
    community_id: UUID | None = Field(default=None, foreign_key="community.id", ondelete="CASCADE")
    persona_id: UUID | None = None
    handle: str = Field(default="", max_length=40)
    office: str = Field(default="", max_length=40)
    email_tag: bytes | None = Field(default=None, sa_type=LargeBinary)
    reason: str = Field(max_length=400)
    proposed_by: str = Field(max_length=64)
    decided_by: str = Field(default="", max_length=64)
    proposed_at: datetime = moment()
    decided_at: datetime | None = moment(nullable=True)
