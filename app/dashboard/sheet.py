"""The doctor's page: one A4 sheet, PDF/UA-1, read in half a minute.

What the member wants to say comes first, then one chart, one table, treatments and questions. The member's
words travel to the typesetter as JSON data, never as source. Text too long for one page is shortened, and
says so. There is no name to print: the sheet leaves a line to write it by hand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from app.dashboard.chart import Plot, draw
from app.dashboard.geometry import Canvas
from app.dashboard.sentence import describe
from app.dashboard.series import Measure, Series, summarise, weekly
from app.dashboard.shorten import legible, shorten
from app.dashboard.voice import NO_BREAK, Translator, Voice

TEMPLATE = Path(__file__).parents[2] / "frontend" / "print" / "sheet.typ"
PAPER = Canvas("paper", 493, 178, 9, 7)
WEEKS = 6
_UNPRINTABLE = re.compile(r'the text `"(?:\\u\{([0-9a-f]+)\}|(.))')


@dataclass(frozen=True, slots=True)
class Treatment:
    """A treatment as the member wrote it."""

    name: str
    dose: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class SheetData:
    """What the sheet says. `plot` is its one chart; `tracked` are the rows of its table."""

    prepared: date
    plot: Plot
    tracked: Sequence[tuple[Measure, Series]]
    message: str = ""
    treatments: Sequence[Treatment] = ()
    questions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Room:
    """How much the page takes: letters and lines of the message, letters and number of items of a list."""

    message: int
    lines: int
    item: int
    items: int


_ROOMS = (
    _Room(900, 12, 220, 8),
    _Room(600, 8, 140, 7),
    _Room(420, 6, 90, 6),
    _Room(260, 4, 60, 5),
    _Room(160, 2, 40, 3),
)


def render_sheet(data: SheetData, locale: str = "en", catalogue: Translator | None = None) -> bytes:
    """The sheet as a tagged PDF of exactly one page, in the reader's language."""
    pages: list[bytes] = []
    for content in _attempts(data, locale, catalogue):
        pages = _compile(content, "png", ppi=20)
        if len(pages) == 1:
            return _compile(content, "pdf")[0]
    raise ValueError(f"The sheet takes {len(pages)} pages at its shortest.")


def picture_sheet(data: SheetData, locale: str = "en", catalogue: Translator | None = None) -> bytes:
    """The same page as a PNG picture, for a preview on the screen."""
    for content in _attempts(data, locale, catalogue):
        pages = _compile(content, "png", ppi=110)
        if len(pages) == 1:
            break
    return pages[0]


def _attempts(data: SheetData, locale: str, catalogue: Translator | None) -> Iterator[dict[str, Any]]:
    """The content of the page, each time in less room."""
    voice = Voice(locale, catalogue) if catalogue else Voice(locale)
    return (_content(data, voice, room) for room in _ROOMS)


def _content(data: SheetData, voice: Voice, room: _Room) -> dict[str, Any]:
    _ = voice.catalogue.gettext
    plot = _bounded(data.plot)
    first, last = plot.series[0].day, plot.series[-1].day
    period = _("%(first)s to %(last)s") % {"first": voice.day(first), "last": voice.day(last)}
    message = shorten(data.message, room.message, _("(shortened)"))
    lines = [line for line in message.splitlines() if line.strip()]
    return {
        "language": voice.locale.split("_")[0].split("-")[0],
        "title": _("Notes for my appointment"),
        "period": period,
        "prepared": _("Prepared on %(day)s") % {"day": voice.day(data.prepared)},
        "name": _("Name"),
        "born": _("Date of birth"),
        "message_title": _("What I want to say first"),
        "message": lines if len(lines) <= room.lines else [" ".join(lines)],
        "chart_title": ", ".join(plot.names),
        "sentence": describe(plot, voice),
        "chart": asdict(draw(plot, PAPER, voice.number, voice.short_day)),
        "names": plot.names,
        "table": _table(data.tracked[:WEEKS], voice),
        "treatments_title": _("My treatments"),
        "treatments": _items([_treatment(t, voice) for t in data.treatments], room, voice),
        "questions_title": _("My questions"),
        "questions": _items(data.questions, room, voice),
        "none": _("None noted."),
        "footer": _("Entered by the patient. A hatched stretch is days without an entry, never an estimate."),
    }


def _bounded(plot: Plot) -> Plot:
    """The newest events only, with labels of a bounded length."""
    events = [event._replace(label=shorten(event.label, 40)) for event in plot.visible_events[-4:]]
    return replace(
        plot, measure=_short(plot.measure), second_label=shorten(plot.second_label, 40), events=events
    )


def _short(measure: Measure) -> Measure:
    return replace(measure, label=shorten(measure.label, 32), unit=shorten(measure.unit, 10))


def _table(tracked: Sequence[tuple[Measure, Series]], voice: Voice) -> dict[str, Any]:
    """Averages a week, then the lowest and highest entry and the number of days noted."""
    _ = voice.catalogue.gettext
    weeks = [weekly(series)[-WEEKS:] for measure, series in tracked]
    starts = [voice.short_day(week.span.first) for week in weeks[0]] if weeks else []
    rows = []
    for (measure, series), averages in zip(tracked, weeks, strict=True):
        short, whole = _short(measure), summarise(series)
        label = f"{short.label} ({short.unit})" if short.unit else short.label
        cells = [week.mean for week in averages]
        rows.append(
            [
                label,
                *("–" if mean is None else voice.average(mean) for mean in cells),
                *("–" if value is None else voice.number(value) for value in (whole.low, whole.high)),
                voice.count(whole.n),
            ]
        )
    return {
        "caption": _("Average of each week, by its first day"),
        "head": [
            _("Measure"),
            *starts,
            _("Lowest"),
            _("Highest"),
            _("Days noted"),
        ],
        "rows": rows,
    }


def _treatment(treatment: Treatment, voice: Voice) -> str:
    words = ", ".join(part for part in (treatment.name, treatment.dose) if part)
    if treatment.since is None:
        return words
    since = {"treatment": words, "day": voice.day(treatment.since).replace(" ", NO_BREAK)}
    return voice.catalogue.gettext("%(treatment)s, since %(day)s") % since


def _items(texts: Sequence[str], room: _Room, voice: Voice) -> list[str]:
    """The items that have room, on one line each, and a count of the others."""
    t = voice.catalogue
    shown = [
        shorten(re.sub(r"[ \t\n]+", " ", text), room.item, t.gettext("(shortened)"))
        for text in texts[: room.items]
    ]
    if left := len(texts) - len(shown):
        shown.append(
            t.ngettext("and %(count)s more", "and %(count)s more", left) % {"count": voice.count(left)}
        )
    return shown


@cache
def _fonts() -> typst.Fonts:
    """The fonts inside the typesetter: the page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _compile(content: dict[str, Any], form: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    """Typeset; a letter that no embedded font has becomes a visible □ instead of an error."""
    text = orjson.dumps(_legible(content)).decode()
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts(), ignore_system_fonts=True)
    while True:
        try:
            made = compiler.compile(
                format=form, ppi=ppi, sys_inputs={"data": text}, pdf_standards="ua-1" if form == "pdf" else []
            )
        except typst.TypstError as error:
            found = _UNPRINTABLE.search(error.message)
            letter = found and (chr(int(found[1], 16)) if found[1] else found[2])
            if not letter or letter not in text:
                raise
            text = text.replace(letter, "□")
        else:
            return made if isinstance(made, list) else [made or b""]


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible(value)
    if isinstance(value, dict):
        return {key: _legible(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_legible(item) for item in value]
    return value
