"""What comes in and goes out at the doors of messages."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.core.schemas import Answer, Body, FormBody
from app.core.text import Line, clean_text
from app.review.guard_text import PiiChoice
from app.review.harm import ReportReason

LONGEST = 4000
EXAMPLE = "3f0f7f1e-7a53-4c0e-9d0a-0f4e2f6f3d10"


def _said(value: str) -> str:
    value = clean_text(value)
    if not value:
        raise PydanticCustomError("entraide_empty", "Write your message before sending it.")
    return value


Said = Annotated[str, Field(max_length=LONGEST), AfterValidator(_said)]
Id = Annotated[UUID, Field(strict=False, examples=[EXAMPLE])]


class LetterForm(FormBody):
    """The composer."""

    body: Said
    pii: PiiChoice = ""


class ReportForm(FormBody):
    """What to show the moderators, and why."""

    letters: list[UUID] | UUID = Field(default_factory=list)
    reason: ReportReason
    words: Line = ""

    @property
    def chosen(self) -> list[UUID]:
        """The chosen letters, one or several."""
        return self.letters if isinstance(self.letters, list) else [self.letters]


class LetterIn(Body):
    """POST /conversations/{id}/letters, or a request's first words."""

    body: Said = Field(examples=["May I ask how you got through the first months?"])
    key: Id | None = None
    pii: PiiChoice = ""


class ReportIn(Body):
    """POST /conversations/{id}/reports: the letters that the moderators may read."""

    letters: Annotated[list[Id], Field(min_length=1, max_length=50)]
    reason: Annotated[ReportReason, Field(strict=False, examples=["harassment"])]
    words: Line = ""


class LetterOut(Answer):
    """One letter, opened for its reader."""

    id: UUID = Field(examples=[EXAMPLE])
    seq: int = Field(examples=[1])
    mine: bool
    body: str
    at: datetime


class With(Answer):
    """The other one."""

    id: UUID = Field(examples=[EXAMPLE])
    handle: str = Field(examples=["Quiet Heron"])


class ConversationOut(Answer):
    """A conversation. `state`: it waits for the other one, waits for me, or is open."""

    id: UUID = Field(examples=[EXAMPLE])
    community: str = Field(examples=["multiple-sclerosis"])
    persona: With
    state: Literal["waiting", "asked", "open"]
    unread: bool
