"""What the chart macro receives: drawings, sentence and table, all from one plot."""

from dataclasses import dataclass

from app.dashboard.chart import NARROW, WIDE, Plot, draw
from app.dashboard.geometry import Drawing
from app.dashboard.sentence import describe
from app.dashboard.voice import Voice


@dataclass(frozen=True, slots=True)
class Row:
    """One day of the table; a cell is None when nothing was entered."""

    iso: str
    day: str
    cells: list[str | None]
    events: list[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as the page shows it. `names` has one heading for each series."""

    sentence: str
    names: list[str]
    drawings: list[Drawing]
    rows: list[Row]

    @property
    def has_events(self) -> bool:
        return any(row.events for row in self.rows)


def figure(plot: Plot, voice: Voice) -> Figure:
    """Everything the page shows of a plot, in the reader's language; the newest day heads the table."""
    drawings = [draw(plot, canvas, voice.number, voice.short_day) for canvas in (WIDE, NARROW)]
    values = zip(*plot.all_series, strict=True)
    rows = [
        Row(
            points[0].day.isoformat(),
            voice.day(points[0].day),
            [
                None if p.value is None else voice.quantity(plot.measure, voice.number(p.value))
                for p in points
            ],
            [event.label for event in plot.visible_events if event.day == points[0].day],
        )
        for points in values
    ]
    return Figure(describe(plot, voice), plot.names, drawings, rows[::-1])
