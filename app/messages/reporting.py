"""Reporting a conversation: the moderators see the letters that one of the two chose, and nothing else."""

from uuid import UUID

from sqlmodel import Session

from app.core.errors import Invalid
from app.messages.lookup import Talk, letters
from app.models.review import ItemKind, ReviewItem
from app.review.items import open_item


def report(session: Session, talk: Talk, chosen: list[UUID], reason: str, words: str = "") -> ReviewItem:
    """Puts the chosen letters of the other one before the moderators, as an excerpt."""
    picked = [one for one in letters(session, talk) if one.id in set(chosen) and not one.mine]
    if not picked:
        raise Invalid(fields={"letters": "Choose at least one message to report."})
    return open_item(
        session,
        community_id=talk.row.community_id,
        kind=ItemKind.REPORT,
        subject_kind="conversation",
        subject_id=talk.row.id,
        author_id=talk.other.id,
        text="\n\n".join(one.body for one in picked),
        reporter_id=talk.me.id,
        reason=reason,
        words=words,
    )
