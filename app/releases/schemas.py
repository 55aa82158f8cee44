"""What comes in and goes out at the releases' doors."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Answer, Body, FormBody

K = Annotated[int, Field(ge=11, le=200)]
L = Annotated[int, Field(ge=2, le=10)]
T = Annotated[float, Field(gt=0, le=0.3)]


class ReleaseIn(Body):
    """POST /studies/{id}/releases: stricter than the product's policy if you wish, never weaker."""

    k: K = Field(default=11, examples=[11])
    l: L = Field(default=2, examples=[2])
    t: T = Field(default=0.3, examples=[0.3])


class ReleaseForm(FormBody):
    """The asking form."""

    k: K = 11
    l: L = 2
    t: T = 0.3


class Approved(Answer):
    """That an office agreed, and when; never who."""

    office: Literal["steward", "lead"]
    approved_at: datetime


class RecallOut(Answer):
    """A recall: how many withdrew, rounded up so that it counts nobody."""

    id: UUID
    release_id: UUID
    number: int = Field(
        description="People who withdrew, rounded up to a multiple of at least 11.", examples=[11]
    )
    raised_at: datetime
    acknowledged_at: datetime | None


class ReleaseOut(Answer):
    """A release with its figures; `report` is empty until it is frozen."""

    id: UUID
    study_id: UUID
    number: int
    status: Literal["requested", "approved", "freezing", "frozen", "refused", "revoked"]
    step: int = Field(description="How far the freeze is, of `steps`.")
    steps: int
    k: int
    l: int
    t: float
    rows: int
    sha256: str
    refusal: str | None
    report: dict[str, Any]
    approvals: list[Approved]
    requested_at: datetime
    frozen_at: datetime | None


class LinkOut(Answer):
    """A fresh single-use link. The address is told once."""

    path: str = Field(examples=["/api/v1/releases/9b2f.../files/3Zk..."])
    expires_at: datetime


class FileOut(Answer):
    """A link that was made, and what it gave."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked: bool
    sha256: str
    size: int
