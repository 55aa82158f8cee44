"""The one way a questionnaire is written down: FHIR R4 in a fixed shape, and the hash that names a version."""

import datetime as dt
import hashlib
import json
from typing import Any

from app.surveys.questionnaire import calculation, strict_json
from app.surveys.questionnaire import fhir_terms as terms
from app.surveys.questionnaire.import_fhir import import_fhir
from app.surveys.questionnaire.model import (
    Coding,
    Condition,
    Item,
    ItemType,
    Licence,
    Option,
    Quantity,
    Questionnaire,
    Text,
    Value,
)

Json = dict[str, Any]


def canonical_json(questionnaire: Questionnaire) -> bytes:
    """The bytes of a version: the same questionnaire always gives the same bytes."""
    return strict_json.write(to_fhir(questionnaire))


def sha256(questionnaire: Questionnaire) -> str:
    """The name of a version."""
    return hashlib.sha256(canonical_json(questionnaire)).hexdigest()


def from_canonical(source: bytes) -> Questionnaire:
    """Read back what `canonical_json` wrote."""
    return import_fhir(source)[0]


def to_fhir(questionnaire: Questionnaire) -> Json:
    """A FHIR R4 Questionnaire that any FHIR tool can read."""
    extensions = [_licence(licence) for licence in questionnaire.licences]
    return _filled(
        json.loads(questionnaire.metadata)
        | {
            "resourceType": "Questionnaire",
            "language": questionnaire.language,
            "extension": extensions,
            "item": [_item(item) for item in questionnaire.items],
        }
        | _text("title", questionnaire.title)
        | _text("description", questionnaire.description)
        | _text("copyright", questionnaire.copyright)
    )


def _item(item: Item) -> Json:
    return _filled(
        {
            "linkId": item.link_id,
            "type": item.type.value,
            "code": [_coding(code) for code in item.codes],
            "required": item.required or None,
            "repeats": item.repeats or None,
            "readOnly": item.read_only or None,
            "maxLength": item.max_length,
            "answerOption": [_option(option) for option in item.options],
            "answerValueSet": item.value_set,
            "enableWhen": [_condition(condition) for condition in item.conditions],
            "enableBehavior": ("any" if item.any_condition else "all") if len(item.conditions) > 1 else None,
            "extension": _extensions(item),
            "item": [_item(child) for child in item.items],
        }
        | _text("text", item.text)
        | _text("prefix", item.prefix)
    )


def _extensions(item: Item) -> list[Json]:
    found: list[Json] = []

    def add(url: str, key: str, value: object) -> None:
        if value is not None:
            found.append({"url": url, key: value})

    if item.control:
        coding = {"system": terms.ITEM_CONTROL_SYSTEM, "code": item.control}
        add(terms.ITEM_CONTROL, "valueCodeableConcept", {"coding": [coding]})
    add(terms.ORIENTATION, "valueCode", item.orientation)
    add(terms.HIDDEN, "valueBoolean", item.hidden or None)
    for unit in item.units:
        add(terms.UNIT_OPTION if item.type is ItemType.QUANTITY else terms.UNIT, "valueCoding", _coding(unit))
    for url, bound in ((terms.MIN_VALUE, item.minimum), (terms.MAX_VALUE, item.maximum)):
        if bound is not None:
            add(url, f"value{_suffix(bound)}", _value(bound))
    add(terms.MIN_LENGTH, "valueInteger", item.min_length)
    add(terms.MAX_DECIMALS, "valueInteger", item.max_decimals)
    add(terms.REGEX, "valueString", item.pattern)
    if item.calculation:
        expression = {"language": "text/fhirpath", "expression": calculation.write(item.calculation)}
        add(terms.CALCULATED, "valueExpression", expression)
    if item.help:
        found.append({"url": terms.HELP} | _text("valueString", item.help))
    add(terms.ROLE, "valueCode", item.role.value if item.role else None)
    return found


def _option(option: Option) -> Json:
    extensions: list[Json] = []
    if option.ordinal is not None:
        extensions.append({"url": terms.ORDINAL, "valueDecimal": option.ordinal})
    if option.prefix is not None:
        extensions.append({"url": terms.OPTION_PREFIX, "valueString": option.prefix})
    if option.exclusive:
        extensions.append({"url": terms.OPTION_EXCLUSIVE, "valueBoolean": True})
    suffix = _suffix(option.value)
    shown: Json = {f"value{suffix}": _value(option.value)}
    if isinstance(option.value, Coding):
        shown["valueCoding"] |= _text("display", Text(option.value.display or "", option.label.translations))
    elif isinstance(option.value, str):
        shown |= _text("valueString", option.label)
    return _filled({"extension": extensions} | shown)


def _condition(condition: Condition) -> Json:
    return {
        "question": condition.question,
        "operator": condition.operator.value,
        f"answer{_suffix(condition.answer)}": _value(condition.answer),
    }


def _suffix(value: Value) -> str:
    """The FHIR type of a value; the order matters, for a bool is an int and a moment is a date."""
    kinds: tuple[tuple[type, str], ...] = (
        (bool, "Boolean"),
        (int, "Integer"),
        (float, "Decimal"),
        (str, "String"),
        (dt.datetime, "DateTime"),
        (dt.date, "Date"),
        (dt.time, "Time"),
        (Coding, "Coding"),
        (Quantity, "Quantity"),
    )
    return next(name for kind, name in kinds if isinstance(value, kind))


def _value(value: Value) -> object:
    match value:
        case Coding():
            return _coding(value)
        case Quantity():
            return _filled(
                {"value": value.value, "unit": value.unit, "code": value.code, "system": value.system}
            )
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
    return value


def _coding(coding: Coding) -> Json:
    return _filled({"system": coding.system, "code": coding.code, "display": coding.display})


def _text(key: str, text: Text) -> Json:
    translations = [
        {
            "url": terms.TRANSLATION,
            "extension": [
                {"url": "lang", "valueCode": language},
                {"url": "content", "valueString": words},
            ],
        }
        for language, words in sorted(text.translations)
    ]
    companion = {f"_{key}": {"extension": translations}} if translations else {}
    return ({key: text.source} if text.source else {}) | companion


def _licence(licence: Licence) -> Json:
    parts = ("language", "holder", "terms", "notice")
    return {
        "url": terms.LICENCE,
        "extension": [{"url": part, "valueString": getattr(licence, part)} for part in parts],
    }


def _filled(element: Json) -> Json:
    """FHIR knows no empty elements."""
    return {key: value for key, value in element.items() if value is not None and value != [] and value != {}}
