"""Daily series keep their gaps; comparisons are careful about how little a few days can say."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dashboard.compare import Interval, before_after, correlate
from app.dashboard.series import DAY, Point, Span, daily, gaps, missing, runs, summarise, union, weekly
from tests.dashboard.days import END, START, series, six_weeks

maybe = st.one_of(st.none(), st.floats(0, 10))


def test_a_day_without_an_entry_is_none_and_never_interpolated() -> None:
    assert daily([(START, 4.0), (START + DAY * 2, 6.0)], START, START + DAY * 3) == series(
        4.0, None, 6.0, None
    )


def test_entries_outside_the_window_are_left_out() -> None:
    assert daily([(START - DAY, 9.0), (START + DAY * 2, 9.0)], START, START + DAY) == series(None, None)


def test_several_entries_of_a_day_are_averaged_or_combined_as_asked() -> None:
    entries = [(START, 2.0), (START, 3.0)]
    assert daily(entries, START, START) == series(2.5)
    assert daily(entries, START, START, combine=sum) == series(5.0)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        daily([], END, START)


def test_runs_and_gaps_of_a_broken_series() -> None:
    broken = series(None, 1.0, 2.0, None, None, 3.0, None)
    assert [[reading.value for reading in run] for run in runs(broken)] == [[1.0, 2.0], [3.0]]
    assert gaps(broken) == [
        Span(START, START),
        Span(START + DAY * 3, START + DAY * 4),
        Span(START + DAY * 6, START + DAY * 6),
    ]


@given(st.lists(maybe, min_size=1, max_size=60))
def test_runs_and_gaps_share_out_every_day(values: list[float | None]) -> None:
    days = series(*values)
    assert sum(map(len, runs(days))) + missing(days) == len(days)
    assert all(reading.value is not None for run in runs(days) for reading in run)


def test_weeks_count_back_from_the_last_day_and_the_oldest_may_be_short() -> None:
    weeks = weekly(series(*[1.0] * 3, *[2.0] * 7, *[None] * 6, 5.0))
    assert [(week.span.days, week.n, week.mean) for week in weeks] == [(3, 3, 1.0), (7, 7, 2.0), (7, 1, 5.0)]


def test_a_week_with_no_entry_has_no_average() -> None:
    assert summarise(series(None, None)).mean is None


@given(st.lists(maybe, min_size=1, max_size=60))
def test_weekly_averages_weighted_by_their_days_give_the_average_of_all(values: list[float | None]) -> None:
    whole = summarise(series(*values))
    weeks = weekly(series(*values))
    assert sum(week.n for week in weeks) == whole.n
    if whole.mean is not None:
        assert sum(week.n * (week.mean or 0) for week in weeks) / whole.n == pytest.approx(whole.mean)


def test_a_common_chart_has_a_gap_only_where_both_series_have_one() -> None:
    assert union(series(1.0, None, None), series(None, 2.0, None)) == series(1.0, 2.0, None)
    with pytest.raises(ValueError, match="same days"):
        union(series(1.0), series(1.0, 2.0))


# ---- before and after


def test_before_and_after_leave_the_day_of_the_event_out() -> None:
    values = [4.0, 6.0] * 5 + [100.0] + [7.0, 9.0] * 5
    change = before_after(series(*values), START + DAY * 10, days=14)
    assert change is not None
    assert (change.n_before, change.n_after, change.before, change.after) == (10, 10, 5.0, 8.0)
    assert change.difference == 3.0
    assert change.interval.low < 3.0 < change.interval.high


def test_before_and_after_refuse_too_few_days_on_either_side() -> None:
    four_then_ten = [5.0] * 4 + [None] + [6.0] * 10
    assert before_after(series(*four_then_ten), START + DAY * 4) is None
    assert before_after(series(*reversed(four_then_ten)), START + DAY * 10) is None


def test_only_days_within_reach_of_the_event_count() -> None:
    values = [0.0] * 10 + [5.0, 6.0] * 3 + [None] + [5.0, 6.0] * 3 + [0.0] * 10
    change = before_after(series(*values), START + DAY * 16, days=6)
    assert change is not None and change.before == change.after == 5.5


# ---- correlation


def test_pearson_agrees_with_a_published_interval() -> None:
    """r = 0.5 over 28 independent days: Fisher's interval is 0.156 to 0.736 (z = 0.5493 ± 1.96 / 5)."""
    found = correlate(*_pair_with_correlation(0.5, 28), method="pearson")
    assert found is not None and found.n == 28
    assert found.coefficient == pytest.approx(0.5, abs=1e-9)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.156, 0.736), abs=5e-4)


