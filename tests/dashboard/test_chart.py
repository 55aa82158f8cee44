"""The drawing: lines never cross a gap, labels stay on the canvas, the markup carries no style."""

import re
from datetime import date
from gettext import NullTranslations
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.dashboard.chart import NARROW, WIDE, Plot, draw
from app.dashboard.figure import Figure, figure
from app.dashboard.geometry import LETTER, Canvas, Drawing
from app.dashboard.scale import day_ticks, nice_ticks, scale_for
from app.dashboard.series import DAY, Event, Measure
from app.dashboard.voice import Voice
from tests.dashboard.days import FATIGUE, START, series, six_weeks

EVENT = Event(START + DAY * 24, "New treatment")


def drawing(plot: Plot, canvas: Canvas = WIDE) -> Drawing:
    voice = Voice()
    return draw(plot, canvas, voice.number, voice.short_day)


def page(shown: Figure) -> BeautifulSoup:
    environment = Environment(
        loader=FileSystemLoader("frontend/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    macros = environment.get_template("dashboard/_chart.html").module
    return BeautifulSoup(str(macros.chart(shown, "fatigue")), "html.parser")  # type: ignore[attr-defined]


# ---- axes


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_nice_ticks_enclose_the_values_with_two_to_five_even_steps(low: float, width: float) -> None:
    ticks = nice_ticks(low, low + width)
    steps = [b - a for a, b in pairwise(ticks)]
    assert 2 <= len(ticks) <= 5
    assert ticks[0] <= low + width * 1e-6 and ticks[-1] >= low + width * (1 - 1e-6)
    assert max(steps) - min(steps) <= 1e-6 * max(1.0, abs(low) + width)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 10, (0, 2.5, 5, 7.5, 10)), (61.2, 128, (60, 80, 100, 120, 140)), (5, 5, (4, 4.5, 5, 5.5, 6))],
)
def test_nice_ticks_are_round(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert nice_ticks(low, high) == ticks


def test_a_closed_scale_is_drawn_whole_whatever_the_values() -> None:
    assert scale_for(FATIGUE, [4.0, 4.5]).ticks == (0, 5, 10)


@pytest.mark.parametrize("days", [1, 7, 42, 91, 365, 3650])
@pytest.mark.parametrize("most", [3, 6])
def test_day_ticks_begin_with_the_first_day_and_stay_few(days: int, most: int) -> None:
    ticks = day_ticks(START, days, most)
    assert ticks[0] == START and len(ticks) <= most and ticks[-1] < START + DAY * days


# ---- lines and gaps


@pytest.mark.parametrize("canvas", [WIDE, NARROW])
def test_each_run_is_its_own_line_and_each_gap_is_hatched(canvas: Canvas) -> None:
    drawn = drawing(Plot(FATIGUE, six_weeks()), canvas)
    assert [len(line) for line in drawn.strokes[0].lines] == [13, 17, 8]
    assert len(drawn.gaps) == 2 and all(gap.hatch for gap in drawn.gaps)
    for gap in drawn.gaps:
        for line in drawn.strokes[0].lines:
            assert line[-1][0] <= gap.box.left or line[0][0] >= gap.box.right


@given(st.lists(st.one_of(st.none(), st.floats(0, 10)), min_size=1, max_size=50))
def test_everything_stays_inside_the_plot(values: list[float | None]) -> None:
    drawn = drawing(Plot(FATIGUE, series(*values)))
    plot, stroke = drawn.plot, drawn.strokes[0]
    corners = [corner for gap in drawn.gaps for strip in gap.hatch for corner in strip]
    spots = [*stroke.dots, *(p for line in stroke.lines for p in line), *corners]
    assert all(plot.left <= x <= plot.right and plot.top - 0.1 <= y <= plot.bottom + 0.1 for x, y in spots)
    shown = {p for line in stroke.lines for p in line} | set(stroke.dots) | {stroke.last}
    assert len(shown - {None}) == sum(value is not None for value in values)


def test_a_day_standing_alone_is_a_dot_and_the_last_day_is_marked() -> None:
    stroke = drawing(Plot(FATIGUE, series(1.0, 2.0, None, 3.0, None, 4.0))).strokes[0]
    assert len(stroke.lines) == 1 and len(stroke.dots) == 1
    assert stroke.last is not None and stroke.last[0] == drawing(Plot(FATIGUE, series(1.0, 2.0))).plot.right


def test_higher_values_stand_higher_at_the_right_height() -> None:
    drawn = drawing(Plot(FATIGUE, series(0.0, 5.0, 10.0)))
    heights = [y for _, y in drawn.strokes[0].lines[0]]
    assert heights == [
        drawn.plot.bottom,
        pytest.approx((drawn.plot.top + drawn.plot.bottom) / 2, abs=0.1),
        drawn.plot.top,
    ]


def test_an_area_is_filled_only_above_the_measures_own_floor() -> None:
    assert drawing(Plot(FATIGUE, series(4.0, 5.0))).strokes[0].areas
    assert not drawing(Plot(Measure("Weight", unit="kg"), series(70.0, 71.0))).strokes[0].areas


def test_the_second_series_differs_by_dash() -> None:
    drawn = drawing(Plot(Measure("Systolic"), series(120.0, 118.0), series(80.0, 78.0), "Diastolic"))
    assert [stroke.dashed for stroke in drawn.strokes] == [False, True]


# ---- events


def test_an_event_stands_on_its_day_and_others_are_left_out() -> None:
    days = six_weeks()
    outside = Event(START - DAY, "Before the window")
    drawn = drawing(Plot(FATIGUE, days, events=[outside, EVENT]))
    share = (drawn.markers[0].x - drawn.plot.left) / drawn.plot.width
    assert len(drawn.markers) == 1 and share == pytest.approx(24 / 41, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 41), st.text("abcdefgh ", min_size=1, max_size=60)), max_size=8))
