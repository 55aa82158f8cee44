"""Private measurements, sealed with a key per person.

`owner` is a keyed tag of the account: nobody joins it to a persona. What is measured, every value, note, event and
appointment is sealed with the person's own data key; only days and order stand in clear, for one entry a day and sorting.
"""

from datetime import date

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import UUID, Table, datetime, moment, random_id


class Measure(Table, table=True):
    """Something a person follows; its name, unit and scale are sealed."""

    __tablename__ = "measure"

    id: UUID = random_id()
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    rank: int = 0
    shown: bool = True


class Entry(Table, table=True):
    """One day of one measure; a day without an entry has no row."""

    __tablename__ = "measure_entry"
    __table_args__ = (UniqueConstraint("measure_id", "day"),)

    id: UUID = random_id()
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    measure_id: UUID = Field(foreign_key="measure.id", ondelete="CASCADE")
    day: date
    sealed: bytes = Field(sa_type=LargeBinary)


class Mark(Table, table=True):
    """An event, a treatment or an appointment: kind, day and words are all sealed."""

    __tablename__ = "health_mark"

    id: UUID = random_id()
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    sealed: bytes = Field(sa_type=LargeBinary)


class DashboardShare(Table, table=True):
    """A link to some measures, for a time. What it opens is sealed under a key that only the link holds."""

    __tablename__ = "dashboard_share"

    id: UUID = random_id()
    owner: bytes = Field(sa_type=LargeBinary, index=True)
    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    label_sealed: bytes = Field(sa_type=LargeBinary)
    expires_at: datetime = moment()


class ShareVisit(Table, table=True):
    """When a shared page was opened: a moment, and nothing about who."""

    __tablename__ = "dashboard_share_visit"

    id: UUID = random_id()
    share_id: UUID = Field(foreign_key="dashboard_share.id", ondelete="CASCADE", index=True)
    at: datetime = moment()
