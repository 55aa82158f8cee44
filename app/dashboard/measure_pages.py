"""The pages of one measure: its chart, its history, correcting and removing a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core import clock, paging
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.dashboard import board, comparing, entries, marks, measures
from app.dashboard.figure import figure
from app.dashboard.kinds import FACES
from app.dashboard.lookup import find_measure, me
from app.dashboard.measures import Followed
from app.dashboard.schemas import EntryForm

doors = Doors()
MeasureToKeep = Annotated[Followed, allowed(Permission.dashboard_keep, find_measure)]
Weeks = Annotated[int, Query(ge=1, le=52)]


@doors.get("/dashboard/{measure}")
def show_measure(
    visit: Here,
    measure: MeasureToKeep,
    after: Annotated[str | None, Query(max_length=400)] = None,
    weeks: Weeks = 6,
) -> Response:
    """The chart of some weeks, what the numbers say around each event, and the history."""
    owner, voice = me(visit), board.voice_of(visit.locale)
    days = weeks * 7
    noted = entries.list_entries(visit.session, owner, [measure], *board.window(days))
    marked = marks.list_marks(visit.session, owner)
    key = paging.read_key(after, date.fromisoformat)
    before = key[0] if key else None
    history = entries.page_of(visit.session, owner, measure, before=before, size=paging.PAGE_SIZE)
    more = paging.cursor(history[paging.PAGE_SIZE - 1].day) if len(history) > paging.PAGE_SIZE else None
    plot = board.plot_of(measure, noted, marks.of_charts(marked), visit.locale, days)
    return visit.page(
        "dashboard/measure.html",
        measure=measure,
        label=measure.label(visit.locale),
        figure=figure(plot, voice) if noted else None,
        changes=comparing.around_events(measure, noted, marks.of_charts(marked), voice, days, visit.locale),
        history=history[: paging.PAGE_SIZE],
        more=more,
        noted=len(noted),
        days=days,
        weeks=weeks,
        today=clock.today(),
        faces=FACES,
        entry=next((one for one in noted if one.day == clock.today()), None),
    )


@doors.post("/dashboard/{measure}")
@reshow(show_measure)
def note(visit: Here, measure: MeasureToKeep) -> Response:
    """One tap for today, or a day, a value and a note."""
    form = visit.read(EntryForm)
    entries.note(
        visit.session,
        me(visit),
        measure,
        value=form.value,
        second=form.second,
        day=form.day,
        note=form.note,
    )
    tapped = form.day is None
    return visit.go(
        f"/dashboard#m-{measure.id}" if tapped else f"/dashboard/{measure.id}", said=N_("It is noted.")
    )


@doors.post("/dashboard/{measure}/remove")
def remove_measure(visit: Here, measure: MeasureToKeep) -> Response:
    """Removes the measure and all its days."""
    measures.remove(visit.session, me(visit), measure.id)
    return visit.go("/dashboard", said=N_("The measure and its entries are gone."))


@doors.get("/dashboard/{measure}/entries/{entry_id}")
def show_entry(visit: Here, measure: MeasureToKeep, entry_id: UUID) -> Response:
    """One day, to correct."""
    entry = entries.find(visit.session, me(visit), measure, entry_id)
    return visit.page(
        "dashboard/entry.html", measure=measure, label=measure.label(visit.locale), entry=entry, faces=FACES
    )


@doors.post("/dashboard/{measure}/entries/{entry_id}")
@reshow(show_entry)
def change_entry(visit: Here, measure: MeasureToKeep, entry_id: UUID) -> Response:
    """Corrects it."""
    form = visit.read(EntryForm)
    entries.change(
        visit.session, me(visit), measure, entry_id, value=form.value, second=form.second, note=form.note
    )
    return visit.go(f"/dashboard/{measure.id}", said=N_("It is corrected."))


@doors.post("/dashboard/{measure}/entries/{entry_id}/remove")
def remove_entry(visit: Here, measure: MeasureToKeep, entry_id: UUID) -> Response:
    """Removes it; the day is empty again."""
    entries.remove(visit.session, me(visit), measure, entry_id)
    return visit.go(f"/dashboard/{measure.id}", said=N_("The entry is removed. The day is empty again."))
