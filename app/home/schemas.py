"""What goes out at the doors of one's own."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Answer


class MeOut(Answer):
    """The account behind a ticket, without address or name."""

    locale: Literal["fr", "en"]
    theme: str = Field(examples=["system"])
    text_size: str = Field(examples=["normal"])
    offices: list[str] = Field(examples=[["researcher"]])
    second_factor: bool
    suspended: bool


class OwnPersonaOut(Answer):
    """One of one's own personas. This list is the only place where they stand together."""

    id: UUID
    community: str = Field(examples=["multiple-sclerosis"])
    handle: str = Field(examples=["Mésange des brumes"])
    kind: str = Field(examples=["patient"])
    role: str = Field(examples=["member"])
    status: str = Field(examples=["active"])
