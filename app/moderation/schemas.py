"""What comes in and goes out at the desk."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Answer, Body, FormBody
from app.core.text import Line, Text
from app.models.review import Act

ActWord = Literal[
    "approve", "dismiss", "hide", "remove", "accept", "refuse", "warn", "mute", "ban", "ban_for_good", "uphold", "overturn"
]  # fmt: skip
RuleWord = Literal[
    "respect", "privacy", "safety", "advertising", "place", "law", "adults", "trust", "joining", "charter"
]
ReasonWord = Literal[
    "danger",
    "harassment",
    "personal_data",
    "medical",
    "illegal",
    "minor",
    "advertising",
    "off_topic",
    "other",
]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1, examples=[1])]
Reason = Annotated[Text, Field(max_length=1000, examples=["This could tell who somebody is."])]


class ReportBody(Body):
    """POST /posts/{id}/reports."""

    reason: ReasonWord = Field(examples=["medical"])
    words: Annotated[Text, Field(max_length=1000)] = Field(
        default="", examples=["Stopping alone is dangerous."]
    )


class ReportForm(FormBody):
    """The report page."""

    reason: Line = ""
    words: Annotated[Text, Field(max_length=1000)] = ""


class ReportKept(Answer):
    """A report was kept. Nothing more is said: not who else reported, nor what will follow."""

    status: Literal["kept"] = "kept"


class VersionBody(Body):
    """POST .../claim and .../release."""

    version: Version


class VersionForm(FormBody):
    """The buttons that take or give back an item."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    back: Line = ""


class DecisionBody(Body):
    """POST /moderation/items/{id}/decisions: one act on one target, with its rule and its reason."""

    version: Version
    act: ActWord = Field(examples=["hide"])
    rule: RuleWord | None = Field(
        default=None, examples=["privacy"], description="needed for acts that restrict somebody"
    )
    reason: Reason = Field(
        default="", description="read by the author; needed for acts that restrict somebody"
    )
    hours: Annotated[int, Field(strict=True, ge=1, le=168)] | None = Field(
        default=None, examples=[24], description="of a mute (up to 168) or a temporary ban (up to 72)"
    )


class DecisionForm(FormBody):
    """The desk's form: the pressed button names the act; without words the rule's own sentence goes to the author."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    act: ActWord
    rule: Line = ""
    reason: Annotated[Text, Field(max_length=1000)] = ""
    back: Line = ""


class SanctionForm(FormBody):
    """A warning, mute or ban from somebody's page."""

    measure: Line = ""
    rule: Line = ""
    reason: Annotated[Text, Field(max_length=1000)] = ""


class ReasonForm(FormBody):
    """A reason alone (restoring a text)."""

    reason: Annotated[Text, Field(max_length=1000)] = ""


class PaceForm(FormBody):
    """The pace of a chat room."""

    slow_seconds: Annotated[int, Field(ge=0, le=300)]
    read_only: Literal["", "yes"] = ""


class LockForm(FormBody):
    """The button that closes or opens a thread."""

    locked: Literal["yes", "no"]


class NoteForm(FormBody):
    """A moderators' note."""

    text: Annotated[Text, Field(max_length=2000)] = ""


class AppealBody(Body):
    """POST /decisions/{id}/appeals."""

    words: Annotated[Text, Field(min_length=3, max_length=2000)] = Field(
        examples=["I spoke of my own treatment, with my doctor's agreement."]
    )


class AppealForm(FormBody):
    """The appeal page."""

    words: Annotated[Text, Field(max_length=2000)] = ""


class NoticeForm(FormBody):
    """The public notice form (DSA, article 16)."""

    location: Line = ""
    reason: Line = ""
    words: Annotated[Text, Field(max_length=4000)] = ""
    name: Line = ""
    email: Line = ""
    faith: Line = ""


class ItemAuthor(Answer):
    """Whom an item concerns: the persona and nothing else."""

    id: UUID
    handle: str = Field(examples=["Quiet Fern"])


class QueueItem(Answer):
    """One item of the queue, with its text as it was."""

    id: UUID
    community: str = Field(description="The community's slug.", examples=["multiple-sclerosis"])
    kind: str = Field(examples=["report"])
    subject_kind: str = Field(examples=["post"])
    subject_id: UUID
    author: ItemAuthor | None = None
    text: str
    reason: str = Field(examples=["medical"])
    harm: int = Field(examples=[70])
    reports: int = Field(examples=[2])
    opened_at: datetime
    version: int = Field(examples=[1])
    status: str = Field(examples=["open"])
    claimed: bool
    claimed_by_me: bool
    acts: list[str] = Field(examples=[["dismiss", "hide", "remove"]])


class DecisionMade(Answer):
    """A decision as it was kept."""

    id: UUID
    item_id: UUID | None
    act: Act
    rule: str
    reason: str
    subject_kind: str
    subject_id: UUID
    until: datetime | None
    decided_at: datetime


class Statement(Answer):
    """A statement of reasons, as its author reads it (DSA, article 17)."""

    id: UUID
    act: Act
    rule: str
    rule_name: str
    reason: str
    text: str | None = Field(description="the author's own words; absent for whoever is not the author")
    automated: bool
    until: datetime | None
    decided_at: datetime
    undone_at: datetime | None
    can_appeal: bool
    appeal_until: datetime
    appeal: str | None = Field(default=None, examples=["open"])
    appeal_answer: str | None = None


class AppealMade(Answer):
    """An appeal as it was kept."""

    id: UUID
    decision_id: UUID
    status: str = Field(examples=["open"])
    made_at: datetime
