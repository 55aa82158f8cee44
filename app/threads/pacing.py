"""How much somebody may write, and what a newcomer may not yet: asked by the doors before the deed."""

from datetime import timedelta
from uuid import UUID

from app.core import clock, limits
from app.core.errors import Invalid
from app.models.community import CommunityRole, Persona
from app.review.guard_text import PiiChoice, screen_text
from app.threads import markdown

SETTLED_AFTER = timedelta(days=7)
SETTLED_POSTS = 5


def is_newcomer(author: Persona) -> bool:
    """A member for less than a week, or with fewer than five approved texts."""
    if author.role != CommunityRole.MEMBER:
        return False
    young = author.joined_on is not None and clock.today() - author.joined_on < SETTLED_AFTER
    return young or author.approved_posts < SETTLED_POSTS


def screened(author: Persona, body: str, *, choice: PiiChoice, title: str = "") -> tuple[str, str]:
    """The title and body to store. Raises PiiFound when the writer must choose, Invalid for a newcomer's link."""
    clean_title = screen_text(title, choice=choice, field="title") if title else ""
    clean_body = screen_text(body, choice=choice)
    if is_newcomer(author) and markdown.has_link(f"{title}\n\n{body}"):
        raise Invalid(
            fields={"body": "New members cannot post links yet. Say in words where to look."}, code="link"
        )
    return clean_title, clean_body


def pace(author: Persona) -> None:
    """Counts one text of this persona; TooMany when that was one too many."""
    limits.hit("post", author.id.bytes)
    if is_newcomer(author):
        limits.hit("post_new_member", author.id.bytes)


def pace_of(persona_id: UUID) -> None:
    """Counts one small act (a sign, a follow) of a persona."""
    limits.count(SIGNS, persona_id.bytes)


SIGNS = limits.Limit("signs", "60/minute", local=True)
