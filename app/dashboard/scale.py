"""Axes: how far they reach and where they carry a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from app.dashboard.series import DAY, Measure

NICE_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
DAY_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)


@dataclass(frozen=True, slots=True)
class Scale:
    """A vertical axis. `from_floor` says that its lower end is the measure's own zero."""

    low: float
    high: float
    ticks: tuple[float, ...]
    from_floor: bool


def scale_for(measure: Measure, values: Sequence[float]) -> Scale:
    """The measure's own scale when it is closed, else round numbers around the values."""
    if measure.low is not None and measure.high is not None:
        middle = (measure.low + measure.high) / 2
        return Scale(measure.low, measure.high, (measure.low, middle, measure.high), True)
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if measure.low is not None:
        low = min(low, measure.low)
    ticks = nice_ticks(low, high)
    return Scale(ticks[0], ticks[-1], ticks, ticks[0] == measure.low)


def nice_ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Two to `most` round numbers at equal steps (1, 2, 2.5 or 5 times a power of ten) that enclose both ends."""
    if high <= low:
        low, high = low - 1, low + 1
    power = 10.0 ** floor(log10((high - low) / most))
    for scale in (power, power * 10):
        for nice in NICE_STEPS:
            step = nice * scale
            first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
            if last - first < most:
                return tuple(round(i * step, 10) for i in range(first, last + 1))
    raise AssertionError("ten powers of ten enclose any two numbers")  # pragma: no cover


def day_ticks(first: date, days: int, most: int) -> list[date]:
    """At most `most` days at a calendar-friendly distance, the first day always among them."""
    step = next((s for s in DAY_STEPS if ceil(days / s) <= most), ceil(days / most))
    return [first + DAY * i for i in range(0, days, step)]
