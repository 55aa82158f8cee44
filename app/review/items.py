"""Putting something in the moderators' queue, and taking it out when its subject went away."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, literal_column, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core import clock
from app.models.review import ItemKind, ItemStatus, Report, ReviewItem
from app.review.harm import harm_of

LONGEST_TEXT = 20_000
IS_OPEN: Any = literal_column("status = 'open'")


def open_item(
    session: Session,
    *,
    community_id: UUID,
    kind: ItemKind,
    subject_kind: str,
    subject_id: UUID,
    author_id: UUID | None,
    text: str,
    reporter_id: UUID | None = None,
    reason: str = "",
    harm: int | None = None,
    words: str = "",
) -> ReviewItem:
    """Opens an item with a snapshot of the text; while one of its kind is open for the subject, that one is returned.

    A repeated item keeps its first snapshot and takes the greater harm. With a `reporter_id` their report is kept beside
    it (once a person and subject: a second one changes nothing). The community's wall must be open in this transaction.
    """
    harm = harm_of(kind, reason) if harm is None else harm
    values: dict[str, Any] = {
        "id": uuid4(), "community_id": community_id, "kind": kind.value, "subject_kind": subject_kind,
        "subject_id": subject_id, "author_id": author_id, "text": text[:LONGEST_TEXT], "reason": reason[:40],
        "harm": harm, "reports": 0, "opened_at": clock.now(), "status": ItemStatus.OPEN.value, "version": 1,
    }  # fmt: skip
    adding = insert(ReviewItem).values(values)
    statement = adding.on_conflict_do_update(
        index_elements=["subject_kind", "subject_id", "kind"],
        index_where=IS_OPEN,
        set_={"harm": func.greatest(col(ReviewItem.harm), adding.excluded.harm)},
    ).returning(ReviewItem)
    item = session.scalars(statement, execution_options={"populate_existing": True}).one()
    if reporter_id is not None:
        _keep_report(session, item, reporter_id, reason, words)
    return item


def _keep_report(session: Session, item: ReviewItem, reporter_id: UUID, reason: str, words: str) -> None:
    adding = (
        insert(Report)
        .values(
            id=uuid4(), community_id=item.community_id, item_id=item.id, reporter_id=reporter_id,
            subject_kind=item.subject_kind, subject_id=item.subject_id, reason=reason[:40], words=words, at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(col(Report.id))
    )  # fmt: skip
    if session.execute(adding).first() is not None:
        item.reports += 1
        session.add(item)
        session.flush()


def follow_text(session: Session, subject_kind: str, subject_id: UUID, text: str) -> None:
    """A text changed before anybody decided whether it may stand: the desk reads it as it is now, whoever had it open
    looks again. What was reported stays as it was when it was reported."""
    changing = (
        update(ReviewItem)
        .where(
            col(ReviewItem.subject_kind) == subject_kind,
            col(ReviewItem.subject_id) == subject_id,
            col(ReviewItem.status) == ItemStatus.OPEN.value,
            col(ReviewItem.kind).in_([ItemKind.HELD.value, ItemKind.PII.value]),
        )
        .values(text=text[:LONGEST_TEXT], version=col(ReviewItem.version) + 1)
        .execution_options(synchronize_session="fetch")
    )
    session.execute(changing)


def close_for(session: Session, subject_kind: str, subject_id: UUID) -> int:
    """The subject went away (withdrawn, erased): its open items close. A call for help stays until somebody looked."""
    closing = (
        update(ReviewItem)
        .where(
            col(ReviewItem.subject_kind) == subject_kind,
            col(ReviewItem.subject_id) == subject_id,
            col(ReviewItem.status) == ItemStatus.OPEN.value,
            col(ReviewItem.kind) != ItemKind.DISTRESS.value,
        )
        .values(status=ItemStatus.CLOSED.value, closed_at=clock.now(), version=col(ReviewItem.version) + 1)
        .execution_options(synchronize_session="fetch")
    )
    return int(session.execute(closing).rowcount)  # type: ignore[attr-defined]
