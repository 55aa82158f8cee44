"""The audit log: who did what to what, chained, without content. Reads are not recorded; refusals are log lines."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from app.core import chain, clock

LOCK = text("SELECT pg_advisory_xact_lock(7002001)")
LAST = text("SELECT sequence, digest FROM audit_entry ORDER BY sequence DESC LIMIT 1")
ADD = text(
    "INSERT INTO audit_entry (sequence, digest, content) VALUES (:sequence, :digest, CAST(:content AS jsonb))"
)
ALL = text("SELECT sequence, digest, content FROM audit_entry ORDER BY sequence")


def record(
    session: Session, act: str, *, actor: UUID | str, subject: UUID | str = "", **facts: str | int | bool
) -> None:
    """Appends one act. `actor` is a persona id, a keyed tag or a job's name: never an account's id beside a persona's."""
    content: dict[str, Any] = {
        "act": act, "actor": str(actor), "subject": str(subject), "at": clock.now().isoformat(timespec="seconds"), **facts,
    }  # fmt: skip
    connection = session.connection()
    connection.execute(LOCK)
    last = connection.execute(LAST).first()
    sequence, digest = (last.sequence, bytes(last.digest)) if last else (0, chain.GENESIS)
    connection.execute(
        ADD,
        {
            "sequence": sequence + 1,
            "digest": chain.link(digest, content),
            "content": chain.canonical(content).decode(),
        },
    )


def verify(session: Session) -> chain.Verdict:
    """Whether every entry still follows from the one before."""
    rows = session.connection().execute(ALL)
    return chain.verify((row.sequence, bytes(row.digest), row.content) for row in rows)
