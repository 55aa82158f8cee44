"""Walking through a questionnaire, one question a page: where one is, what comes next, how far it still is."""

import math
from dataclasses import dataclass

from app.core.errors import NotFound
from app.surveys.answering import Draft
from app.surveys.publishing import QUESTIONS_A_MINUTE
from app.surveys.questionnaire.branching import Page, pages
from app.surveys.questionnaire.completeness import owed
from app.surveys.questionnaire.model import Item


@dataclass(frozen=True, slots=True)
class Step:
    """One page among those that these answers lead through. `number` and `questions` count questions, not passages."""

    page: Page
    place: int
    number: int
    questions: int
    last: bool

    @property
    def minutes_left(self) -> int:
        """About how long it still takes."""
        return max(1, math.ceil((self.questions - self.number + 1) / QUESTIONS_A_MINUTE))


def steps(draft: Draft) -> list[Step]:
    """All pages in reading order, for the answers so far."""
    walk = pages(draft.version.questionnaire, draft.answers)
    total = sum(page.is_question for page in walk)
    found, number = [], 0
    for place, page in enumerate(walk, 1):
        number += page.is_question
        found.append(Step(page, place, max(number, 1), total, place == len(walk)))
    return found


def step_at(draft: Draft, place: int) -> Step:
    """The page at a place; NotFound when these answers lead to no such page."""
    walk = steps(draft)
    if not 1 <= place <= len(walk):
        raise NotFound
    return walk[place - 1]


def step_of(draft: Draft, link_id: str) -> Step | None:
    """The page of a question, if it is in play."""
    return next((step for step in steps(draft) if step.page.link_id == link_id), None)


def next_open(draft: Draft) -> int | None:
    """Where to go on: the first question without an answer; None when all are answered."""
    for step in steps(draft):
        if step.page.is_question and step.page.link_id not in draft.answers:
            return step.place
    return None


def still_owed(draft: Draft) -> list[tuple[Item, int]]:
    """The required questions without an answer, with their places."""
    missing = set(owed(draft.version.questionnaire, draft.answers))
    return [(step.page.item, step.place) for step in steps(draft) if step.page.link_id in missing]
