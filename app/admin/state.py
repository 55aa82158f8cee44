"""The state of the instance: what the doctor finds, versions, jobs, and the audit log as metadata."""

import platform
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from app.core import paging

_JOBS = text(
    "SELECT task_name AS name, status::text AS status, count(*) AS count FROM jobs.procrastinate_jobs"
    " GROUP BY 1, 2 ORDER BY 1, 2"
)
_DATABASE = text("SELECT current_setting('server_version')")
_ENTRIES = text(
    "SELECT sequence, content FROM audit_entry WHERE sequence < :before ORDER BY sequence DESC LIMIT :size"
)
_NEWEST = 2**62
SIZE = 50
PARTS = ("fastapi", "sqlmodel", "procrastinate", "uvicorn")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the audit log; names are keyed tags or persona ids, shortened."""

    sequence: int
    at: datetime
    act: str
    actor: str
    subject: str


def waiting_jobs(session: Session) -> list[Any]:
    """How many jobs stand where, by name."""
    return list(session.connection().execute(_JOBS))


def versions(session: Session, own: str) -> list[tuple[str, str]]:
    """What runs here."""
    database = str(session.connection().execute(_DATABASE).scalar())
    return [
        ("Entraide", own),
        ("Python", platform.python_version()),
        ("PostgreSQL", database),
        *((part, _version(part)) for part in PARTS),
    ]


def _version(part: str) -> str:
    try:
        return version(part)
    except ModuleNotFoundError:
        return "–"


def audit_page(session: Session, after: str | None, *, names: bool) -> tuple[list[Line], str | None]:
    """The newest entries. `names`: stewards see who and what as tags; admins see acts and moments only."""
    key = paging.read_key(after, int)
    before = key[0] if key else _NEWEST
    rows = session.connection().execute(_ENTRIES, {"before": before, "size": SIZE + 1}).all()
    lines = [
        Line(
            row.sequence,
            datetime.fromisoformat(row.content["at"]),
            row.content["act"],
            row.content["actor"][:12] if names else "",
            row.content["subject"][:12] if names else "",
        )
        for row in rows[:SIZE]
    ]
    return lines, paging.cursor(lines[-1].sequence) if len(rows) > SIZE else None
