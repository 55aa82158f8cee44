"""JSON from strangers: bounded in size and depth, no duplicate keys, no numbers that are not numbers."""

import json
import math
from typing import Any, NoReturn

from app.surveys.questionnaire.errors import QuestionnaireRefused

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
LARGEST_INTEGER = 2**53


def read(source: bytes) -> Any:
    """Parse `source`, or refuse it with a reason; what comes back can be stored, hashed and written again."""
    if len(source) > MAX_BYTES:
        raise QuestionnaireRefused("The file is larger than %(limit)s MB.", limit=MAX_BYTES // 2**20)
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QuestionnaireRefused("The file is not UTF-8 text.") from None
    _check_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_not_a_number,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except json.JSONDecodeError as error:
        raise QuestionnaireRefused(
            "The file is not JSON: line %(line)s, column %(column)s.", line=error.lineno, column=error.colno
        ) from None
    check_text(value)
    return value


def write(value: object) -> bytes:
    """The one way to write a value: keys sorted, no spaces, UTF-8, finite numbers only."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8")


def _check_depth(text: str) -> None:
    """Count brackets outside strings before the parser, which recurses, sees them."""
    depth, in_string, escaped = 0, False, False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise QuestionnaireRefused(
                    "The file is nested more than %(limit)s levels deep.", limit=MAX_DEPTH
                )
        elif character in "]}":
            depth -= 1


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise QuestionnaireRefused("The key “%(key)s” stands twice in one object.", key=_printable(key))
        found[key] = value
    return found


def _not_a_number(name: str) -> NoReturn:
    raise QuestionnaireRefused("%(name)s is not a number in JSON.", name=name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise QuestionnaireRefused("The number %(number)s is too large.", number=digits[:40])
    return number


def _bounded(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_INTEGER:
        raise QuestionnaireRefused("The number %(number)s is too large.", number=digits[:40])
    return int(digits)


def check_text(value: object) -> None:
    """Refuse characters that a database or a page cannot hold: NUL and halves of pairs."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise QuestionnaireRefused(
                "“%(text)s” contains a character that is not text.", text=_printable(value)
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            check_text(key)
            check_text(inner)
    elif isinstance(value, list):
        for inner in value:
            check_text(inner)


def _printable(text: str) -> str:
    return text[:60].encode("ascii", "backslashreplace").decode("ascii").replace("\x00", "\\x00")
