"""The dashboard's JSON doors: measures, their entries, marks. Everything is the reader's own."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core import paging
from app.core.schemas import Listing, problems
from app.core.web import ApiDoors, Here, Visit
from app.dashboard import entries, marks, measures
from app.dashboard.kinds import CUSTOM
from app.dashboard.lookup import find_measure_by_id, me
from app.dashboard.measures import Followed
from app.dashboard.schemas import (
    EntryChange,
    EntryOut,
    MarkOut,
    MeasureChange,
    MeasureOut,
    NewEntry,
    NewMark,
    NewMeasure,
)

doors = ApiDoors(tag="dashboard", responses=problems())
Keeper = Annotated[Any, allowed(Permission.dashboard_keep)]
MeasureToKeep = Annotated[Followed, allowed(Permission.dashboard_keep, find_measure_by_id)]


def _measure(visit: Visit, one: Followed) -> MeasureOut:
    return MeasureOut(
        id=one.id, code=one.kind.code, label=one.label(visit.locale), unit=one.unit, low=one.low, high=one.high, shown=one.shown
    )  # fmt: skip


@doors.get("/me/measures")
def list_measures(visit: Here, _: Keeper) -> Listing[MeasureOut]:
    """What the reader follows, in their order (thirty at most, so one page)."""
    return Listing(items=[_measure(visit, one) for one in measures.list_followed(visit.session, me(visit))])


@doors.post("/me/measures", status_code=201)
def add_measure(visit: Here, _: Keeper, body: NewMeasure) -> MeasureOut:
    """Follows a ready measure, or one of the reader's own (`code` "custom" with a `label`)."""
    owner = me(visit)
    if body.code == CUSTOM:
        made = measures.follow_own(
            visit.session, owner, name=body.label, unit=body.unit, low=body.low, high=body.high
        )
    else:
        made = measures.follow(visit.session, owner, body.code)
    return _measure(visit, made)


@doors.patch("/me/measures/{measure_id}")
def change_measure(visit: Here, measure: MeasureToKeep, body: MeasureChange) -> MeasureOut:
    """Shows or hides a measure (six shown at most), or renames one of the reader's own."""
    changed = measures.change(visit.session, me(visit), measure.id, name=body.label, shown=body.shown)
    return _measure(visit, changed)


@doors.delete("/me/measures/{measure_id}", status_code=204)
def remove_measure(visit: Here, measure: MeasureToKeep) -> None:
    """Removes a measure with its entries."""
    measures.remove(visit.session, me(visit), measure.id)


@doors.get("/measures/{measure_id}/entries")
def list_entries(
    visit: Here,
    measure: MeasureToKeep,
    after: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=paging.PAGE_LIMIT)] = paging.PAGE_SIZE,
) -> Listing[EntryOut]:
    """The entries, newest day first. Days without an entry are not listed and never invented."""
    key = paging.read_key(after, date.fromisoformat)
    before = key[0] if key else None
    found = entries.page_of(visit.session, me(visit), measure, before=before, size=limit)
    more = paging.cursor(found[limit - 1].day) if len(found) > limit else None
    return Listing(items=[_entry(one) for one in found[:limit]], next=more)


@doors.post("/measures/{measure_id}/entries", status_code=201)
def add_entry(visit: Here, measure: MeasureToKeep, body: NewEntry) -> EntryOut:
    """Notes a day; the same day again replaces it."""
    noted = entries.note(
        visit.session, me(visit), measure, value=body.value, second=body.second, day=body.day, note=body.note
    )
    return _entry(noted)


@doors.patch("/measures/{measure_id}/entries/{entry_id}")
def change_entry(visit: Here, measure: MeasureToKeep, entry_id: UUID, body: EntryChange) -> EntryOut:
    """Corrects an entry."""
    return _entry(
        entries.change(
            visit.session, me(visit), measure, entry_id, value=body.value, second=body.second, note=body.note
        )
    )


@doors.delete("/measures/{measure_id}/entries/{entry_id}", status_code=204)
def remove_entry(visit: Here, measure: MeasureToKeep, entry_id: UUID) -> None:
    """Removes a day."""
    entries.remove(visit.session, me(visit), measure, entry_id)


@doors.get("/me/marks")
def list_marks(visit: Here, _: Keeper) -> Listing[MarkOut]:
    """Events, treatments and appointments, oldest first."""
    return Listing(items=[MarkOut.model_validate(one) for one in marks.list_marks(visit.session, me(visit))])


@doors.post("/me/marks", status_code=201)
def add_mark(visit: Here, _: Keeper, body: NewMark) -> MarkOut:
    """Keeps an event, a treatment or an appointment."""
    return MarkOut.model_validate(
        marks.add(visit.session, me(visit), body.sort, day=body.day, label=body.label, detail=body.detail)
    )


@doors.delete("/me/marks/{mark_id}", status_code=204)
def remove_mark(visit: Here, _: Keeper, mark_id: UUID) -> None:
    """Removes a mark."""
    marks.remove(visit.session, me(visit), mark_id)


def _entry(one: entries.Noted) -> EntryOut:
    return EntryOut(id=one.id, day=one.day, value=one.value, second=one.second, note=one.note)
