"""Reporting something seen here: what it is, why, and if one likes some words. Its author never learns who it was."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.blocks import are_blocked
from app.core import limits
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.web import Visit
from app.models.chat import Message
from app.models.community import Community, Persona
from app.models.review import ItemKind, Report, ReviewItem
from app.models.thread import Post, PostStatus, Thread
from app.moderation.lookup import memberships
from app.review.harm import ReportReason
from app.review.items import open_item

KINDS = ("post", "message", "persona")


@dataclass(frozen=True, slots=True)
class Reported:
    """What somebody wants to report, as it is now."""

    community: Community
    subject_kind: str
    subject_id: UUID
    persona_id: UUID | None
    text: str
    back: str


def find_reported(visit: Visit, kind: str, subject_id: UUID) -> Reported:
    """A post, a message or a persona of a community the actor lives in; what they cannot see does not exist."""
    found = memberships(visit.session, visit.actor)
    row = {"post": _post, "message": _message, "persona": _persona}.get(kind, _nothing)(
        visit.session, subject_id
    )
    if row is None or row[0] not in found:
        raise NotFound
    community, visit.membership = found[row[0]]
    if kind != "persona" and row[1] and are_blocked(visit.session, visit.membership.id, row[1]):
        raise NotFound  # the page shows the text
    return Reported(community, kind, subject_id, row[1], row[2], f"/c/{community.slug}{row[3]}")


def find_post(visit: Visit, post_id: UUID) -> Reported:
    """The same for a post, by the JSON contract's path."""
    return find_reported(visit, "post", post_id)


Row = tuple[UUID, UUID | None, str, str]


def _post(session: Session, post_id: UUID) -> Row | None:
    post = session.get(Post, post_id)
    if post is None or post.status != PostStatus.VISIBLE:
        return None
    thread = session.get_one(Thread, post.thread_id)
    if thread.status not in (PostStatus.VISIBLE, PostStatus.WITHDRAWN):
        return None  # a reply goes with its thread
    said = "\n\n".join(part for part in (thread.title if post.opening else "", post.note, post.body) if part)
    return post.community_id, post.author_id, said, f"/t/{post.thread_id}"


def _message(session: Session, message_id: UUID) -> Row | None:
    message = session.get(Message, message_id)
    if message is None or message.status != "visible":
        return None
    return message.community_id, message.author_id, message.body, "/chat"


def _persona(session: Session, persona_id: UUID) -> Row | None:
    persona = session.get(Persona, persona_id)
    if persona is None or persona.status != "active":
        return None
    return persona.community_id, persona.id, persona.handle, ""


def _nothing(_session: Session, _id: UUID) -> Row | None:
    return None


def report(session: Session, seen: Reported, by: Persona, *, reason: str, words: str) -> ReviewItem:
    """Opens or joins an item of the queue with a snapshot of the text. Once a person and thing; twenty a day."""
    try:
        chosen = ReportReason(reason)
    except ValueError:
        raise Invalid(fields={"reason": "Choose what is wrong."}) from None
    if seen.persona_id == by.id:
        raise Refused("This is your own. You can withdraw it yourself.")
    mine = select(Report.id).where(
        col(Report.reporter_id) == by.id,
        col(Report.subject_kind) == seen.subject_kind,
        col(Report.subject_id) == seen.subject_id,
    )
    if session.exec(mine).first() is not None:
        raise Conflict("You have already reported this. A moderator looks at it.", code="reported")
    limits.hit("report", by.id.bytes)
    return open_item(
        session, community_id=seen.community.id, kind=ItemKind.REPORT, subject_kind=seen.subject_kind,
        subject_id=seen.subject_id, author_id=seen.persona_id, text=seen.text, reporter_id=by.id,
        reason=chosen.value, words=words,
    )  # fmt: skip
