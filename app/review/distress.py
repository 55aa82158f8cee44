"""Watching for distress: the author sees help at once, the item tops the queue, and somebody is called when nobody comes.

Never blocks and never punishes: the text is published as it is.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.core import clock, jobs
from app.core.settings import get_settings
from app.models.review import ItemKind
from app.review.harm import DISTRESS, URGENT_DISTRESS
from app.review.items import open_item
from app.screening.distress import grade_of
from app.screening.help_lines import HelpLine, help_lines

CALL_AFTER = (timedelta(minutes=10), timedelta(minutes=20))


def watch(
    session: Session,
    *,
    community_id: UUID,
    subject_kind: str,
    subject_id: UUID,
    author_id: UUID | None,
    text: str,
    locale: str = "fr",
) -> bool:
    """True when the author should see help now (`lines_for`). Opens an item and sets two calls to whoever is on duty."""
    grade = grade_of(text, locale)
    if not grade:
        return False
    item = open_item(
        session,
        community_id=community_id,
        kind=ItemKind.DISTRESS,
        subject_kind=subject_kind,
        subject_id=subject_id,
        author_id=author_id,
        text=text,
        reason=grade,
        harm=URGENT_DISTRESS if grade == "urgent" else DISTRESS,
    )
    for number, wait in enumerate(CALL_AFTER, start=1):
        jobs.defer(
            session,
            "moderation.call",
            at=clock.now() + wait,
            queueing_lock=f"call {number} {item.id}",
            item=str(item.id),
            community=str(community_id),
            call=number,
        )
    return True


def lines_for(locale: str) -> tuple[HelpLine, ...]:
    """The numbers to show the author, for the country of this installation."""
    return help_lines(get_settings().country, locale)
