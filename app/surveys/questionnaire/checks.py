"""What must hold of any questionnaire before anybody is asked a question."""

from collections import Counter
from graphlib import CycleError, TopologicalSorter

from app.surveys.questionnaire.errors import QuestionnaireRefused
from app.surveys.questionnaire.model import Item, Questionnaire

MAX_ITEMS = 2_000
MAX_ITEM_DEPTH = 16
MAX_OPTIONS = 2_000
MAX_WORDS = 20_000


def check(questionnaire: Questionnaire) -> None:
    """Refuse what cannot be asked: names used twice, conditions in a circle or on nothing, no end of items."""
    items = list(questionnaire.walk())
    if not items:
        raise QuestionnaireRefused("The questionnaire has no items.")
    if len(items) > MAX_ITEMS:
        raise QuestionnaireRefused("The questionnaire has more than %(limit)s items.", limit=MAX_ITEMS)
    if depth(questionnaire.items) > MAX_ITEM_DEPTH:
        raise QuestionnaireRefused("Items are nested more than %(limit)s levels deep.", limit=MAX_ITEM_DEPTH)
    for name, times in Counter(item.link_id for item in items).items():
        if times > 1:
            raise QuestionnaireRefused(
                "The linkId “%(name)s” is used %(times)s times.", name=name, times=times
            )
    for item in items:
        if len(item.options) > MAX_OPTIONS:
            raise QuestionnaireRefused(
                "“%(name)s” offers more than %(limit)s answers.", name=item.link_id, limit=MAX_OPTIONS
            )
        if len(item.text.source) > MAX_WORDS:
            raise QuestionnaireRefused("The text of “%(name)s” is too long.", name=item.link_id)
    evaluation_order(questionnaire)


def depth(items: tuple[Item, ...]) -> int:
    """How many levels of items there are."""
    return 1 + max((depth(item.items) for item in items), default=0) if items else 0


def evaluation_order(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Every linkId after all those its visibility depends on: its parent and the questions its conditions name.

    A calculated item also comes after the items it adds up.
    """
    known = questionnaire.by_link_id()
    graph: dict[str, set[str]] = {name: set() for name in known}
    for item in known.values():
        for child in item.items:
            graph[child.link_id].add(item.link_id)
        if item.calculation:
            graph[item.link_id].update(item.calculation.link_ids)
        for condition in item.conditions:
            if condition.question not in known:
                raise QuestionnaireRefused(
                    "“%(name)s” depends on “%(missing)s”, which does not exist.",
                    name=item.link_id,
                    missing=condition.question,
                )
            graph[item.link_id].add(condition.question)
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        raise QuestionnaireRefused("Conditions go round in a circle: %(circle)s.", circle=circle) from None
