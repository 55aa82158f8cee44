"""Answers as they are kept and handed out: typed values to JSON and back, and the forms people send."""

import datetime as dt
from collections.abc import Mapping, Sequence

from app.surveys.questionnaire.answers import DECLINED, validate
from app.surveys.questionnaire.comparison import Answer, Other
from app.surveys.questionnaire.errors import AnswerRefused
from app.surveys.questionnaire.model import Coding, Item, ItemType, Missing, Quantity, Value

Json = bool | int | float | str | dict[str, object] | list[object] | None


def as_json(answer: Answer) -> Json:
    """The JSON that `validate` reads back into the same answer."""
    if isinstance(answer, Missing):
        return {"missing": answer.value}
    if isinstance(answer, tuple):
        return [_one(value) for value in answer]
    return _one(answer)


def from_json(item: Item, raw: object) -> Answer | None:
    """A stored answer; one that its question would refuse today raises."""
    if isinstance(raw, dict) and raw != DECLINED and set(raw) == {"missing"}:
        return Missing(raw["missing"])
    return validate(item, raw)


def _one(value: Value | Other) -> Json:
    match value:
        case Other():
            return {"other": str(value)}
        case Quantity():
            return {"value": value.value, "unit": value.code}
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case Coding():
            return value.code
    return value


def from_form(item: Item, form: Mapping[str, Sequence[str]]) -> Answer | None:
    """The answer in a submitted page: fields `answer` (one or more), `other`, `unit`, `declined`.

    Declining wins over whatever was typed before: nothing of it is kept.
    """
    if any(form.get("declined", ())):
        return validate(item, DECLINED)
    entries = [entry for entry in form.get("answer", ()) if entry.strip()]
    raw: list[object] = [_typed(item, entry, form) for entry in entries if entry != OTHER]
    other = [words for words in form.get("other", ()) if words.strip()]
    if item.type is ItemType.OPEN_CHOICE and other and (OTHER in entries or not entries):
        raw += [{"other": words} for words in other]
    elif OTHER in entries:
        raise AnswerRefused("Write your own answer, or choose another one.")
    if item.repeats:
        return validate(item, raw)
    if len(raw) > 1:
        raise AnswerRefused("Choose one answer only.")
    return validate(item, raw[0] if raw else None)


OTHER = "other:"
"""The value of the radio tile beside the field for one's own words; a colon keeps it apart from codes."""


def _typed(item: Item, entry: str, form: Mapping[str, Sequence[str]]) -> object:
    """What a browser sends as words, as the JSON its question expects; wrong words stay words."""
    match item.type:
        case ItemType.BOOLEAN:
            return {"true": True, "false": False}.get(entry, entry)
        case ItemType.INTEGER:
            return _number(entry, int)
        case ItemType.DECIMAL:
            return _number(entry, float)
        case ItemType.QUANTITY:
            unit = next((unit for unit in form.get("unit", ()) if unit), None)
            return {"value": _number(entry, float)} | ({"unit": unit} if unit else {})
    return entry


def _number(entry: str, kind: type[int] | type[float]) -> object:
    """Numbers as people write them: spaces between thousands, a comma or a point for decimals."""
    plain = "".join(entry.split()).replace(",", ".").replace("−", "-")
    if (
        len(plain) > 30
        or not plain.isascii()
        or "_" in plain
        or plain.lower().strip("+-").startswith(("n", "i"))
    ):
        return entry
    try:
        return kind(plain)
    except ValueError:
        return entry
