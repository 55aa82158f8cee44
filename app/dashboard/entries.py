"""Entries: one a day and measure, corrected as often as one likes; a day without an entry stays empty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from app.core import clock
from app.core.errors import Invalid, NotFound
from app.dashboard.measures import Followed
from app.dashboard.owner import Owner
from app.models.dashboard import Entry

OLDEST = timedelta(days=3660)
LONGEST_NOTE = 280


@dataclass(frozen=True, slots=True)
class Noted:
    """One day as its owner reads it; `second` is the lower value of a blood pressure."""

    id: UUID
    measure_id: UUID
    day: date
    value: float
    second: float | None = None
    note: str = ""


def note(
    session: Session,
    owner: Owner,
    measure: Followed,
    *,
    value: float,
    second: float | None = None,
    day: date | None = None,
    note: str = "",
) -> Noted:
    """Keeps the value of a day; the same day again replaces it."""
    day = day or clock.today()
    check_day(day)
    check_values(measure, value, second)
    row = session.exec(
        select(Entry).where(col(Entry.measure_id) == measure.id, col(Entry.day) == day).with_for_update()
    ).first()
    new_id = row.id if row else uuid4()
    sealed = owner.seal({"value": value, "second": second, "note": note}, new_id)
    if row is None:
        row = Entry(id=new_id, owner=owner.tag, measure_id=measure.id, day=day, sealed=sealed)
        session.add(row)
    row.sealed = sealed
    session.flush()
    return opened(owner, row)


def find(session: Session, owner: Owner, measure: Followed, entry_id: UUID) -> Noted:
    """One entry of a measure of the person's own."""
    return opened(owner, _row(session, owner, measure, entry_id))


def change(
    session: Session,
    owner: Owner,
    measure: Followed,
    entry_id: UUID,
    *,
    value: float | None = None,
    second: float | None = None,
    note: str | None = None,
) -> Noted:
    """Corrects an entry; what is None stays as it is."""
    row = _row(session, owner, measure, entry_id)
    known = opened(owner, row)
    value = known.value if value is None else value
    second = known.second if second is None else second
    check_values(measure, value, second)
    words = known.note if note is None else note
    row.sealed = owner.seal({"value": value, "second": second, "note": words}, row.id)
    session.flush()
    return opened(owner, row)


def remove(session: Session, owner: Owner, measure: Followed, entry_id: UUID) -> None:
    """Removes one day."""
    session.delete(_row(session, owner, measure, entry_id))
    session.flush()


def list_entries(
    session: Session, owner: Owner, measures: Iterable[Followed], first: date, last: date
) -> list[Noted]:
    """The entries of these measures between two days, both included, oldest first. One statement."""
    rows = session.exec(
        select(Entry)
        .where(
            col(Entry.measure_id).in_([one.id for one in measures]),
            col(Entry.owner) == owner.tag,
            col(Entry.day).between(first, last),
        )
        .order_by(col(Entry.day))
    )
    return [opened(owner, row) for row in rows]


def page_of(
    session: Session, owner: Owner, measure: Followed, *, before: date | None, size: int
) -> list[Noted]:
    """The newest entries before a day, newest first; one more than `size` when there are more."""
    found = select(Entry).where(col(Entry.measure_id) == measure.id, col(Entry.owner) == owner.tag)
    if before is not None:
        found = found.where(col(Entry.day) < before)
    rows = session.exec(found.order_by(col(Entry.day).desc()).limit(size + 1))
    return [opened(owner, row) for row in rows]


def check_day(day: date) -> None:
    """Invalid for days to come (one day of grace: it may be tomorrow where the reader is) and long ago."""
    if day > clock.today() + timedelta(days=1):
        raise Invalid(fields={"day": "This day is still to come."})
    if day < clock.today() - OLDEST:
        raise Invalid(fields={"day": "Ten years back are the most."})


def check_values(measure: Followed, value: float, second: float | None) -> None:
    """Invalid outside the scale or what is believable; two values for a blood pressure, one for all others."""
    low = measure.low if measure.low is not None else measure.kind.low
    high = measure.high if measure.high is not None else measure.kind.high
    if not low <= value <= high:
        raise Invalid(fields={"value": "This value is outside the scale."})
    if not measure.kind.two and second is not None:
        raise Invalid(fields={"second": "This measure has one value."})
    if measure.kind.two:
        if second is None:
            raise Invalid(fields={"second": "Give both values."})
        if not low <= second <= high or second >= value:
            raise Invalid(fields={"second": "The lower value is below the upper one."})


def opened(owner: Owner, row: Entry) -> Noted:
    """A row in clear."""
    content = owner.unseal(row.sealed, row.id)
    return Noted(row.id, row.measure_id, row.day, content["value"], content["second"], content["note"])


def _row(session: Session, owner: Owner, measure: Followed, entry_id: UUID) -> Entry:
    row = session.get(Entry, entry_id)
    if row is None or row.owner != owner.tag or row.measure_id != measure.id:
        raise NotFound
    return row
