"""Numbers to geometry: everything the templates need to draw a chart, and nothing about how it looks.

The same geometry feeds the server-side SVG (two canvases, wide and narrow, so that labels stay readable
on a phone) and the printed sheet. A line is drawn through unbroken days only; the days between are hatched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from app.dashboard.geometry import LETTER, Box, Canvas, Coordinates, Drawing, Gap, Label, Stroke
from app.dashboard.markers import headroom, place_markers
from app.dashboard.scale import Scale, day_ticks, scale_for
from app.dashboard.series import Event, Measure, Reading, Series, gaps, readings, runs, union

HATCH = 9.0


WIDE = Canvas("wide", 680, 300, 15, 6)
NARROW = Canvas("narrow", 330, 260, 15, 3)


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: one series or two of the same measure over the same days, and the events among them."""

    measure: Measure
    series: Series
    second: Series | None = None
    second_label: str = ""
    events: Sequence[Event] = ()

    @property
    def names(self) -> list[str]:
        return [self.measure.label] if self.second is None else [self.measure.label, self.second_label]

    @property
    def all_series(self) -> list[Series]:
        return [self.series] if self.second is None else [self.series, self.second]

    @property
    def noted(self) -> Series:
        """A day counts as noted when either series has it."""
        return self.series if self.second is None else union(self.series, self.second)

    @property
    def visible_events(self) -> list[Event]:
        first, last = self.series[0].day, self.series[-1].day
        return sorted(event for event in self.events if first <= event.day <= last)


def draw(plot: Plot, canvas: Canvas, number: Callable[[float], str], day: Callable[[date], str]) -> Drawing:
    """Lay a plot out on a canvas; `number` and `day` write the labels in the reader's language."""
    values = [reading.value for series in plot.all_series for reading in readings(series)]
    scale = scale_for(plot.measure, values)
    font = canvas.font
    levels = [number(tick) for tick in scale.ticks]
    left = round(max(len(text) for text in levels) * font * LETTER + font * 0.8, 1)
    box = Box(left, 0, canvas.width - font * 0.6, round(canvas.height - font * 2, 1))
    place = _Place(box, scale, plot.series[0].day, len(plot.series))
    events = plot.visible_events
    markers = place_markers([(place.x(event.day), event.label) for event in events], canvas)
    place = replace(place, box=replace(box, top=headroom(markers, font)))
    return Drawing(
        canvas,
        place.box,
        [
            Label(round(left - font * 0.6, 1), place.y(tick), text, "end")
            for tick, text in zip(scale.ticks, levels, strict=True)
        ],
        _day_labels(plot, canvas, place, day),
        [_gap(place, span.first, span.last) for span in gaps(plot.noted)],
        [_stroke(place, series, i == 1) for i, series in enumerate(plot.all_series)],
        markers,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a day and a value stand on the canvas."""

    box: Box
    scale: Scale
    first: date
    days: int

    def x(self, day: date) -> float:
        if self.days == 1:
            return round((self.box.left + self.box.right) / 2, 1)
        return round(self.box.left + (day - self.first).days / (self.days - 1) * self.box.width, 1)

    def y(self, value: float) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return round(self.box.bottom - min(1.0, max(0.0, share)) * self.box.height, 1)

    def point(self, reading: Reading) -> Coordinates:
        return self.x(reading.day), self.y(reading.value)


def _stroke(place: _Place, series: Series, dashed: bool) -> Stroke:
    pieces = [[place.point(reading) for reading in run] for run in runs(series)]
    lines = [piece for piece in pieces if len(piece) > 1]
    floor = place.box.bottom
    # A filled area promises that its height means something: only when the scale starts at its own zero.
    filled = not dashed and place.scale.from_floor
    areas = [[(line[0][0], floor), *line, (line[-1][0], floor)] for line in lines] if filled else []
    last = pieces[-1][-1] if pieces else None
    alone = [piece[0] for piece in pieces if len(piece) == 1 and piece[0] != last]
    return Stroke(dashed, lines, areas, alone, last)


def _gap(place: _Place, first: date, last: date) -> Gap:
    """The rectangle reaches from the last noted day before the gap to the first one after it."""
    before = max(0, (first - place.first).days - 1)
    after = min(place.days - 1, (last - place.first).days + 1)
    step = place.box.width / max(1, place.days - 1)
    left = place.box.left + before * step
    right = place.box.left + after * step if place.days > 1 else place.box.right
    box = Box(round(left + 1, 1), place.box.top, round(right - 1, 1), place.box.bottom)
    return Gap(box, _hatch(box))


def _hatch(box: Box) -> list[tuple[Coordinates, Coordinates]]:
    """Diagonals rising to the right, cut at the rectangle; aligned on the canvas so that all gaps look alike."""
    strokes = []
    total = (box.left + box.top) // HATCH + 1
    while total * HATCH < box.right + box.bottom:
        c = total * HATCH  # every point of the diagonal has x + y = c
        low, high = max(box.left, c - box.bottom), min(box.right, c - box.top)
        if high - low > 0.5:
            strokes.append(((round(low, 1), round(c - low, 1)), (round(high, 1), round(c - high, 1))))
        total += 1
    return strokes


def _day_labels(plot: Plot, canvas: Canvas, place: _Place, day: Callable[[date], str]) -> list[Label]:
    baseline = round(canvas.height - canvas.font * 0.5, 1)
    labels = []
    for tick in day_ticks(plot.series[0].day, len(plot.series), canvas.day_labels):
        x, text = place.x(tick), day(tick)
        half = len(text) * canvas.font * LETTER / 2
        if x + half > canvas.width:
            labels.append(Label(canvas.width, baseline, text, "end"))
        else:
            labels.append(Label(x, baseline, text, "start" if x - half < place.box.left else "middle"))
    return [a for a, b in pairwise([*labels, None]) if a and (b is None or b.x - a.x > canvas.font * 3.5)]
