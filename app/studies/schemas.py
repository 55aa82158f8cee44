"""What comes in and goes out at the studies' doors."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.schemas import Answer, Body, FormBody
from app.core.text import Line, Text

Role = Literal["direct", "quasi", "sensitive", "plain", "date", "free_text", "paradata"]
Label = Annotated[Line, StringConstraints(max_length=120)]
Months = Annotated[int, Field(ge=1, le=360)]
Identifier = Annotated[UUID, Field(strict=False)]


class VariableIn(Body):
    """One question and its role."""

    link_id: Line = Field(min_length=1, max_length=255, examples=["who-5.1"])
    name: Line | None = Field(default=None, max_length=32, examples=["cheerful"])
    role: Role | None = Field(default=None, examples=["sensitive"])
    numeric: bool = False
    top_code: int | None = Field(default=None, ge=0, le=1_000_000)
    levels: dict[Label, Annotated[list[Label], Field(max_length=12)]] | None = Field(
        default=None, max_length=500, examples=[{"north": ["north", "*"]}]
    )
    ordered: list[Label] | None = Field(default=None, max_length=500)
    stigmatising: bool = True


class PersonIn(Body):
    """Somebody who will read the data."""

    name: Line = Field(min_length=2, max_length=120, examples=["Rosa Lind"])
    affiliation: Line = Field(min_length=2, max_length=200, examples=["Institute of Invented Studies"])
    email: Line | None = Field(default=None, max_length=254)


class ProposalIn(Body):
    """POST /studies: everything that two persons will have to agree to."""

    survey_id: Identifier
    title: Line = Field(min_length=3, max_length=200, examples=["Sleep and fatigue"])
    aim: Text = Field(
        min_length=10, max_length=2000, examples=["To learn how sleep and fatigue go together."]
    )
    protocol: Text = Field(
        min_length=10, max_length=4000, examples=["One questionnaire, one release a year."]
    )
    ethics: Line = Field(min_length=2, max_length=200, examples=["CPP 2026-001"])
    retention_months: Months = Field(examples=[24])
    purpose_fr: Text = Field(
        min_length=20, max_length=4000, examples=["J’accepte que mes réponses servent à cette étude."]
    )
    purpose_en: Text = Field(
        min_length=20, max_length=4000, examples=["I agree that my answers serve this study."]
    )
    people: list[PersonIn] = Field(min_length=1, max_length=12)
    variables: list[VariableIn] = Field(default_factory=list, max_length=500)


class ProposalForm(FormBody):
    """The page of a proposal; `people` holds one line a person: name; affiliation; e-mail."""

    survey_id: UUID
    title: Line = Field(min_length=3, max_length=200)
    aim: Text = Field(min_length=10, max_length=2000)
    protocol: Text = Field(min_length=10, max_length=4000)
    ethics: Line = Field(min_length=2, max_length=200)
    retention_months: Months
    purpose_fr: Text = Field(min_length=20, max_length=4000)
    purpose_en: Text = Field(min_length=20, max_length=4000)
    people: Text = Field(min_length=3, max_length=4000)


class VariablesIn(Body):
    """PUT /studies/{id}/variables: the roles, whole; approvals given to the version before fall away."""

    variables: list[VariableIn] = Field(min_length=1, max_length=500)


class ApprovalIn(Body):
    """POST /studies/{id}/approvals."""

    comment: Text = Field(default="", max_length=1000, examples=["The roles are right."])


class ApprovalForm(FormBody):
    """The approving button and its comment."""

    comment: Text = Field(default="", max_length=1000)


class VariableOut(Answer):
    """One variable as everybody may read it."""

    link_id: str
    name: str
    role: Role | None
    numeric: bool


class PersonOut(Answer):
    """A named person and whether the agreement was accepted."""

    name: str
    affiliation: str
    agreed: bool


class ApprovalOut(Answer):
    """That an office agreed, and when; never who."""

    office: Literal["steward", "lead"]
    approved_at: datetime
    comment: str


class StudyEntry(Answer):
    """One line of the public register."""

    id: UUID
    title: str
    aim: str
    ethics: str
    community: str | None = Field(examples=["Multiple sclerosis"])
    status: str = Field(examples=["open"])
    opened_on: date | None
    closed_on: date | None


class StudyOut(StudyEntry):
    """A study with its protocol, people, roles and approvals."""

    survey_id: UUID
    protocol: str
    retention_months: int
    minimum_version: int
    version: int
    people: list[PersonOut]
    variables: list[VariableOut]
    approvals: list[ApprovalOut]
    missing: dict[str, str] = Field(description="What stands in the way of an approval, by field.")
