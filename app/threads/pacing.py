"""How much somebody may write, and what a newcomer may not yet: asked by the doors before the deed."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.core import clock, limits
from app.core.errors import Invalid
from app.models.community import CommunityRole, Persona
from app.models.thread import Post, PostStatus
from app.review.guard_text import PiiChoice, screen_text, watch_kept
from app.threads import markdown

SETTLED_AFTER = timedelta(days=7)
SETTLED_POSTS = 5


def is_newcomer(author: Persona) -> bool:
    """A member for less than a week, or with fewer than five approved texts."""
    if author.role != CommunityRole.MEMBER:
        return False
    young = author.joined_on is not None and clock.today() - author.joined_on < SETTLED_AFTER
    return young or author.approved_posts < SETTLED_POSTS


def screened(
    author: Persona, body: str, *, choice: PiiChoice, title: str = "", note: str = ""
) -> tuple[str, str, str]:
    """The title, body and note to store. Raises PiiFound when the writer must choose, Invalid for a newcomer's link."""
    clean_title = screen_text(title, choice=choice, field="title") if title else ""
    clean_note = screen_text(note, choice=choice, field="note") if note else ""
    clean_body = screen_text(body, choice=choice)
    if is_newcomer(author) and markdown.has_link(f"{title}\n\n{note}\n\n{body}"):
        raise Invalid(
            fields={"body": "New members cannot post links yet. Say in words where to look."}, code="link"
        )
    return clean_title, clean_body, clean_note


def watch(session: Session, post: Post, *, choice: PiiChoice, title: str = "") -> None:
    """Published anyway: a moderator sees it. A text that is held has its own place in the queue."""
    if post.status == PostStatus.VISIBLE:
        said = "\n\n".join(part for part in (title, post.note, post.body) if part)
        watch_kept(
            session, choice=choice, text=said, community_id=post.community_id, subject_kind="post",
            subject_id=post.id, author_id=post.author_id,
        )  # fmt: skip


def pace(author: Persona) -> None:
    """Counts one text of this persona; TooMany when that was one too many."""
    limits.hit("post", author.id.bytes)
    if is_newcomer(author):
        limits.hit("post_new_member", author.id.bytes)


def pace_of(persona_id: UUID) -> None:
    """Counts one small act (a sign, a follow) of a persona."""
    limits.count(SIGNS, persona_id.bytes)


SIGNS = limits.Limit("signs", "60/minute", local=True)
