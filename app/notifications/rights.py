"""A person's rights over alerts and wishes about mail."""

from typing import Any

from sqlmodel import Session, col, delete, select

from app.access.person import Person
from app.core.db import wearing
from app.models.notification import Notification, NotificationSetting


def gather(session: Session, person: Person) -> dict[str, Any]:
    """Every alert of the personas, and the wishes about mail."""
    mine = select(Notification).where(col(Notification.persona_id).in_(person.persona_ids))
    rows = session.exec(mine.order_by(col(Notification.day))).all()
    with wearing(session, "vault"):
        wishes = session.get(NotificationSetting, person.account_id)
    return {
        "alerts": [
            {"kind": row.kind, "link": row.link, "times": row.times, "day": row.day.isoformat(), "read": row.read}
            for row in rows
        ],
        "mail": {"digest": wishes.digest, "quiet_from": wishes.quiet_from, "quiet_until": wishes.quiet_until}
        if wishes
        else None,
    }  # fmt: skip


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Deletes them; `keep_words` changes nothing here."""
    gone = session.execute(delete(Notification).where(col(Notification.persona_id).in_(person.persona_ids)))
    count = int(gone.rowcount)  # type: ignore[attr-defined]
    with wearing(session, "vault"):
        wishes = session.get(NotificationSetting, person.account_id)
        if wishes is not None:
            session.delete(wishes)
            count += 1
    return count
