"""What comes in and goes out at the doors of chat: forms, JSON, and the operations of the socket."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, TypeAdapter
from pydantic_core import PydanticCustomError

from app.core.schemas import Answer, Body, FormBody
from app.core.text import clean_text
from app.review.guard_text import PiiChoice

LONGEST = 2000
EXAMPLE = "3f0f7f1e-7a53-4c0e-9d0a-0f4e2f6f3d10"


def _said(value: str) -> str:
    """Cleaned, and not empty afterwards."""
    value = clean_text(value)
    if not value:
        raise PydanticCustomError("entraide_empty", "Write your message before sending it.")
    return value


Said = Annotated[str, Field(max_length=LONGEST), AfterValidator(_said)]
Id = Annotated[UUID, Field(strict=False, examples=[EXAMPLE])]


class MessageForm(FormBody):
    """The composer without a script."""

    body: Said
    pii: PiiChoice = ""


class MessageIn(Body):
    """POST /rooms/{id}/messages. `key` makes sending again safe; `pii` answers the question about personal data."""

    body: Said = Field(examples=["Good evening, how was your day?"])
    key: Id | None = None
    pii: PiiChoice = ""


class Author(Answer):
    """The persona who wrote; no id once it has left for good."""

    id: UUID | None = Field(examples=[EXAMPLE])
    handle: str = Field(examples=["Quiet Heron"])


class MessageOut(Answer):
    """A message as members see it."""

    id: UUID = Field(examples=[EXAMPLE])
    room: UUID = Field(examples=[EXAMPLE])
    seq: int = Field(examples=[42])
    persona: Author
    body: str = Field(examples=["Good evening, how was your day?"])
    at: datetime


class HelpLineOut(Answer):
    """A number that the author of worrying words is shown."""

    number: str = Field(examples=["3114"])
    name: str
    hours: str


class MessageSent(MessageOut):
    """The stored message; `help` is for its author alone."""

    help: list[HelpLineOut] = Field(default_factory=list)


class RoomOut(Answer):
    """A room and its pace."""

    id: UUID = Field(examples=[EXAMPLE])
    community: str = Field(examples=["multiple-sclerosis"])
    last_seq: int = Field(examples=[42])
    slow_seconds: int = Field(examples=[0])
    read_only: bool = Field(examples=[False])


class Subscribe(Body):
    """Follow a room; with `since`, everything after that number first."""

    op: Literal["subscribe"]
    room: Id
    since: Annotated[int, Field(ge=0, le=2**53)] | None = None


class Unsubscribe(Body):
    """Follow it no more."""

    op: Literal["unsubscribe"]
    room: Id


class Send(Body):
    """Send a message. The same key again gets the same ack."""

    op: Literal["send"]
    room: Id
    key: Id
    body: Said
    pii: PiiChoice = ""


class Typing(Body):
    """Somebody is writing."""

    op: Literal["typing"]
    room: Id


class Presence(Body):
    """Be seen here, and see others who wish to be seen; nobody is by default."""

    op: Literal["presence"]
    room: Id
    show: bool


Operation = Subscribe | Unsubscribe | Send | Typing | Presence
OPERATION: TypeAdapter[Operation] = TypeAdapter(Annotated[Operation, Field(discriminator="op")])
