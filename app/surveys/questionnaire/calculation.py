"""The arithmetic we accept: the sum or the mean of named items, read from the few FHIRPath forms that say it."""

import re

from app.surveys.questionnaire.model import Calculation

STEPS = r"(?:\.(?:item|descendants\(\)|repeat\(item\))(?:\.where\(linkId='[^']*'\)(?=\.item))?)+"
ONE = r"linkId='[^']*'"
SEVERAL = rf"(?:{ONE}(?:or{ONE})*|linkIdin\('[^']*'(?:\|'[^']*')*\))"
READING = r"\.answer(?:\.value)?(?:\.(?:ordinal\(\)|weight\(\)|value))?"
AGGREGATE = re.compile(rf"(?:%resource)?{STEPS}\.where\((?P<which>{SEVERAL})\){READING}\.(?P<f>sum|avg)\(\)")
TERM = re.compile(rf"(?:%resource)?{STEPS}\.where\((?P<which>{ONE})\){READING}")
EVERYTHING = re.compile(
    r"%resource\.(?:repeat\(item\)|descendants\(\)|item)\.answer(?:\.value)?\.weight\(\)\.sum\(\)"
)
ALL = "*"
"""Stands for every item whose answers carry a weight; `review` puts their names in its place."""
NAMES = re.compile(r"'([^']*)'")


def read(expression: str) -> Calculation | None:
    """The calculation an expression states, or None when it says anything else."""
    if len(expression) > 20_000:
        return None
    compact = _without_spaces(expression)
    if EVERYTHING.fullmatch(compact):
        return Calculation("sum", (ALL,))
    if match := AGGREGATE.fullmatch(compact):
        return _calculation("sum" if match["f"] == "sum" else "mean", NAMES.findall(match["which"]))
    divisor = 1
    if match := re.fullmatch(r"\((.*)\)/(\d{1,4})", compact):
        compact, divisor = match[1], int(match[2])
    terms = [TERM.fullmatch(part) for part in compact.split("+")]
    names = [NAMES.findall(term["which"])[0] for term in terms if term]
    if len(names) < 2 or len(names) != len(terms) or divisor not in (1, len(names)):
        return None
    return _calculation("sum" if divisor == 1 else "mean", names)


def write(calculation: Calculation) -> str:
    """The one FHIRPath form we write; `read` understands it."""
    names = "|".join(f"'{name}'" for name in calculation.link_ids)
    function = "sum" if calculation.function == "sum" else "avg"
    return f"%resource.repeat(item).where(linkId in ({names})).answer.value.ordinal().{function}()"


def _calculation(function: str, names: list[str]) -> Calculation | None:
    if not names or any("\\" in name for name in names) or len(set(names)) != len(names):
        return None
    return Calculation(function, tuple(names))


def _without_spaces(expression: str) -> str:
    """Drop spaces outside quoted names; a leading `item` means `%resource.item`."""
    parts = re.split(r"('[^']*')", expression)
    compact = "".join(
        part if position % 2 else re.sub(r"\s+", "", part) for position, part in enumerate(parts)
    )
    return re.sub(r"(?<![\w.])(?=(?:item|descendants\(\)|repeat\()\.?)", "%resource.", compact)
