"""Which items are in play for these answers, and the pages a person walks through, one question on each."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.surveys.questionnaire.checks import evaluation_order
from app.surveys.questionnaire.comparison import Answer, Answers, calculate, holds
from app.surveys.questionnaire.model import Item, ItemType, Questionnaire


@dataclass(frozen=True, slots=True)
class Page:
    """One question, or one passage to read. `context` is what stands above it: groups, then passages before it."""

    item: Item
    context: tuple[Item, ...] = ()
    notes: tuple[Item, ...] = ()

    @property
    def link_id(self) -> str:
        return self.item.link_id

    @property
    def is_question(self) -> bool:
        return self.item.is_question


def enabled(questionnaire: Questionnaire, answers: Answers) -> frozenset[str]:
    """The linkIds in play. An answer to a question that is not in play counts for nothing."""
    return frozenset(_evaluate(questionnaire, answers)[0])


def present(questionnaire: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """The answers that count: those to questions in play, and the calculated ones."""
    return _evaluate(questionnaire, answers)[1]


def _evaluate(questionnaire: Questionnaire, answers: Answers) -> tuple[set[str], dict[str, Answer]]:
    """Decide item by item, each after everything it depends on."""
    known = questionnaire.by_link_id()
    parent = {child.link_id: item.link_id for item in known.values() for child in item.items}
    in_play: set[str] = set()
    counted: dict[str, Answer] = {}
    for name in evaluation_order(questionnaire):
        item = known[name]
        if name in parent and parent[name] not in in_play:
            continue
        lines = [holds(line, known[line.question], counted.get(line.question)) for line in item.conditions]
        if lines and not (any(lines) if item.any_condition else all(lines)):
            continue
        in_play.add(name)
        if item.calculation:
            total = calculate(item.calculation, known, counted)
            if total is not None:
                counted[name] = total
        elif item.askable and name in answers:
            counted[name] = answers[name]
    return in_play, counted


def pages(questionnaire: Questionnaire, answers: Answers) -> tuple[Page, ...]:
    """The pages in reading order, for these answers."""
    return tuple(_pages(questionnaire.items, (), enabled(questionnaire, answers)))


def _pages(items: tuple[Item, ...], groups: tuple[Item, ...], in_play: frozenset[str]) -> Iterator[Page]:
    waiting: tuple[Item, ...] = ()
    for item in items:
        if item.link_id not in in_play or item.hidden:
            continue
        if item.type is ItemType.DISPLAY:
            waiting += (item,)
        elif item.type is ItemType.GROUP:
            yield from _pages(item.items, (*groups, *waiting, item), in_play)
            waiting = ()
        else:
            notes = tuple(child for child in item.items if _is_note(child, in_play))
            below = tuple(child for child in item.items if child.type is not ItemType.DISPLAY)
            if item.askable:
                yield Page(item, (*groups, *waiting), notes)
                waiting = ()
            yield from _pages(below, (*groups, item), in_play)
    if waiting:
        yield Page(waiting[-1], (*groups, *waiting[:-1]))


def _is_note(item: Item, in_play: frozenset[str]) -> bool:
    return item.type is ItemType.DISPLAY and item.link_id in in_play and not item.hidden


def next_page(questionnaire: Questionnaire, answers: Answers, link_id: str | None = None) -> Page | None:
    """The page after `link_id` (the first one without it); None when only the check page is left."""
    if link_id is None:
        return next(iter(pages(questionnaire, answers)), None)
    place = _places(questionnaire)
    here = place.get(link_id, -1)
    return next((page for page in pages(questionnaire, answers) if place[page.link_id] > here), None)


def previous_page(questionnaire: Questionnaire, answers: Answers, link_id: str | None = None) -> Page | None:
    """The page before `link_id` (the last one without it); None at the start."""
    place = _places(questionnaire)
    here = place.get(link_id, len(place)) if link_id is not None else len(place)
    before = [page for page in pages(questionnaire, answers) if place[page.link_id] < here]
    return before[-1] if before else None


def _places(questionnaire: Questionnaire) -> dict[str, int]:
    return {item.link_id: position for position, item in enumerate(questionnaire.walk())}
