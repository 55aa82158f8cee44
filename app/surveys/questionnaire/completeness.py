"""The whole set of answers: what is still owed, and what each question ends up with."""

from collections.abc import Collection

from app.surveys.questionnaire.branching import enabled, present
from app.surveys.questionnaire.comparison import Answer, Answers
from app.surveys.questionnaire.model import Missing, Questionnaire


def owed(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    """The required questions in play without an answer, in reading order; declining is an answer."""
    in_play = enabled(questionnaire, answers)
    return tuple(
        item.link_id
        for item in questionnaire.walk()
        if item.required and item.askable and item.link_id in in_play and item.link_id not in answers
    )


def settled(
    questionnaire: Questionnaire, answers: Answers, *, asked: Collection[str] | None = None
) -> dict[str, Answer]:
    """What every question ends up with: an answer, or one of the four reasons for having none.

    An answer whose question is not in play is discarded. `asked` names the questions of the version the person
    answered; the others, and those that can be put to nobody, are `not_asked`.
    """
    in_play, counted = enabled(questionnaire, answers), present(questionnaire, answers)

    def reason(link_id: str, askable: bool) -> Missing:
        if not askable or (asked is not None and link_id not in asked):
            return Missing.NOT_ASKED
        return Missing.SKIPPED if link_id in in_play else Missing.NOT_APPLICABLE

    return {
        item.link_id: counted[item.link_id]
        if item.link_id in counted
        else reason(item.link_id, item.askable or item.calculation is not None)
        for item in questionnaire.walk()
        if item.is_question
    }
