"""One answer against its question: strict in, typed out, or a sentence that helps."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from pydantic_core import PydanticCustomError

from app.core.text import clean_text
from app.surveys.questionnaire import pattern
from app.surveys.questionnaire.comparison import Answer, Other, order
from app.surveys.questionnaire.errors import AnswerRefused
from app.surveys.questionnaire.model import Item, ItemType, Missing, Quantity, Value

LONGEST_LINE, LONGEST_TEXT, LONGEST_OTHER = 500, 10_000, 200
MOST_REPEATS = 50
LARGEST = 10**12
EARLIEST, LATEST = dt.date(1850, 1, 1), dt.date(2200, 12, 31)
DECLINED = {"missing": Missing.DECLINED.value}


def validate(item: Item, raw: object) -> Answer | None:
    """The typed answer that `raw` (JSON) gives to `item`; None when nothing was answered.

    JSON shapes: true/false, numbers, words, ISO dates and times, an option's key, `{"other": words}`,
    `{"value": number, "unit": code}`, `{"missing": "declined"}`, and a list of these where the item repeats.
    """
    if not item.askable:
        raise AnswerRefused("This question cannot be answered here.")
    if raw is Missing.DECLINED or raw == DECLINED:
        return Missing.DECLINED
    if raw is None or raw == "" or raw == []:
        if item.required:
            raise AnswerRefused("Answer this question, or choose “I prefer not to answer”.")
        return None
    if not item.repeats:
        return _one(item, raw)
    if not isinstance(raw, list):
        raise AnswerRefused("This question takes a list of answers.")
    if len(raw) > max(MOST_REPEATS, len(item.options) + 1):
        raise AnswerRefused("Give at most %(limit)s answers.", limit=MOST_REPEATS)
    found = tuple(_one(item, entry) for entry in raw)
    _check_together(item, found)
    return found


def _check_together(item: Item, found: tuple[Value | Other, ...]) -> None:
    keys = [value for value in found if isinstance(value, str) and not isinstance(value, Other)]
    if item.options and len(set(keys)) != len(keys):
        raise AnswerRefused("Choose each answer once.")
    alone = [option.label.source for key in keys if (option := item.option(key)) and option.exclusive]
    if alone and len(found) > 1:
        raise AnswerRefused("“%(answer)s” cannot be chosen with another answer.", answer=alone[0])


def _one(item: Item, raw: object) -> Value | Other:
    value = READERS[item.type](item, raw)
    _check_bounds(item, value)
    return value


def _check_bounds(item: Item, value: Value | Other) -> None:
    least, most = item.minimum, item.maximum
    if least is not None and (order(value, least) or 0) < 0:
        raise AnswerRefused("The smallest answer possible is %(limit)s.", limit=_shown(least))
    if most is not None and (order(value, most) or 0) > 0:
        raise AnswerRefused("The largest answer possible is %(limit)s.", limit=_shown(most))


def _shown(bound: Value) -> Value:
    return bound.value if isinstance(bound, Quantity) else bound


def _boolean(_: Item, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise AnswerRefused("Choose yes or no.")
    return raw


def _integer(_: Item, raw: object) -> int:
    if type(raw) is not int or abs(raw) > LARGEST:
        raise AnswerRefused("Enter a whole number, for example 12.")
    return raw


def _decimal(item: Item, raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not abs(raw) <= LARGEST:
        raise AnswerRefused("Enter a number, for example 37.5.")
    number = float(raw)
    decimals = -int(Decimal(repr(number)).normalize().as_tuple().exponent)
    if item.max_decimals is not None and decimals > item.max_decimals:
        raise AnswerRefused("Use at most %(limit)s decimals.", limit=item.max_decimals)
    return number


def _quantity(item: Item, raw: object) -> Quantity:
    if not isinstance(raw, dict) or not set(raw) <= {"value", "unit"}:
        raise AnswerRefused("Enter a number and its unit.")
    number, code = _decimal(item, raw.get("value")), raw.get("unit")
    if code is None and len(item.units) == 1:
        code = item.units[0].code
    unit = next((unit for unit in item.units if unit.code == code), None)
    if unit:
        return Quantity(number, unit.display or unit.code, unit.code, unit.system)
    if code is not None or item.units:
        raise AnswerRefused("Choose one of the units offered.")
    return Quantity(number)


def _words(item: Item, raw: object) -> str:
    if not isinstance(raw, str):
        raise AnswerRefused("Write your answer in words.")
    words = _clean(raw)
    longest = min(item.max_length or LONGEST_TEXT, LONGEST_TEXT)
    if item.type is ItemType.STRING:
        longest = min(item.max_length or LONGEST_LINE, LONGEST_TEXT)
        if "\n" in words:
            raise AnswerRefused("Write your answer on one line.")
    if not words:
        raise AnswerRefused("Write your answer in words.")
    if len(words) > longest:
        raise AnswerRefused("Write at most %(limit)s characters.", limit=longest)
    if item.min_length is not None and len(words) < item.min_length:
        raise AnswerRefused("Write at least %(limit)s characters.", limit=item.min_length)
    if item.pattern and not pattern.matches(item.pattern, words):
        raise AnswerRefused("This answer does not have the expected form.")
    return words


def _clean(raw: str) -> str:
    try:
        return clean_text(raw)
    except PydanticCustomError as error:
        raise AnswerRefused(error.message_template) from None


def _date(_: Item, raw: object) -> dt.date:
    try:
        found = dt.date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= LATEST:
        raise AnswerRefused("Enter a real date, for example 2024-05-31.")
    return found


def _moment(item: Item, raw: object) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(raw) if isinstance(raw, str) and 16 <= len(raw) <= 35 else None
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found.date() <= LATEST:
        raise AnswerRefused("Enter a real date and time, for example 2024-05-31T14:30.")
    return found


def _time(_: Item, raw: object) -> dt.time:
    try:
        found = dt.time.fromisoformat(raw) if isinstance(raw, str) and len(raw) in (5, 8) else None
    except ValueError:
        found = None
    if found is None:
        raise AnswerRefused("Enter a time, for example 14:30.")
    return found


def _choice(item: Item, raw: object) -> str | Other:
    if isinstance(raw, str) and item.option(raw):
        return raw
    if item.type is ItemType.OPEN_CHOICE and isinstance(raw, dict) and set(raw) == {"other"}:
        words = _clean(raw["other"]) if isinstance(raw["other"], str) else ""
        if words and len(words) <= LONGEST_OTHER:
            return Other(words)
        raise AnswerRefused("Write your own answer in at most %(limit)s characters.", limit=LONGEST_OTHER)
    raise AnswerRefused("Choose one of the answers offered.")


READERS: dict[ItemType, Callable[[Item, object], Value | Other]] = {
    ItemType.BOOLEAN: _boolean,
    ItemType.INTEGER: _integer,
    ItemType.DECIMAL: _decimal,
    ItemType.QUANTITY: _quantity,
    ItemType.STRING: _words,
    ItemType.TEXT: _words,
    ItemType.DATE: _date,
    ItemType.DATE_TIME: _moment,
    ItemType.TIME: _time,
    ItemType.CHOICE: _choice,
    ItemType.OPEN_CHOICE: _choice,
}
