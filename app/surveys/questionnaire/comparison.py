"""What an answer says: compared with a condition's answer, or as a number."""

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from typing import Any

from app.surveys.questionnaire.model import (
    Calculation,
    Coding,
    Condition,
    Item,
    Missing,
    Operator,
    Option,
    Quantity,
    Value,
)


class Other(str):
    """Words given beside the answers on offer."""

    __slots__ = ()


Answer = Value | Other | Missing | tuple[Value | Other, ...]
Answers = Mapping[str, Answer]

COMPARE: dict[Operator, Callable[[int, int], bool]] = {
    Operator.GREATER: operator.gt,
    Operator.LESS: operator.lt,
    Operator.GREATER_OR_EQUAL: operator.ge,
    Operator.LESS_OR_EQUAL: operator.le,
}


def given(answer: Answer | None) -> tuple[Value | Other, ...]:
    """The values an answer holds: none when it is missing or declined."""
    if answer is None or isinstance(answer, Missing):
        return ()
    return answer if isinstance(answer, tuple) else (answer,)


def holds(condition: Condition, question: Item, answer: Answer | None) -> bool:
    """FHIR's reading: `!=` says that no answer equals, the others that at least one compares."""
    meant = [_meant(question, value) for value in given(answer)]
    if condition.operator is Operator.EXISTS:
        return bool(meant) is condition.answer
    if condition.operator is Operator.NOT_EQUAL:
        return not any(equal(value, condition.answer) for value in meant)
    if condition.operator is Operator.EQUAL:
        return any(equal(value, condition.answer) for value in meant)
    return any(_ordered(condition.operator, value, condition.answer) for value in meant)


def equal(left: Value, right: Value) -> bool:
    """Equal and of one kind: true is not 1, and a code equals a code of the same system."""
    if isinstance(left, Coding) and isinstance(right, Coding):
        return left.same(right)
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return left.value == right.value and comparable(left, right)
    return comparable(left, right) and left == right


def comparable(left: Value, right: Value) -> bool:
    """Two values of one kind; quantities only in one unit."""
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        return left.code == right.code if left.code and right.code else left.unit == right.unit
    if isinstance(left, dt.datetime) and isinstance(right, dt.datetime):
        return (left.tzinfo is None) == (right.tzinfo is None)
    return _kind(left) is _kind(right)


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as `left` is below, at or above `right`; None when they cannot be ordered."""
    if isinstance(left, Quantity) and not isinstance(right, Quantity):
        left = left.value
    if isinstance(left, Coding | bool) or not comparable(left, right):
        return None
    one: Any = left.value if isinstance(left, Quantity) else left
    other: Any = right.value if isinstance(right, Quantity) else right
    return int(one > other) - int(one < other)


def _ordered(name: Operator, left: Value, right: Value) -> bool:
    found = order(left, right)
    return found is not None and COMPARE[name](found, 0)


def _kind(value: Value) -> type:
    if isinstance(value, str):
        return str
    return float if type(value) is int else type(value)


def _meant(question: Item, value: Value | Other) -> Value:
    """A key of an option stands for the option's value."""
    option = _option(question, value)
    return option.value if option else value


def _option(question: Item, value: Value | Other) -> Option | None:
    return None if isinstance(value, Other) or not isinstance(value, str) else question.option(value)


def number(question: Item, value: Value | Other) -> float | None:
    """What an answer counts for: a number itself, a quantity's value, an option's ordinal."""
    option = _option(question, value)
    if option and option.ordinal is not None:
        return option.ordinal
    meant = option.value if option else value
    if isinstance(meant, Quantity):
        return meant.value
    return float(meant) if isinstance(meant, int | float) and not isinstance(meant, bool) else None


def calculate(calculation: Calculation, known: Mapping[str, Item], answers: Answers) -> float | None:
    """The sum or mean over what was answered; nothing answered, nothing calculated."""
    numbers = [
        found
        for name in calculation.link_ids
        for value in given(answers.get(name))
        if (found := number(known[name], value)) is not None
    ]
    if not numbers:
        return None
    return sum(numbers) / (1 if calculation.function == "sum" else len(numbers))
