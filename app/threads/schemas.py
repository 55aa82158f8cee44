"""What comes in and goes out at the doors of threads."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from app.core.schemas import Answer, Body, FormBody
from app.core.text import Line, Text
from app.review.guard_text import PiiChoice
from app.threads.plain import plain_of

Words = Annotated[Text, StringConstraints(max_length=40_000)]
Title = Annotated[Line, StringConstraints(max_length=160)]
Note = Annotated[Line, StringConstraints(max_length=80)]
Lang = Literal["fr", "en"]
SupportWord = Literal["to_be_heard", "advice", "information"]


class ThreadForm(FormBody):
    """The page that opens a thread."""

    title: Line = ""
    topic: Line = ""
    support: Line = ""
    body: Words = Field(default="", max_length=40_000)
    note: Note = ""
    lang: Lang = "fr"
    pii: PiiChoice = ""
    look: Line = ""


class ReplyForm(FormBody):
    """The reply at the end of a thread, and the page that changes a text."""

    body: Words = Field(default="", max_length=40_000)
    note: Note = ""
    lang: Lang = "fr"
    pii: PiiChoice = ""


class SignForm(FormBody):
    """One button under a post: its name says the sign, its value the post."""

    thanks: UUID | None = None
    helped: UUID | None = None
    unthanks: UUID | None = None
    unhelped: UUID | None = None
    back: Line = ""


class ThreadBody(Body):
    """POST /communities/{slug}/threads."""

    title: Title = Field(examples=["Tired after lunch since the new treatment"])
    body: Words = Field(max_length=20_000, examples=["Does **anybody** know this?"])
    topic: Line = Field(
        default="", description="slug or id of a topic; the first one if left out", examples=["treatments"]
    )
    support: SupportWord = Field(default="to_be_heard", examples=["advice"])
    lang: Lang = Field(default="fr", examples=["en"])
    note: Note = Field(default="", description="a word of warning before the text", examples=[""])
    pii: PiiChoice = Field(
        default="", description="what to do with personal data that was found", examples=[""]
    )


class PostBody(Body):
    """POST /threads/{id}/posts and PATCH /posts/{id}."""

    body: Words = Field(max_length=20_000, examples=["It was the same for me, for two months."])
    lang: Lang = Field(default="fr", examples=["en"])
    note: Note = Field(default="", examples=[""])
    pii: PiiChoice = Field(default="", examples=[""])


class PersonaOut(Answer):
    """Who wrote, as members see one."""

    id: UUID
    handle: str = Field(examples=["Mésange des prés"])
    role: str = Field(examples=["member"])
    kind: str = Field(examples=["patient"])


class ThreadOut(Answer):
    """The head of a thread."""

    id: UUID
    title: str = Field(examples=["Tired after lunch since the new treatment"])
    topic: str = Field(examples=["treatments"])
    support: SupportWord
    lang: str = Field(examples=["en"])
    status: str = Field(examples=["visible"])
    pinned: bool
    locked: bool
    posts: int = Field(description="visible posts, the opening one too", examples=[3])
    author: PersonaOut | None = Field(description="null once its author was erased or the text withdrawn")
    created_at: datetime
    last_post_at: datetime
    unread: bool
    followed: bool


class PostOut(Answer):
    """One text. `source` is there for its author alone."""

    id: UUID
    thread_id: UUID
    opening: bool
    author: PersonaOut | None
    body: str = Field(description="the words without marks", examples=["It was the same for me."])
    html: str = Field(description="as it is shown, sanitised", examples=["<p>It was the same for me.</p>"])
    source: str | None = Field(default=None, description="as it was written", examples=[None])
    note: str = Field(examples=[""])
    lang: str = Field(examples=["en"])
    status: str = Field(examples=["visible"])
    own: bool
    thanks: int = Field(examples=[2])
    helped: int = Field(examples=[1])
    mine: list[str] = Field(description="the reader's own signs: thanks, helped", examples=[["thanks"]])
    created_at: datetime
    edited_at: datetime | None


def persona_out(row: Any) -> PersonaOut | None:
    """The author of a row that carries author_id, handle, role and kind."""
    if row.author_id is None or row.handle is None or row.status == "withdrawn":
        return None
    return PersonaOut(id=row.author_id, handle=row.handle, role=row.role, kind=row.kind)


def thread_out(row: Any) -> ThreadOut:
    """A row of `lookup` or `listing` as an answer."""
    return ThreadOut(
        id=row.id, title=row.title, topic=row.topic, support=row.support, lang=row.lang, status=row.status,
        pinned=row.pinned, locked=row.locked, posts=row.post_count, author=persona_out(row), created_at=row.created_at,
        last_post_at=row.last_post_at, unread=row.read_at is None or row.read_at < row.last_post_at,
        followed=row.followed,
    )  # fmt: skip


def post_out(row: Any, thread_id: UUID, me: list[UUID], source: str | None = None) -> PostOut:
    """A row of `lookup` as an answer."""
    return PostOut(
        id=row.id, thread_id=thread_id, opening=row.opening, author=persona_out(row), body=plain_of(row.html),
        html=row.html, source=source,
        note=row.note, lang=row.lang, status=row.status, own=row.author_id in me, thanks=row.thanks,
        helped=row.helped, mine=sorted(row.mine or []), created_at=row.created_at, edited_at=row.edited_at,
    )  # fmt: skip
