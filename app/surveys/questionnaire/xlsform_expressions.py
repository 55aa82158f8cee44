"""The XPath of XLSForm that we understand: conditions, limits and totals. Everything else is None: reported."""

import datetime as dt
import re
from collections.abc import Mapping

from app.surveys.questionnaire.model import Calculation, Coding, Condition, ItemType, Operator, Value

NAME = r"(?:\$\{\s*([\w.-]+)\s*\}|\.\./([\w.-]+))"
LITERAL = r"(date\(\s*'[^']*'\s*\)|'[^']*'|\"[^\"]*\"|-?\d+(?:\.\d+)?|true\(\)|false\(\))"
SELECTED = re.compile(rf"selected\(\s*{NAME}\s*,\s*{LITERAL}\s*\)")
COMPARED = re.compile(rf"{NAME}\s*(<=|>=|!=|=|<|>)\s*{LITERAL}")
TURNED = re.compile(rf"{LITERAL}\s*(<=|>=|!=|=|<|>)\s*{NAME}")
FILLED = re.compile(rf"string-length\(\s*{NAME}\s*\)\s*(>|!=|=)\s*0")
LIMIT = re.compile(rf"\.\s*(<=|>=|<|>)\s*{LITERAL}")
LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*(<=|>=|<|>|=)\s*(\d+)")
REGEX = re.compile(r"regex\(\s*\.\s*,\s*('[^']*'|\"[^\"]*\")\s*\)")
TURN = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


def conditions(expression: str, types: Mapping[str, ItemType]) -> tuple[tuple[Condition, ...], bool] | None:
    """`relevant` as conditions and whether any one is enough; None when it says more than conditions can."""
    for word in ("and", "or"):
        parts = split(expression, word)
        found = [_condition(part, types) for part in parts]
        lines = tuple(line for line in found if line)
        if len(lines) == len(parts):
            return lines, word == "or" and len(lines) > 1
    return None


def _condition(part: str, types: Mapping[str, ItemType]) -> Condition | None:
    negated = re.fullmatch(r"not\s*\((.*)\)", part)
    inner = _bare(negated[1]) if negated else part
    if match := SELECTED.fullmatch(inner):
        name, literal, sign = match[1] or match[2], match[3], "!=" if negated else "="
    elif negated:
        return None
    elif match := COMPARED.fullmatch(inner):
        name, sign, literal = match[1] or match[2], match[3], match[4]
    elif match := TURNED.fullmatch(inner):
        literal, sign, name = match[1], TURN[match[2]], match[3] or match[4]
    elif match := FILLED.fullmatch(inner):
        name, sign, literal = match[1] or match[2], "=" if match[3] == "=" else "!=", "''"
    else:
        return None
    if literal in ("''", '""'):
        return Condition(name, Operator.EXISTS, sign == "!=") if sign in ("=", "!=") else None
    answer = value(literal, types.get(name))
    if answer is None or (sign not in ("=", "!=") and isinstance(answer, Coding | str | bool)):
        return None
    return Condition(name, Operator(sign), answer)


def value(literal: str, kind: ItemType | None) -> Value | None:
    """A literal as the kind of answer it is compared with."""
    plain = re.sub(r"^date\(\s*(.*?)\s*\)$", r"\1", literal).strip("'\"")
    try:
        match kind:
            case ItemType.CHOICE | ItemType.OPEN_CHOICE:
                return Coding(plain)
            case ItemType.INTEGER | ItemType.DECIMAL:
                number = float(plain)
                return int(number) if number.is_integer() else number
            case ItemType.DATE:
                return dt.date.fromisoformat(plain)
            case ItemType.TIME:
                return dt.time.fromisoformat(plain)
            case ItemType.STRING | ItemType.TEXT:
                return plain
    except ValueError:
        return None
    return None


def limits(expression: str, kind: ItemType) -> tuple[dict[str, object], list[str]]:
    """What of a `constraint` we can check, by field of an item, and the parts we cannot."""
    fields: dict[str, object] = {}
    left_out = []
    for part in split(expression, "and"):
        found = _limit(part, kind)
        if found and not set(found) & set(fields):
            fields |= found
        else:
            left_out.append(part)
    return fields, left_out


def _limit(part: str, kind: ItemType) -> dict[str, object]:
    if match := REGEX.fullmatch(part):
        return {"pattern": match[1][1:-1]} if kind in (ItemType.STRING, ItemType.TEXT) else {}
    if match := LENGTH.fullmatch(part):
        sign, length = match[1], int(match[2]) + {"<": -1, ">": 1}.get(match[1], 0)
        lengths = {"min_length": length, "max_length": length}
        kept = {"=": "", "<": "max", "<=": "max"}.get(sign, "min")
        return {name: size for name, size in lengths.items() if name.startswith(kept)}
    if match := LIMIT.fullmatch(part):
        sign, bound = match[1], value(match[2], kind)
        if bound is None or isinstance(bound, Coding | str):
            return {}
        if sign in ("<", ">"):
            if kind is not ItemType.INTEGER or not isinstance(bound, int):
                return {}
            bound += 1 if sign == ">" else -1
        return {"minimum" if sign.startswith(">") else "maximum": bound}
    return {}


def total(expression: str) -> Calculation | None:
    """The sum, or the mean, of named questions; None when it is any other calculation."""
    inner, divisor = expression.strip(), 1
    if match := re.fullmatch(r"\((.*)\)\s*div\s*(\d{1,4})", inner):
        inner, divisor = match[1], int(match[2])
    names = [re.fullmatch(rf"\s*{NAME}\s*", part) for part in _bare(inner).split("+")]
    found = tuple(name[1] or name[2] for name in names if name)
    if len(found) < 2 or len(found) != len(names) or len(set(found)) != len(found):
        return None
    if divisor not in (1, len(found)):
        return None
    return Calculation("sum" if divisor == 1 else "mean", found)


def split(expression: str, word: str) -> list[str]:
    """The parts of an expression between `word`s that stand outside quotes and brackets."""
    parts, start, depth, quote = [], 0, 0, ""
    text = _bare(expression)
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif character == " " and depth == 0 and text.startswith(f" {word} ", position):
            parts.append(text[start:position])
            start = position + len(word) + 2
    return [_bare(part) for part in (*parts, text[start:])]


def _bare(expression: str) -> str:
    """Without line breaks and without brackets around the whole."""
    text = " ".join(expression.split())
    while text.startswith("(") and text.endswith(")") and _closes(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closes(text: str) -> int:
    """Where the bracket that opens `text` closes."""
    depth, quote = 0, ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
            if depth == 0:
                return position
    return -1
