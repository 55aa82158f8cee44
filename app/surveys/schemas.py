"""What comes in and goes out at the doors of surveys."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Answer, Body, FormBody
from app.review.guard_text import PiiChoice

Words = Annotated[str, Field(max_length=12_000)]
Several = Annotated[list[Words], Field(max_length=60)]


class StartForm(FormBody):
    """The consent on the information page; the box is never ticked for anybody."""

    agree: Literal["yes"] | None = None
    version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class StepForm(FormBody):
    """One question's page. `later`: keep this and stop here; `back`: return to the check page."""

    link_id: Annotated[str, Field(max_length=255)]
    answer: Words | Several = ""
    other: Words | Several = ""
    unit: Annotated[str, Field(max_length=100)] = ""
    declined: Annotated[str, Field(max_length=10)] = ""
    later: Annotated[str, Field(max_length=4)] = ""
    back: Annotated[str, Field(max_length=10)] = ""
    pii: PiiChoice = ""


class NoForm(FormBody):
    """A button alone."""


Title = Annotated[str, Field(examples=["WHO-5 Well-Being Index"])]


class SurveyCard(Answer):
    """A survey in a list: how long and what for come first."""

    id: UUID
    slug: str = Field(examples=["well-being"])
    title: Title
    minutes: int = Field(examples=[1])
    questions: int = Field(examples=[5])
    purpose: Literal["study", "service"] = Field(description="A study, or for oneself alone.")
    community: str = Field(description="The community's slug.", examples=["multiple-sclerosis"])
    mode: Literal["pseudonymous", "anonymous"]
    status: Literal["open", "closed", "sealed"]
    results_on: date
    state: Literal["new", "begun", "answered", "closed"]
    results: bool = Field(description="Whether the results can be read: GET /surveys/{id}/results")


class QuestionOption(Answer):
    """An answer on offer; send its `key`."""

    key: str = Field(examples=["4"])
    label: str = Field(examples=["Most of the time"])


class Question(Answer):
    """One item that may be asked; `answers` of a response name it by `link_id`."""

    link_id: str = Field(examples=["who-5.1"])
    type: str = Field(examples=["choice"])
    text: str
    required: bool
    repeats: bool
    options: list[QuestionOption]


class ConsentAsked(Answer):
    """What one agrees to by answering; nothing is agreed to by default."""

    purpose: str = Field(examples=["service"])
    version: int
    language: str
    text: str
    text_sha256: str
    given: bool
    receipt: UUID | None = Field(default=None, description="GET /me/consents/receipts/{id}")


class LicenceNotice(Answer):
    """Who owns the wording, and the notice to show with it."""

    holder: str
    terms: str
    notice: str


class SurveyDetail(SurveyCard):
    """A survey whole: its consent, its questions, and the questionnaire in FHIR R4."""

    version: int
    version_sha256: str
    consent: ConsentAsked
    items: list[Question]
    licences: list[LicenceNotice]
    questionnaire: dict[str, Any] = Field(description="The version in force, a FHIR R4 Questionnaire.")


class ResponseIn(Body):
    """A whole response. A value is what its question takes: an option's `key`, true or false, a number, words, an ISO date,
    a list where the item repeats, or `{"missing": "declined"}`."""

    answers: dict[Annotated[str, Field(max_length=255)], Any] = Field(
        max_length=1000,
        examples=[{"who-5.1": "4", "who-5.2": "3", "who-5.3": "4", "who-5.4": "2", "who-5.5": "5"}],
    )
    consent: bool | None = Field(
        default=None,
        description="true: say yes to the consent text in force, before sending.",
        examples=[True],
    )
    consent_version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = Field(
        default=None, description="The version of the text that was shown; 409 when it has changed since."
    )
    pii: PiiChoice = Field(default="", description="What to do with personal data found in written answers.")


class ScoreOut(Answer):
    """A score and what it may say; it is no diagnosis."""

    code: str = Field(examples=["who-5"])
    version: str
    value: int | None
    raw: int | None
    answered: int
    missing: int
    band: str | None
    message: str | None
    safety: list[str]


class ResponseOut(Answer):
    """A response that was sent; `answers` is null in anonymous mode, where nobody can find them again."""

    survey: UUID
    state: Literal["answered"]
    version: int
    answers: dict[str, Any] | None
    score: ScoreOut | None


class ResultRow(Answer):
    """One answer on offer and how many gave it; null when fewer than 11 did."""

    value: str | bool | int = Field(examples=["4"])
    count: int | None = Field(examples=[35])


class ResultTable(Answer):
    """The counts of one question; of the score's bands when `link_id` is empty."""

    link_id: str = Field(examples=["who-5.1"])
    rows: list[ResultRow]


class Results(Answer):
    """What the participants are told on the promised day."""

    results_on: date
    available: bool
    answers: int | None = Field(description="All answers, rounded to 5.", examples=[120])
    tables: list[ResultTable]
