"""Numbers to geometry: everything the templates need to draw a chart, and nothing about how it looks.

The same geometry feeds the server-side SVG (two canvases, wide and narrow, so that labels stay readable
on a phone) and the printed sheet. A line is drawn through unbroken days only; the days between are hatched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.dashboard.geometry import Box, Canvas, Coordinates, Drawing, Gap, Label, Marker, Stroke
from app.dashboard.scale import Scale, day_ticks, scale_for
from app.dashboard.series import Event, Measure, Reading, Series, gaps, readings, runs, union

HATCH = 9.0
LETTER = 0.56  # width of an average letter, in font sizes


WIDE = Canvas("wide", 680, 300, 15, 5)
NARROW = Canvas("narrow", 330, 260, 15, 3)


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn: one series or two of the same measure over the same days, and the events among them."""

    measure: Measure
    series: Series
    second: Series | None = None
    events: Sequence[Event] = ()

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
    rows = _event_rows(plot, canvas, left)
    top = font * (0.8 + 1.4 * max((row for row, _, _ in rows), default=-1) + 1.4)
    box = Box(left, round(top, 1), canvas.width - font * 0.6, round(canvas.height - font * 2, 1))
    place = _Place(box, scale, plot.series[0].day, len(plot.series))
    return Drawing(
        canvas,
        box,
        [
            Label(round(left - font * 0.6, 1), place.y(tick), text, "end")
            for tick, text in zip(scale.ticks, levels, strict=True)
        ],
        _day_labels(plot, canvas, place, day),
        [_gap(place, span.first, span.last) for span in gaps(plot.noted)],
        [_stroke(place, series, i == 1) for i, series in enumerate(plot.all_series)],
        [_marker(place, font, event, *row) for event, row in zip(plot.visible_events, rows, strict=True)],
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


def _event_rows(plot: Plot, canvas: Canvas, left: float) -> list[tuple[int, str, str]]:
    """For each event its row above the plot, its anchor, and its text shortened to the room there is."""
    right = canvas.width - canvas.font * 0.6
    busy: list[list[tuple[float, float]]] = []
    placed = []
    for event in plot.visible_events:
        x = left + (event.day - plot.series[0].day).days / max(1, len(plot.series) - 1) * (right - left)
        room_after, room_before = canvas.width - x - 6, x - 6
        wanted = len(event.label) * canvas.font * LETTER * 1.06
        after = wanted <= room_after or room_after >= room_before
        width = min(wanted, room_after if after else room_before)
        letters = max(1, int(width / (canvas.font * LETTER * 1.06) + 0.001))
        text = event.label if letters >= len(event.label) else event.label[: letters - 1].rstrip() + "…"
        taken = (x, x + width + 12) if after else (x - width - 12, x)
        row = next((i for i, spans in enumerate(busy) if not _touches(spans, taken)), len(busy))
        busy[row : row + 1] = [[*busy[row], taken] if row < len(busy) else [taken]]
        placed.append((row, "start" if after else "end", text))
    return placed


def _touches(spans: list[tuple[float, float]], wanted: tuple[float, float]) -> bool:
    return any(start < wanted[1] and wanted[0] < end for start, end in spans)


def _marker(place: _Place, font: float, event: Event, row: int, anchor: str, text: str) -> Marker:
    x = place.x(event.day)
    baseline = round(place.box.top - font * (0.8 + 1.4 * row), 1)
    shift = 6 if anchor == "start" else -6
    return Marker(x, round(baseline - font, 1), Label(round(x + shift, 1), baseline, text, anchor))
