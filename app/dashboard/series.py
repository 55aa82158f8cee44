"""Daily series of one measure: what was entered, what was not, and the weeks they make.

A day without an entry is `None` and stays `None`: nothing here interpolates or carries a value forward.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from statistics import fmean
from typing import NamedTuple

DAY = timedelta(days=1)
WEEK = 7


class Point(NamedTuple):
    """One calendar day; `value` is None when nothing was entered."""

    day: date
    value: float | None


class Reading(NamedTuple):
    """One day that has a value."""

    day: date
    value: float


class Event(NamedTuple):
    """Something the member marked on a day. An event is a line on a chart, never an explanation."""

    day: date
    label: str


Series = Sequence[Point]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. `low` and `high` are set for a closed scale such as 0 to 10."""

    label: str
    unit: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Summary:
    """Average, extremes and number of days noted over a span; all None when nothing was noted."""

    span: Span
    n: int
    mean: float | None
    low: float | None
    high: float | None


def daily(
    entries: Iterable[tuple[date, float]],
    first: date,
    last: date,
    combine: Callable[[Sequence[float]], float] = fmean,
) -> list[Point]:
    """One point for each day from `first` to `last`; several entries of a day go through `combine`."""
    if last < first:
        raise ValueError("The window ends before it begins.")
    noted: dict[date, list[float]] = defaultdict(list)
    for day, value in entries:
        noted[day].append(value)
    days = (first + DAY * i for i in range((last - first).days + 1))
    return [Point(day, float(combine(noted[day])) if day in noted else None) for day in days]


def readings(series: Series) -> list[Reading]:
    """The days that have a value, in order."""
    return [Reading(point.day, point.value) for point in series if point.value is not None]


def runs(series: Series) -> list[list[Reading]]:
    """Unbroken stretches of noted days: the pieces a line may be drawn through."""
    pieces = groupby(series, key=lambda point: point.value is not None)
    return [readings(list(piece)) for noted, piece in pieces if noted]


def gaps(series: Series) -> list[Span]:
    """Stretches of days without an entry, the ones before the first and after the last included."""
    spans = []
    for missing, piece in groupby(series, key=lambda point: point.value is None):
        if missing:
            days = [point.day for point in piece]
            spans.append(Span(days[0], days[-1]))
    return spans


def missing(series: Series) -> int:
    """How many days have no entry."""
    return sum(span.days for span in gaps(series))


def summarise(series: Series) -> Summary:
    """Average, minimum, maximum and number of noted days of a series that has at least one day."""
    span = Span(series[0].day, series[-1].day)
    values = [reading.value for reading in readings(series)]
    if not values:
        return Summary(span, 0, None, None, None)
    return Summary(span, len(values), fmean(values), min(values), max(values))


def weekly(series: Series) -> list[Summary]:
    """Weeks counted back from the last day, oldest first; the oldest may be shorter than seven days."""
    ends = range(len(series), 0, -WEEK)
    return [summarise(series[max(0, end - WEEK) : end]) for end in reversed(ends)]


def union(first: Series, second: Series) -> list[Point]:
    """Noted when either of two series of the same window is noted: what a gap means on their common chart."""
    if [p.day for p in first] != [p.day for p in second]:
        raise ValueError("Two series on one chart cover the same days.")
    return [a if a.value is not None else b for a, b in zip(first, second, strict=True)]
