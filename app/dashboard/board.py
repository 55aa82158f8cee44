"""What the dashboard shows: six weeks of each measure as a figure, and how regularly something was noted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from app.core import clock
from app.core.catalogues import translations
from app.core.formats import babel_locale
from app.core.text import N_
from app.dashboard import entries, marks, measures
from app.dashboard.chart import Plot
from app.dashboard.entries import Noted
from app.dashboard.figure import Figure, figure
from app.dashboard.marks import Marked
from app.dashboard.measures import Followed
from app.dashboard.owner import Owner
from app.dashboard.series import DAY, Event, Series, daily
from app.dashboard.voice import Voice

DAYS = 42
UPPER, LOWER = N_("Upper value"), N_("Lower value")


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure on the board: today's entry, its figure, how many days were noted."""

    measure: Followed
    today: Noted | None
    figure: Figure | None
    noted: int


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page."""

    panels: list[Panel]
    hidden: list[Followed]
    marks: list[Marked]
    days: int
    noted: int


def voice_of(locale: str) -> Voice:
    """Numbers and sentences in a reader's language."""
    return Voice(babel_locale(locale), translations(locale))


def window(days: int = DAYS) -> tuple[date, date]:
    """The first and the last day of the newest `days`."""
    last = clock.today()
    return last - DAY * (days - 1), last


def plot_of(
    measure: Followed, noted: Sequence[Noted], events: Sequence[Event], locale: str, days: int = DAYS
) -> Plot:
    """The plot of a measure over the newest days; a blood pressure has two lines."""
    first, last = window(days)
    drawn, upper = measure.drawn(locale), daily([(one.day, one.value) for one in noted], first, last)
    if not measure.kind.two:
        return Plot(drawn, upper, events=events)
    say = translations(locale).gettext
    lower = daily([(one.day, one.second) for one in noted if one.second is not None], first, last)
    return Plot(replace(drawn, label=say(UPPER)), upper, lower, say(LOWER), events)


def series_of(noted: Sequence[Noted], days: int = DAYS) -> Series:
    """The daily series of what was noted."""
    return daily([(one.day, one.value) for one in noted], *window(days))


def board(session: Session, owner: Owner, locale: str) -> Board:
    """Everything the page shows, in three statements whatever the number of measures."""
    followed = measures.list_followed(session, owner)
    shown = [one for one in followed if one.shown]
    noted = entries.list_entries(session, owner, shown, *window())
    marked = marks.list_marks(session, owner)
    events, voice = marks.of_charts(marked), voice_of(locale)
    panels = [
        _panel(one, [e for e in noted if e.measure_id == one.id], events, voice, locale) for one in shown
    ]
    return Board(
        panels,
        [one for one in followed if not one.shown],
        marked,
        DAYS,
        len({one.day for one in noted}),
    )


def _panel(
    measure: Followed, noted: list[Noted], events: Sequence[Event], voice: Voice, locale: str
) -> Panel:
    today = next((one for one in noted if one.day == clock.today()), None)
    drawn = figure(plot_of(measure, noted, events, locale), voice) if noted else None
    return Panel(measure, today, drawn, len(noted))
