"""What comes in and goes out at the doors of communities."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.schemas import Answer, Body, FormBody, Integer
from app.core.text import Line, Text

Kind = Literal["patient", "carer", "association"]
Short = Annotated[Text, StringConstraints(max_length=1000)]
Long = Annotated[Text, StringConstraints(max_length=6000)]
PiiWord = Literal["", "mask", "keep"]


class AskForm(FormBody):
    """The page on which one asks to join."""

    kind: Kind
    answer: Short
    charter: Literal["yes"]
    pii: PiiWord = ""


class Ask(Body):
    """POST /communities/{slug}/join-requests."""

    kind: Kind = Field(examples=["patient"])
    answer: Short = Field(
        examples=["Diagnosed in spring, I would like to read how others cope with fatigue."]
    )
    charter: Literal[True] = Field(examples=[True], description="The charter was read and is accepted.")
    pii: PiiWord = Field("", description="After a 422 `pii`: mask what was found, or keep it.")


class ConfigureForm(FormBody):
    """The lead moderators' page of texts."""

    description_fr: Short
    description_en: Short
    charter_fr: Long
    charter_en: Long
    open: Literal["yes", ""] = ""


class Texts(Body):
    """One text in both languages."""

    fr: Long = Field(examples=["Vivre avec la maladie, ensemble."])
    en: Long = Field(examples=["Living with the illness, together."])


class Configure(Body):
    """PATCH /communities/{slug}: by a lead moderator."""

    descriptions: Texts
    charters: Texts
    open: bool = Field(examples=[True])


class Opening(Body):
    """POST /communities: by an admin. Leads are named by their addresses, which are not kept here."""

    slug: Annotated[Line, StringConstraints(max_length=60)] = Field(examples=["multiple-sclerosis"])
    icd10: list[Annotated[Line, StringConstraints(max_length=10)]] = Field(
        min_length=1, max_length=40, examples=[["G35"]]
    )
    names: Texts
    descriptions: Texts
    charters: Texts
    leads: list[Annotated[Line, StringConstraints(max_length=300)]] = Field(
        min_length=2, max_length=8, examples=[["lena@demo.example", "leo@demo.example"]]
    )


class TextsOut(Answer):
    """One text in both languages."""

    fr: str
    en: str


class MembershipOut(Answer):
    """The reader's own place in a community."""

    persona: UUID
    handle: str = Field(examples=["Mésange des brumes"])
    kind: str = Field(examples=["patient"])
    role: str = Field(examples=["member"])
    status: str = Field(examples=["active"])


class GroupOut(Answer):
    """A group inside a community, shown to those who may know it."""

    slug: str
    names: TextsOut
    hidden: bool


class CommunityOut(Answer):
    """A community's public face, and the reader's own place in it."""

    id: UUID
    slug: str = Field(examples=["multiple-sclerosis"])
    names: TextsOut
    descriptions: TextsOut
    icd10: list[str] = Field(examples=[["G35"]])
    charters: TextsOut
    charter_version: Integer
    open: bool
    membership: MembershipOut | None = None
    groups: list[GroupOut] = Field(default_factory=list)


class JoinRequestOut(Answer):
    """A wish that waits for an answer."""

    id: UUID
    community: str
    status: Literal["pending"] = "pending"
    handle: str = Field(examples=["Mésange des brumes"])


class WaitingRequestOut(Answer):
    """A wish that waits, as moderators read it; decide it at POST /moderation/items/{item}/decisions."""

    id: UUID
    item: UUID | None = Field(description="The item of the moderators' queue that stands for it.")
    persona: UUID
    handle: str = Field(examples=["Mésange des brumes"])
    kind: str = Field(examples=["patient"])
    answer: str = Field(examples=["Diagnosed in spring, I would like to read how others cope with fatigue."])
    status: Literal["pending"] = "pending"
    asked_on: date


class MemberOut(Answer):
    """A persona as other members see it: the month of joining, never the day."""

    id: UUID
    handle: str
    kind: str
    role: str
    joined: str | None = Field(examples=["2026-11"])
