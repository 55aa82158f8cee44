"""A person's rights over what moderation keeps: decisions, appeals, own reports, notes; given out, and forgotten.

What others said stays theirs: who reported is never given out, and a report made by somebody who leaves stays without them.
"""

from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.access.person import Person
from app.models.review import Appeal, Decision, ItemStatus, ModeratorNote, Report, ReviewItem, Sanction


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Decisions with their reasons and own words, appeals, what one reported, and the notes of moderators about one."""
    mine = person.persona_ids
    decisions = session.exec(select(Decision).where(col(Decision.author_id).in_(mine))).all()
    appeals = session.exec(select(Appeal).where(col(Appeal.author_id).in_(mine))).all()
    reports = session.exec(select(Report).where(col(Report.reporter_id).in_(mine))).all()
    notes = session.exec(select(ModeratorNote).where(col(ModeratorNote.persona_id).in_(mine))).all()
    return {
        "decisions": [
            {
                "act": one.act, "rule": one.rule, "reason": one.reason, "at": one.decided_at.isoformat(),
                "until": one.until.isoformat() if one.until else None, "your_text": one.text, "automated": one.automated,
                "taken_back": one.undone_at is not None,
            }
            for one in decisions
        ],
        "appeals": [
            {"words": one.words, "at": one.made_at.isoformat(), "status": one.status, "answer": one.answer} for one in appeals
        ],
        "reports_you_made": [
            {"about": one.subject_kind, "reason": one.reason, "words": one.words, "at": one.at.isoformat()} for one in reports
        ],
        "notes_about_you": [{"text": one.text, "at": one.at.isoformat()} for one in notes],
    }  # fmt: skip


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Forgets the person: own words and notes go, decisions stay as bare acts, a sanction stays by its tag alone.

    `keep_words` changes nothing here: snapshots were kept for a decision, and the decision is about nobody now.
    """
    mine = person.persona_ids
    connection = session.connection()
    about, still_open = col(ReviewItem.author_id).in_(mine), col(ReviewItem.status) == ItemStatus.OPEN.value
    closed = {"status": ItemStatus.CLOSED.value, "version": col(ReviewItem.version) + 1}
    changes = (
        delete(ModeratorNote).where(col(ModeratorNote.persona_id).in_(mine)),
        update(Appeal).where(col(Appeal.author_id).in_(mine)).values(author_id=None, words=""),
        update(Decision).where(col(Decision.author_id).in_(mine)).values(author_id=None, text=""),
        update(Report).where(col(Report.reporter_id).in_(mine)).values(reporter_id=None, words=""),
        update(Sanction).where(col(Sanction.persona_id).in_(mine)).values(persona_id=None),
        update(ReviewItem).where(about, still_open).values(**closed),
        update(ReviewItem).where(about).values(author_id=None, text=""),
    )
    return sum(connection.execute(change).rowcount for change in changes)
