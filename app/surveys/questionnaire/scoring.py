"""Scores with a version: which items, what when some are missing, what the number may say, when to show help."""

import math
from dataclasses import dataclass

from app.surveys.questionnaire.branching import present
from app.surveys.questionnaire.comparison import Answers, given, number
from app.surveys.questionnaire.model import Questionnaire


@dataclass(frozen=True, slots=True)
class Band:
    """What scores from `lowest` to `highest` say, in words that diagnose nobody."""

    code: str
    lowest: int
    highest: int
    message: str


@dataclass(frozen=True, slots=True)
class Safety:
    """An answer of `at_least` to this item calls for a message at once, whatever the score."""

    link_id: str
    at_least: float
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """One version of a scoring definition. Never changed once used: a new rule is a new version.

    Missing items: up to `missing_allowed` are given the mean of the answered ones, more leave no score.
    """

    code: str
    version: str
    items: tuple[str, ...]
    missing_allowed: int
    multiplier: int
    bands: tuple[Band, ...]
    safety: tuple[Safety, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A score or the reason for having none; `safety` stands on its own."""

    code: str
    version: str
    value: int | None
    raw: int | None
    answered: int
    missing: int
    band: Band | None
    safety: tuple[Safety, ...]


def score(scoring: Scoring, questionnaire: Questionnaire, answers: Answers) -> Score:
    """Score what counts: questions out of play, declined or skipped are missing."""
    known, counted = questionnaire.by_link_id(), present(questionnaire, answers)
    numbers: dict[str, float] = {}
    for name in scoring.items:
        found = [number(known[name], value) for value in given(counted.get(name))] if name in known else []
        if len(found) == 1 and found[0] is not None:
            numbers[name] = found[0]
    missing = len(scoring.items) - len(numbers)
    raw = None
    if numbers and missing <= scoring.missing_allowed:
        raw = math.floor(sum(numbers.values()) * len(scoring.items) / len(numbers) + 0.5)
    value = None if raw is None else raw * scoring.multiplier
    return Score(
        code=scoring.code,
        version=scoring.version,
        value=value,
        raw=raw,
        answered=len(numbers),
        missing=missing,
        band=next((b for b in scoring.bands if value is not None and b.lowest <= value <= b.highest), None),
        safety=tuple(line for line in scoring.safety if numbers.get(line.link_id, -1) >= line.at_least),
    )
