"""Statement counts: the same for one survey and for many, small on every page."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from app.surveys import answering
from tests.people import World
from tests.surveys.cast import answer, publish


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent meanwhile, without savepoints."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def cost(world: World, path: str) -> int:
    alice = world.reader("alice")
    assert alice.get(path).status_code == 200  # fills what a process keeps: keys and parsed questionnaires
    with counted() as sent:
        assert alice.get(path).status_code == 200
    return len(sent)


@pytest.mark.parametrize("path", ["/surveys", "/consents"])
def test_lists_cost_the_same_for_one_and_for_many(world: World, path: str) -> None:
    answer(world, publish(world, slug="one"), world.account("alice").id)
    one = cost(world, path)
    for number in range(6):
        answer(world, publish(world, slug=f"more-{number}"), world.account("alice").id)
    assert cost(world, path) == one
    assert one <= 16


def test_a_question_costs_little(world: World) -> None:
    survey, alice = publish(world), world.account("alice")
    answering.agree(world.session, survey, alice.id, locale="en")
    assert cost(world, "/surveys/well-being/3") <= 18
