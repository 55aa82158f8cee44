"""From answers to cells: reasons for empty cells stay apart, ages are capped, words of one's own never appear."""

import pytest

from app.anonymise.table import Role
from app.models.study import StudyVariable
from app.releases.cells import Column, build_table, cell, released_columns
from app.surveys.questionnaire.model import Item, ItemType, Questionnaire, Text


def column(kind: ItemType, role: str, **values: object) -> Column:
    repeats = bool(values.pop("repeats", False))
    variable = StudyVariable(link_id="q", name="q", rank=0, role=role, **values)
    return Column(variable, Item("q", kind, Text("Q?"), repeats=repeats))


@pytest.mark.parametrize(
    ("asked", "answer", "shown"),
    [
        (column(ItemType.BOOLEAN, "plain"), True, "yes"),
        (column(ItemType.INTEGER, "quasi", numeric=True, top_code=90), 97, "90"),
        (column(ItemType.DECIMAL, "sensitive"), 37.5, "37.5"),
        (column(ItemType.QUANTITY, "sensitive"), {"value": 61.0, "unit": "kg"}, "61"),
        (column(ItemType.OPEN_CHOICE, "plain"), {"other": "CANARY"}, "other"),
        (column(ItemType.CHOICE, "plain", repeats=True), ["b", "a", {"other": "CANARY"}], "a;b;other"),
        (column(ItemType.CHOICE, "sensitive"), {"missing": "declined"}, "NA_declined"),
        (column(ItemType.CHOICE, "sensitive"), {"missing": "not_applicable"}, "NA_not_applicable"),
        (column(ItemType.CHOICE, "sensitive"), {"missing": "not_asked"}, "NA_not_asked"),
        (column(ItemType.CHOICE, "sensitive"), None, "NA_skipped"),
        (column(ItemType.INTEGER, "quasi", numeric=True), {"missing": "declined"}, "NA"),
    ],
)
def test_one_answer_is_one_cell(asked: Column, answer: object, shown: str) -> None:
    assert cell(asked, answer) == shown


def test_only_released_roles_become_columns() -> None:
    roles = ["direct", "quasi", "sensitive", "plain", "date", "free_text", "paradata", None]
    variables = [
        StudyVariable(link_id=f"q{place}", name=f"n{place}", rank=place, role=role)
        for place, role in enumerate(roles)
    ]
    items = tuple(Item(f"q{place}", ItemType.CHOICE) for place in range(len(roles)))
    found = released_columns(variables, Questionnaire(Text("T"), items))
    assert [one.name for one in found] == ["n1", "n2", "n3"]
    assert released_columns(variables, Questionnaire(Text("T"), items[:2])) == found[:1]


def test_the_table_knows_orders_and_strange_values() -> None:
    number = Column(
        StudyVariable(link_id="n", name="n", rank=0, role="sensitive"), Item("n", ItemType.INTEGER)
    )
    region = Column(
        StudyVariable(link_id="r", name="r", rank=1, role="quasi", levels={"north": ["north", "cold", "*"]}),
        Item("r", ItemType.CHOICE),
    )
    rows = [("a", {"n": 10, "r": "north"}), ("b", {"n": 9, "r": "old"}), ("c", {"n": None, "r": None})]
    made = build_table([number, region], rows)
    assert made.ordered == {"n": ["9", "10", "NA_skipped"]} and made.roles["r"] == Role.QUASI
    assert made.hierarchies["r"]["old"] == ["old", "old", "*"] and made.ids == ["a", "b", "c"]
