"""Careful sentences: around an event, and two measures beside each other. Days, intervals, never a cause."""

from collections.abc import Sequence
from itertools import combinations

from app.dashboard.board import series_of
from app.dashboard.compare import before_after, correlate
from app.dashboard.entries import Noted
from app.dashboard.measures import Followed
from app.dashboard.sentence import describe_change, describe_correlation
from app.dashboard.series import Event
from app.dashboard.voice import Voice

MOST_EVENTS = 4


def around_events(
    measure: Followed, noted: Sequence[Noted], events: Sequence[Event], voice: Voice, days: int, locale: str
) -> list[str]:
    """One paragraph for each of the newest events that has enough noted days on both sides."""
    if not noted:
        return []
    series, drawn = series_of(noted, days), measure.drawn(locale)
    told = [(before_after(series, one.day), one) for one in sorted(events, reverse=True)]
    found = [(change, one) for change, one in told if change is not None][:MOST_EVENTS]
    return [describe_change(change, drawn, one, voice) for change, one in found]


def side_by_side(
    measures: Sequence[Followed], noted: Sequence[Noted], voice: Voice, days: int, locale: str
) -> list[str]:
    """One paragraph for each pair of measures with enough days noted in both."""
    series = {one.id: series_of([e for e in noted if e.measure_id == one.id], days) for one in measures}
    found = (
        (correlate(series[first.id], series[second.id]), first, second)
        for first, second in combinations(measures, 2)
    )
    return [
        describe_correlation(together, first.label(locale), second.label(locale), voice)
        for together, first, second in found
        if together is not None
    ]
