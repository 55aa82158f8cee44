"""How a question and its answer look: which field asks it, and an answer in the reader's words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from babel import dates, numbers

from app.core.render import translate
from app.core.text import N_
from app.surveys.explaining import BAND_NAMES
from app.surveys.questionnaire.comparison import Answer, Other, given
from app.surveys.questionnaire.model import Coding, Item, ItemType, Missing, Option, Quantity, Value
from app.surveys.versions import Version

Field = Literal["choices", "scale", "line", "text", "number", "date", "time", "moment", "passage"]
MISSING = {
    Missing.DECLINED: N_("I prefer not to answer"),
    Missing.SKIPPED: N_("No answer"),
    Missing.NOT_APPLICABLE: N_("Not asked, because of another answer"),
    Missing.NOT_ASKED: N_("Not asked"),
}
DECLINE = "decline:"
SCALE_LEAST, SCALE_MOST = 6, 11
PLAIN: dict[ItemType, Field] = {
    ItemType.STRING: "line",
    ItemType.TEXT: "text",
    ItemType.DECIMAL: "number",
    ItemType.INTEGER: "number",
    ItemType.QUANTITY: "number",
    ItemType.DATE: "date",
    ItemType.TIME: "time",
    ItemType.DATE_TIME: "moment",
    ItemType.DISPLAY: "passage",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A run of whole numbers shown as tiles."""

    first: int
    last: int
    low: str
    high: str


def field_of(item: Item) -> Field:
    """The kind of field that asks an item."""
    if item.type in (ItemType.BOOLEAN, ItemType.CHOICE, ItemType.OPEN_CHOICE):
        return "scale" if _option_scale(item) else "choices"
    if item.type is ItemType.INTEGER and _bounds(item):
        return "scale"
    return PLAIN[item.type]


def scale_of(item: Item, locale: str) -> Scale | None:
    """The run of numbers of a scale, with the words of its two ends."""
    if item.type is ItemType.INTEGER:
        bounds = _bounds(item)
        return Scale(*bounds, low="", high="") if bounds else None
    options = _option_scale(item)
    if not options:
        return None
    low, high = (options[place].label.into(locale) for place in (0, -1))
    return Scale(int(options[0].key), int(options[-1].key), _end(low), _end(high))


def _end(label: str) -> str:
    """The words of an end of a scale, without its number."""
    return label.lstrip("0123456789 :–-.=").strip()


def _bounds(item: Item) -> tuple[int, int] | None:
    low, high = item.minimum, item.maximum
    if type(low) is int and type(high) is int and SCALE_LEAST <= high - low + 1 <= SCALE_MOST:
        return (low, high)
    return None


def _option_scale(item: Item) -> tuple[Option, ...]:
    """The options when they are a run of numbers and only the ends have words: 0 (not at all) to 10 (very much)."""
    if item.repeats or item.type is not ItemType.CHOICE:
        return ()
    if not SCALE_LEAST <= len(item.options) <= SCALE_MOST:
        return ()
    keys = [option.key for option in item.options]
    if not all(key.isascii() and key.isdigit() for key in keys):
        return ()
    if [int(key) for key in keys] != list(range(int(keys[0]), int(keys[0]) + len(keys))):
        return ()
    middle = item.options[1:-1]
    return item.options if all(not _end(option.label.source) for option in middle) else ()


def options_of(item: Item, locale: str) -> list[tuple[str, str]]:
    """The answers on offer as (value, words)."""
    if item.type is ItemType.BOOLEAN:
        return [("true", translate(locale, N_("Yes"))), ("false", translate(locale, N_("No")))]
    return [(option.key, option.label.into(locale)) for option in item.options]


def chosen(item: Item, answer: Answer | None) -> list[str]:
    """The values of an answer as a form would send them."""
    if answer is Missing.DECLINED:
        return [DECLINE]
    return [_typed(value) for value in given(answer) if not isinstance(value, Other)]


def own_words(answer: Answer | None) -> str:
    """What was written beside the answers on offer."""
    return next((str(value) for value in given(answer) if isinstance(value, Other)), "")


def _typed(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Quantity():
            return f"{value.value:g}"
        case dt.datetime():
            return value.isoformat(timespec="minutes")[:16]
        case dt.date() | dt.time():
            return value.isoformat()
    return str(value)


def in_words(item: Item, answer: Answer | None, locale: str) -> str:
    """An answer as its person reads it."""
    if answer is None or isinstance(answer, Missing):
        return translate(locale, MISSING[answer or Missing.SKIPPED])
    return ", ".join(_one_in_words(item, value, locale) for value in given(answer))


def _one_in_words(item: Item, value: Any, locale: str) -> str:
    option = item.option(value) if isinstance(value, str) and not isinstance(value, Other) else None
    if option:
        return option.label.into(locale)
    babel = "fr_FR" if locale == "fr" else "en_GB"
    match value:
        case bool():
            return translate(locale, N_("Yes") if value else N_("No"))
        case Quantity():
            return f"{numbers.format_decimal(value.value, locale=babel)} {value.unit or ''}".strip()
        case int() | float():
            return numbers.format_decimal(value, locale=babel)
        case dt.datetime():
            return dates.format_datetime(value, format="medium", locale=babel)
        case dt.date():
            return dates.format_date(value, format="long", locale=babel)
        case dt.time():
            return dates.format_time(value, format="short", locale=babel)
        case Coding():
            return value.display or value.code
    return str(value)


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Counts in words: (answer, count or None)."""

    title: str
    rows: list[tuple[str, int | None]]


def result_tables(version: Version, tables: list[dict[str, Any]], locale: str) -> list[ResultTable]:
    """The stored counts with the words of the version in force; the score's bands come first."""
    known = version.questionnaire.by_link_id()
    found = []
    for table in tables:
        item = known.get(table["link_id"])
        if item is not None:
            rows = [(in_words(item, row["value"], locale), row["count"]) for row in table["rows"]]
            found.append(ResultTable(item.text.into(locale), rows))
        elif not table["link_id"]:
            names = [
                (translate(locale, BAND_NAMES.get(row["value"], "")), row["count"]) for row in table["rows"]
            ]
            found.insert(0, ResultTable(translate(locale, N_("The scores")), names))
    return found
