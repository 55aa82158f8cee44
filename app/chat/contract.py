"""The socket's frames as schemas: what may be sent (`schemas.OPERATION`) and what comes back (`FRAME`).

Frames are encoded by hand for speed (`frames`); a test holds the two together.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from app.chat.schemas import Author, HelpLineOut
from app.core.schemas import Answer

Seq = Annotated[int, Field(ge=0, le=2**53, examples=[42])]


class Ack(Answer):
    """To the sending socket: this message is stored."""

    ev: Literal["ack"]
    key: UUID
    seq: Seq
    id: UUID


class Said(Answer):
    """To everybody else: a message."""

    ev: Literal["message"]
    room: UUID
    seq: Seq
    id: UUID
    persona: Author
    body: Annotated[str, Field(max_length=2000)]
    at: datetime


class Skip(Answer):
    """A number that this reader may not see: blocked, hidden and deleted alike."""

    ev: Literal["skip"]
    room: UUID
    seq: Seq


class Removed(Answer):
    """A message shown before is gone."""

    ev: Literal["removed"]
    room: UUID
    seq: Seq


class Reset(Answer):
    """What lies up to `seq` cannot be replayed; what follows begins after it."""

    ev: Literal["reset"]
    room: UUID
    seq: Seq


class Signalled(Answer):
    """Something new is in a thread; HTTP brings it."""

    ev: Literal["signal"]
    room: UUID
    seq: Seq


class Someone(Answer):
    """A persona named by its id alone."""

    id: UUID


class IsTyping(Answer):
    """Somebody is writing."""

    ev: Literal["typing"]
    room: UUID
    persona: Someone


class IsHere(Answer):
    """Somebody who shows itself came or went."""

    ev: Literal["presence"]
    room: UUID
    persona: Someone
    here: bool


class Help(Answer):
    """Numbers to call, for the author of worrying words alone."""

    ev: Literal["help"]
    room: UUID
    key: UUID
    lines: list[HelpLineOut]


class Span(Answer):
    """Personal data in the text that was sent, in code points."""

    kind: str
    start: int
    end: int


class Error(Answer):
    """Why something was not done; `room` and `key` name what it was about."""

    ev: Literal["error"]
    code: str = Field(examples=["pii"])
    reason: str
    room: UUID | None = None
    key: UUID | None = None
    spans: list[Span] | None = None
    retry_after: int | None = None


Frame = Ack | Said | Skip | Removed | Reset | Signalled | IsTyping | IsHere | Help | Error
FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="ev")])
