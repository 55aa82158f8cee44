"""A second look once every item is known: what one item says about another must make sense."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from app.surveys.questionnaire import calculation
from app.surveys.questionnaire.fhir_node import Unsupported
from app.surveys.questionnaire.model import Calculation, Coding, Condition, Item, ItemType, Operator, Quantity

COMPARED: dict[ItemType, tuple[type, ...]] = {
    ItemType.BOOLEAN: (bool,),
    ItemType.INTEGER: (int, float),
    ItemType.DECIMAL: (int, float),
    ItemType.QUANTITY: (Quantity,),
    ItemType.STRING: (str,),
    ItemType.TEXT: (str,),
    ItemType.DATE: (dt.date,),
    ItemType.DATE_TIME: (dt.datetime,),
    ItemType.TIME: (dt.time,),
}
CALCULATED = (ItemType.INTEGER, ItemType.DECIMAL, ItemType.QUANTITY)


def review(
    items: tuple[Item, ...], paths: Mapping[str, str], findings: list[Unsupported]
) -> tuple[Item, ...]:
    """Report conditions that can never compare; keep only calculations over items that exist."""
    known = {inner.link_id: inner for item in items for inner in item.walk()}

    def look(item: Item) -> Item:
        reasons = [reason for line in item.conditions if (reason := _doubt(line, known))]
        adding, doubt = _resolved(item, known)
        reasons += [doubt] if doubt else []
        findings.extend(Unsupported(item.link_id, paths.get(item.link_id, ""), reason) for reason in reasons)
        return replace(item, calculation=adding, items=tuple(look(child) for child in item.items))

    return tuple(look(item) for item in items)


def _doubt(line: Condition, known: Mapping[str, Item]) -> str | None:
    question = known.get(line.question)
    if question is None:
        return None
    if not question.is_question:
        return f"it depends on {question.link_id}, which asks nothing and never has an answer"
    if not question.askable and not question.calculation:
        return f"it depends on {question.link_id}, which cannot be asked here and never has an answer"
    if line.operator is Operator.EXISTS:
        return None
    if question.type in COMPARED:
        fits = type(line.answer) in COMPARED[question.type]
    else:
        fits = _offered(line, question)
    return None if fits else f"it compares {question.link_id} with an answer that question cannot have"


def _offered(line: Condition, question: Item) -> bool:
    """A code must be on offer; words may be, or may be somebody's own."""
    if isinstance(line.answer, Coding):
        codes = (option.value for option in question.options)
        return any(isinstance(code, Coding) and code.same(line.answer) for code in codes)
    if isinstance(line.answer, str) and question.type is ItemType.OPEN_CHOICE:
        return True
    return any(type(option.value) is type(line.answer) for option in question.options)


def _resolved(item: Item, known: Mapping[str, Item]) -> tuple[Calculation | None, str | None]:
    found = item.calculation
    if found is None:
        return None, None
    if item.type not in CALCULATED:
        return None, f"a {item.type} is not calculated: the expression is left out"
    names = found.link_ids
    if names == (calculation.ALL,):
        weighed = (other for other in known.values() if any(o.ordinal is not None for o in other.options))
        names = tuple(other.link_id for other in weighed)
    if not names or any(name not in known or name == item.link_id for name in names):
        return None, "it adds up items that do not exist: the expression is left out"
    return Calculation(found.function, names), None