def test_spearman_sees_any_rising_relation_and_shares_ties() -> None:
    values = [1.0, 2.0, 2.0, 3.0, 5.0, 8.0, 8.0, 1.0, 4.0, 6.0, 7.0, 9.0, 2.0, 5.0]
    found = correlate(series(*values), series(*[v**5 for v in values]))
    assert found is not None and found.coefficient == pytest.approx(1.0)
    opposite = correlate(series(*values), series(*[-v for v in values]))
    assert opposite is not None and opposite.coefficient == pytest.approx(-1.0)


def test_correlation_refuses_too_few_common_days_and_series_that_never_change() -> None:
    rising = series(*map(float, range(20)))
    assert correlate(rising, series(*[float(i) if i < 13 else None for i in range(20)])) is None
    assert correlate(rising, series(*[5.0] * 20)) is None


def test_a_lag_compares_a_day_with_a_later_one() -> None:
    rng = random.Random(1)
    values = [rng.random() for _ in range(30)]
    found = correlate(series(*values), series(None, *values[:-1]), lag=1)
    assert found is not None and found.coefficient == pytest.approx(1.0) and found.n == 29


@pytest.mark.parametrize("likeness", [0.0, 0.4, 0.7])
def test_unrelated_series_are_found_unrelated_nine_times_in_ten(likeness: float) -> None:
    """Days resemble the day before; without the effective number of days, 0.7 fails one time in five."""
    rng = random.Random(11)
    rounds = 200
    held = 0
    for _ in range(rounds):
        found = correlate(_wandering(likeness, rng), _wandering(likeness, rng))
        held += found is not None and found.interval.holds_zero
    assert held / rounds >= 0.92


@pytest.mark.parametrize("likeness", [0.0, 0.4])
def test_an_event_that_changes_nothing_is_seldom_given_a_difference(likeness: float) -> None:
    rng = random.Random(12)
    changes = [before_after(_wandering(likeness, rng), START + DAY * 21) for _ in range(200)]
    held = sum(change is not None and change.interval.holds_zero for change in changes)
    assert held / 200 >= 0.9


def test_an_interval_knows_whether_it_holds_zero() -> None:
    assert Interval(-0.1, 0.1).holds_zero
    assert not Interval(0.1, 0.2).holds_zero


def _wandering(likeness: float, rng: random.Random, days: int = 42) -> list[Point]:
    value, values = rng.gauss(0, 1), []
    for _ in range(days):
        values.append(value)
        value = likeness * value + (1 - likeness**2) ** 0.5 * rng.gauss(0, 1)
    return series(*values)


def _pair_with_correlation(wanted: float, n: int) -> tuple[list[Point], list[Point]]:
    """Two series with exactly this correlation and opposite resemblance to their day before."""
    first = [1.0, 1.0, -1.0, -1.0] * (n // 4)  # lag-1 likeness near zero
    other = [1.0, -1.0, 1.0, -1.0] * (n // 4)  # lag-1 likeness near -1
    return series(*first), series(
        *[wanted * a + (1 - wanted**2) ** 0.5 * b for a, b in zip(first, other, strict=True)]
    )


def test_six_weeks_are_six_weeks() -> None:
    weeks = weekly(six_weeks())
    assert len(weeks) == 6 and weeks[-1].span == Span(date(2026, 11, 15), END)
