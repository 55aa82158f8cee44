"""Marks: events (a line on the charts), treatments and appointments, in the person's own words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, select

from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.dashboard.entries import OLDEST
from app.dashboard.owner import Owner
from app.dashboard.series import Event
from app.models.dashboard import Mark

Sort = Literal["event", "treatment", "appointment"]
SORTS = ("event", "treatment", "appointment")
MOST = 300
AHEAD = timedelta(days=1100)


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark as its owner reads it; `detail` is a dose or a place."""

    id: UUID
    sort: Sort
    day: date
    label: str
    detail: str = ""

    @property
    def event(self) -> Event:
        """As a chart draws it."""
        return Event(self.day, self.label)


def list_marks(session: Session, owner: Owner) -> list[Marked]:
    """All marks, oldest first."""
    rows = session.exec(select(Mark).where(col(Mark.owner) == owner.tag))
    contents = [(row.id, owner.unseal(row.sealed, row.id)) for row in rows]
    found = [_marked(id, content) for id, content in contents if content["sort"] in SORTS]
    return sorted(found, key=lambda one: (one.day, one.label))


def add(session: Session, owner: Owner, sort: Sort, *, day: date, label: str, detail: str = "") -> Marked:
    """Keeps a mark. Appointments may lie ahead, events and treatments begin in the past."""
    _check(sort, day, label)
    if session.exec(select(func.count()).where(col(Mark.owner) == owner.tag)).one() >= MOST:
        raise Conflict("There are too many marks. Remove old ones first.")
    new_id = uuid4()
    row = Mark(id=new_id, owner=owner.tag, sealed=owner.seal(_content(sort, day, label, detail), new_id))
    session.add(row)
    session.flush()
    return opened(owner, row)


def remove(session: Session, owner: Owner, mark_id: UUID) -> None:
    """Removes a mark of the person's own."""
    row = session.get(Mark, mark_id)
    if row is None or row.owner != owner.tag:
        raise NotFound
    session.delete(row)
    session.flush()


def opened(owner: Owner, row: Mark) -> Marked:
    """A row in clear."""
    return _marked(row.id, owner.unseal(row.sealed, row.id))


def of_charts(marks: list[Marked]) -> list[Event]:
    """What stands as a line on a chart: events and the beginning of treatments."""
    return [one.event for one in marks if one.sort != "appointment"]


def next_appointment(marks: list[Marked]) -> Marked | None:
    """The nearest appointment from today on."""
    return next((one for one in marks if one.sort == "appointment" and one.day >= clock.today()), None)


def _marked(id: UUID, content: dict[str, Any]) -> Marked:
    day = date.fromisoformat(content["day"])
    return Marked(id, content["sort"], day, content["label"], content["detail"])


def _content(sort: Sort, day: date, label: str, detail: str) -> dict[str, Any]:
    return {"sort": sort, "day": day.isoformat(), "label": label, "detail": detail}


def _check(sort: Sort, day: date, label: str) -> None:
    if not label:
        raise Invalid(fields={"label": "Write a few words."})
    today = clock.today()
    latest = today + (AHEAD if sort == "appointment" else timedelta(days=1))
    if day > latest:
        raise Invalid(fields={"day": "This day is still to come."})
    if day < today - OLDEST:
        raise Invalid(fields={"day": "Ten years back are the most."})
