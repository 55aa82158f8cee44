"""Two careful comparisons: before and after an event, and two series with each other.

Both give their number of days and a 95 % interval, and refuse (None) when there are too few days to say
anything. Days in a row resemble each other, so intervals are computed with an *effective* number of days
(lag-1 autocorrelation, Bartlett 1935): as if they were independent, they would promise far too much.
Neither says anything about cause, and no name here pretends it does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import atanh, sqrt, tanh
from statistics import NormalDist, correlation, fmean, variance
from typing import Literal

from app.dashboard.series import DAY, Reading, Series, readings

MIN_SIDE = 5
MIN_PAIRS = 14
Z = NormalDist().inv_cdf(0.975)
Method = Literal["spearman", "pearson"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Averages of the days before and after an event; the day itself belongs to neither side."""

    days: int
    n_before: int
    n_after: int
    before: float
    after: float
    interval: Interval

    @property
    def difference(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Correlation:
    """How two series move together over `n` days noted in both."""

    method: Method
    n: int
    coefficient: float
    interval: Interval


def before_after(series: Series, event: date, days: int = 14, minimum: int = MIN_SIDE) -> BeforeAfter | None:
    """Compare up to `days` days on each side of an event; None with fewer than `minimum` noted on a side."""
    noted = readings(series)
    before = [r for r in noted if event - DAY * days <= r.day < event]
    after = [r for r in noted if event < r.day <= event + DAY * days]
    if min(len(before), len(after)) < max(2, minimum):
        return None
    means = fmean(r.value for r in before), fmean(r.value for r in after)
    residuals = _centred(before) | _centred(after)
    likeness = max(0.0, _autocorrelation(residuals))
    shrink = (1 - likeness) / (1 + likeness)
    sizes = [max(2.0, len(side) * shrink) for side in (before, after)]
    spreads = [variance([r.value for r in side]) for side in (before, after)]
    parts = [spread / size for spread, size in zip(spreads, sizes, strict=True)]
    half = _student(_welch(parts, sizes)) * sqrt(sum(parts))
    difference = means[1] - means[0]
    return BeforeAfter(
        days, len(before), len(after), *means, interval=Interval(difference - half, difference + half)
    )


def correlate(
    first: Series, second: Series, method: Method = "spearman", lag: int = 0, minimum: int = MIN_PAIRS
) -> Correlation | None:
    """Correlate each day of `first` with the day `lag` days later of `second`.

    None with fewer than `minimum` common days, or when a series never changes.
    """
    later = {r.day - DAY * lag: r.value for r in readings(second)}
    pairs = [(r.day, r.value, later[r.day]) for r in readings(first) if r.day in later]
    if len(pairs) < max(4, minimum):
        return None
    days, xs, ys = [p[0] for p in pairs], [p[1] for p in pairs], [p[2] for p in pairs]
    if method == "spearman":
        xs, ys = _ranks(xs), _ranks(ys)
    if len(set(xs)) < 2 or len(set(ys)) < 2:
        return None
    coefficient = correlation(xs, ys)
    series = [_centred([Reading(d, v) for d, v in zip(days, vs, strict=True)]) for vs in (xs, ys)]
    likeness = max(0.0, _autocorrelation(series[0]) * _autocorrelation(series[1]))
    effective = max(4.0, len(pairs) * (1 - likeness) / (1 + likeness))
    return Correlation(method, len(pairs), coefficient, _fisher(coefficient, effective, method))


def _fisher(coefficient: float, n: float, method: Method) -> Interval:
    """Fisher's z interval; ranks have a slightly larger variance (Fieller, Hartley and Pearson 1957)."""
    bounded = max(-0.9999, min(0.9999, coefficient))
    half = Z * sqrt((1.06 if method == "spearman" else 1.0) / (n - 3))
    return Interval(tanh(atanh(bounded) - half), tanh(atanh(bounded) + half))


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, ties sharing their average rank."""
    ordered = sorted(values)
    return [ordered.index(v) + (ordered.count(v) + 1) / 2 for v in values]


def _centred(side: Sequence[Reading]) -> dict[date, float]:
    mean = fmean(r.value for r in side)
    return {r.day: r.value - mean for r in side}


def _autocorrelation(residuals: Mapping[date, float]) -> float:
    """Lag-1 autocorrelation over the pairs of neighbouring days, corrected for its small-sample bias."""
    spread = fmean(v * v for v in residuals.values())
    pairs = [v * residuals[day + DAY] for day, v in residuals.items() if day + DAY in residuals]
    if not pairs or spread == 0:
        return 0.0
    n = len(residuals)
    raw = fmean(pairs) / spread
    return max(-0.95, min(0.95, raw + (1 + 3 * raw) / n))


def _welch(parts: Sequence[float], sizes: Sequence[float]) -> float:
    """Welch and Satterthwaite's degrees of freedom."""
    below = sum(part * part / (size - 1) for part, size in zip(parts, sizes, strict=True))
    return max(1.0, sum(parts) ** 2 / below) if below else sum(sizes) - 2


def _student(freedom: float) -> float:
    """The 97.5 % quantile of Student's t (Abramowitz and Stegun 26.7.5)."""
    z, v = Z, max(2.0, freedom)
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    )
