"""From answers to the engine's table and its codebook. Only released roles pass; the reasons for empty cells stay apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.anonymise.table import Role, Table
from app.models.study import StudyVariable
from app.studies.variables import RELEASED
from app.surveys.questionnaire.model import Item, ItemType, Questionnaire

KEY = "record_key"
MISSING = {
    "NA_not_applicable": (
        "Not applicable (another answer skipped it)",
        "Sans objet (une autre réponse l’a sautée)",
    ),
    "NA_declined": ("Preferred not to answer", "A préféré ne pas répondre"),
    "NA_skipped": ("Left empty", "Laissé vide"),
    "NA_not_asked": ("Not asked in this version", "Non demandé dans cette version"),
}
SUPPRESSED = "*"
ABSENT = "NA"
"""The one reason left in a column of intervals: there the four would single people out."""
NUMBERS = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.QUANTITY})


@dataclass(frozen=True, slots=True)
class Column:
    """One released variable with its question."""

    variable: StudyVariable
    item: Item

    @property
    def name(self) -> str:
        return self.variable.name

    @property
    def interval(self) -> bool:
        """Whether its cells are intervals of numbers."""
        return self.variable.role == Role.QUASI and self.variable.numeric

    @property
    def number(self) -> bool:
        """Whether its cells are plain numbers."""
        return self.item.type in NUMBERS and not self.interval and not self.item.repeats


def released_columns(variables: Iterable[StudyVariable], asked: Questionnaire) -> list[Column]:
    """The variables that may leave, in the survey's order; a variable without a question or a role never does."""
    items = asked.by_link_id()
    return [
        Column(variable, items[variable.link_id])
        for variable in sorted(variables, key=lambda one: one.rank)
        if variable.role in RELEASED and variable.link_id in items
    ]


def cell(column: Column, answer: Any) -> str:
    """One answer as text."""
    if answer is None:
        return ABSENT if column.interval else "NA_skipped"
    if isinstance(answer, dict) and "missing" in answer:
        return ABSENT if column.interval else f"NA_{answer['missing']}"
    if isinstance(answer, list):
        return ";".join(sorted(_plain(column, one) for one in answer))
    return _plain(column, answer)


def _plain(column: Column, answer: Any) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, dict):
        return _plain(column, answer["value"]) if "value" in answer else "other"
    if isinstance(answer, int | float):
        top = column.variable.top_code
        capped = min(answer, top) if top is not None else answer
        return str(int(capped)) if float(capped).is_integer() else repr(float(capped))
    return str(answer)


def build_table(columns: Sequence[Column], rows: Sequence[tuple[str, Mapping[str, Any]]]) -> Table:
    """The engine's table: one row a person, `ids` the opaque tags."""
    cells = {
        one.name: [cell(one, answers.get(one.variable.link_id)) for _, answers in rows] for one in columns
    }
    return Table(
        columns=cells,
        roles={one.name: Role(str(one.variable.role)) for one in columns},
        hierarchies={
            one.name: _hierarchy(one, cells[one.name])
            for one in columns
            if one.variable.role == Role.QUASI and not one.interval
        },
        numeric=frozenset(one.name for one in columns if one.interval),
        ordered={
            one.name: order for one in columns if one.variable.role == Role.SENSITIVE and (order := _order(one, cells[one.name]))
        },
        ids=[tag for tag, _ in rows],
    )  # fmt: skip


def _hierarchy(column: Column, cells: Sequence[str]) -> dict[str, list[str]]:
    """The study's hierarchy; a value it does not name (an empty cell, words of one's own) goes straight to `*`."""
    levels: dict[str, list[str]] = dict(column.variable.levels or {})
    depth = len(next(iter(levels.values()), ["", SUPPRESSED]))
    for value in sorted(set(cells) - levels.keys()):
        levels[value] = [value] * (depth - 1) + [SUPPRESSED]
    return levels


def _order(column: Column, cells: Sequence[str]) -> list[str]:
    """The values of a sensitive column from low to high, the reasons for empty cells last; empty without an order."""
    present, reasons = set(cells), sorted(set(cells) & MISSING.keys())
    if column.variable.ordered:
        named = [value for value in column.variable.ordered if value in present]
        return [*named, *sorted(present - set(named) - set(reasons)), *reasons]
    if column.number:
        return [*sorted(present - set(reasons), key=float), *reasons]
    return []
