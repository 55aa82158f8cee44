"""Before a message is stored: personal data is shown to its author first, and words of distress bring help.

Neither blocks for good: the author decides about personal data (`keep` or `mask`), and distress never stops a message.
Reading a text costs half a millisecond, so it happens before the room's row is locked.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.review.distress import watch
from app.review.guard_text import PiiChoice, screen_text, watch_kept
from app.screening.distress import detect_distress


@dataclass(frozen=True, slots=True)
class Screened:
    """A text ready to be stored, whether its author may need help, and what they chose about personal data."""

    body: str
    distress: bool = False
    choice: PiiChoice = ""


def screen(body: str, choice: PiiChoice = "") -> Screened:
    """The text to store; PiiFound when it holds personal data and its author has not chosen yet."""
    return Screened(screen_text(body, choice=choice), detect_distress(body), choice)


def alert(
    session: Session, community_id: UUID, message_id: UUID, author_id: UUID, screened: Screened
) -> None:
    """Puts words of distress on top of the moderators' queue, and what was sent with personal data all the same."""
    watch_kept(
        session, choice=screened.choice, text=screened.body, community_id=community_id, subject_kind="message",
        subject_id=message_id, author_id=author_id,
    )  # fmt: skip
    if screened.distress:
        watch(
            session,
            community_id=community_id,
            subject_kind="message",
            subject_id=message_id,
            author_id=author_id,
            text=screened.body,
        )
