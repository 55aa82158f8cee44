"""Messages live thirty days; then they go for good, everywhere, once a day."""

from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session, select

from app.core import clock, db, jobs
from app.models.community import Community

LASTS = timedelta(days=30)
_FORGET = text("DELETE FROM message WHERE at < :before")


@jobs.periodic("17 3 * * *", "chat.forget_messages")
def forget_messages(session: Session) -> None:
    """Deletes what is older; the numbers of a room go on."""
    db.act_in(session, list(session.exec(select(Community.id))))
    session.connection().execute(_FORGET, {"before": clock.now() - LASTS})