def test_event_labels_stay_on_the_canvas_and_never_share_a_place(marks: list[tuple[int, str]]) -> None:
    events = [Event(START + DAY * offset, label) for offset, label in marks]
    for canvas in (WIDE, NARROW):
        drawn = drawing(Plot(FATIGUE, six_weeks(), events=events), canvas)
        labels = [marker.label for marker in drawn.markers if marker.label]
        spans = []
        for label in labels:
            width = len(label.text) * canvas.font * LETTER
            left = label.x if label.anchor == "start" else label.x - width
            assert left >= 0 and left + width <= canvas.width + 1 and 0 < label.y < drawn.plot.top
            spans.append((label.y, left, left + width))
        for i, (y, left, right) in enumerate(spans):
            assert all(y != other[0] or right <= other[1] or other[2] <= left for other in spans[:i])
        assert drawn.plot.height > canvas.height / 2


# ---- the markup


def test_both_drawings_are_named_by_the_computed_sentence() -> None:
    shown = figure(Plot(FATIGUE, six_weeks(), events=[EVENT]), Voice())
    soup = page(shown)
    caption = soup.find("figcaption")
    drawings = soup.select("svg[role=img]")
    assert caption is not None and caption.text == shown.sentence
    assert [svg["aria-labelledby"] for svg in drawings] == [caption["id"]] * 2
    assert [svg["viewbox"] for svg in drawings] == ["0 0 680 300", "0 0 330 260"]


def test_no_style_no_script_no_colour_and_no_double_id_in_the_markup() -> None:
    soup = page(figure(Plot(FATIGUE, six_weeks(), events=[EVENT]), Voice()))
    assert not soup.select("[style], style, script") and not re.search(
        r"#[0-9a-f]{3,6}|rgb\(|url\(", str(soup)
    )
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_drawing_without_its_stylesheet_is_not_a_black_area() -> None:
    """Shapes inherit fill="none"; those that fill say how much."""
    soup = page(figure(Plot(FATIGUE, six_weeks(), events=[EVENT]), Voice()))
    assert all(svg["fill"] == "none" for svg in soup.find_all("svg"))
    assert all(float(str(area["fill-opacity"])) < 0.3 for area in soup.select("polygon"))
    assert not soup.select("polyline[fill], rect[fill], path[fill]")


def test_the_table_says_every_day_and_names_the_missing_ones() -> None:
    days = six_weeks()
    soup = page(figure(Plot(FATIGUE, days, events=[EVENT]), Voice()))
    rows = soup.select("tbody tr")
    assert [row.time["datetime"] for row in rows] == [p.day.isoformat() for p in reversed(days)]  # type: ignore[index]
    assert sum("No entry" in row.text for row in rows) == 4
    assert [row.time["datetime"] for row in rows if "New treatment" in row.text] == ["2026-11-04"]  # type: ignore[index]


def test_a_hostile_label_is_escaped() -> None:
    event = Event(date(2026, 11, 1), "<script>alert(1)</script>")
    assert not page(figure(Plot(FATIGUE, six_weeks(), events=[event]), Voice())).find("script")
