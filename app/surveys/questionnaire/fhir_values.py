"""FHIR's values and words: texts with translations, codings, quantities, dates."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from app.surveys.questionnaire import fhir_terms as terms
from app.surveys.questionnaire.fhir_node import Node
from app.surveys.questionnaire.model import Coding, Quantity, Text, Value

V = TypeVar("V")

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?")


def read_text(node: Node, key: str) -> Text:
    """The words under `key`, with the translations its `_key` companion carries."""
    source = node.take(key, str) or ""
    companion = node.node(f"_{key}")
    return Text(source, read_translations(companion)) if companion else Text(source)


def read_translations(companion: Node) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for url, extension in companion.extensions():
        if url == terms.TRANSLATION:
            language, words = _translation(extension)
            if language and LANGUAGE.fullmatch(language) and words and language not in found:
                found[language] = words
            else:
                extension.report("a translation needs one known language and its words: it is left out")
        else:
            extension.unknown_extension(url)
    companion.skip("id")
    companion.close()
    return tuple(sorted(found.items()))


def _translation(extension: Node) -> tuple[str | None, str | None]:
    language = words = None
    for url, part in extension.extensions():
        if url == "lang":
            language = part.take("valueCode", str) or part.take("valueString", str)
        elif url == "content":
            words = part.take("valueString", str) or part.take("valueMarkdown", str)
        else:
            part.unknown_extension(url)
            continue
        part.close()
    extension.close()
    return language, words


def read_value(node: Node, key: str) -> Value | None:
    """The value under a choice key such as `valueCoding`; one we cannot hold is reported and None."""
    suffix = key.lstrip("abcdefghijklmnopqrstuvwxyz")
    match suffix:
        case "Boolean":
            return node.take(key, bool)
        case "Integer" | "PositiveInt" | "UnsignedInt":
            return node.take(key, int)
        case "Decimal":
            return node.take(key, float)
        case "String" | "Code" | "Uri":
            return node.take(key, str)
        case "Date":
            return _parsed(node, key, DATE, dt.date.fromisoformat)
        case "DateTime":
            return _parsed(node, key, re.compile(rf"{DATE.pattern}T.+"), dt.datetime.fromisoformat)
        case "Time":
            return _parsed(node, key, TIME, dt.time.fromisoformat)
        case "Coding":
            coding = node.node(key)
            return read_coding(coding) if coding else None
        case "Quantity" | "SimpleQuantity":
            quantity = node.node(key)
            return read_quantity(quantity) if quantity else None
    node.skip(key)
    node.report(f"a value of type {suffix} is not supported", key)
    return None


def _parsed(node: Node, key: str, shape: re.Pattern[str], parse: Callable[[str], V]) -> V | None:
    """A whole date, time or moment; a partial one (`2024-05`) cannot be compared and is reported."""
    words = node.take(key, str)
    if words is None:
        return None
    try:
        if shape.fullmatch(words):
            return parse(words)
    except ValueError:
        pass
    node.report("a partial or malformed date or time is not supported", key)
    return None


def read_coding(node: Node) -> Coding | None:
    """A coding without its translations; those are the label's business."""
    code, system = node.take("code", str), node.take("system", str)
    display = node.take("display", str)
    node.skip("id")
    node.close()
    if not code and not display:
        node.report("a coding needs a code: it is left out")
        return None
    return Coding(code or display or "", system, display)


def read_quantity(node: Node) -> Quantity | None:
    value = node.take("value", float)
    quantity = partial(Quantity, unit=node.take("unit", str), code=node.take("code", str))
    system = node.take("system", str)
    node.close()
    if value is None:
        node.report("a quantity needs a number: it is left out")
        return None
    return quantity(value, system=system)
