"""What a sign of distress is: a pattern over plain words, its kind, its grade and how it is weighed."""

import re
from dataclasses import dataclass
from typing import Literal

from app.screening.finding import Grade

Stance = Literal["own", "bare", "loose", "refusal", "past"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One way of saying it.

    `own`: names the writer, and a negation inside takes it back. `bare`: names nobody, so the clause
    before it must neither negate it nor speak of somebody else. `loose`: far apart in one clause, so that neither a
    negation nor somebody else may stand anywhere in it. `refusal`: says no to life, a negation
    is its very meaning. `past`: counts only with a word that brings it back to these days.
    """

    kind: str
    stance: Stance
    grade: Grade
    pattern: re.Pattern[str]


def sign(kind: str, stance: Stance, grade: Grade, *patterns: str) -> Sign:
    """A sign said in any of these ways, each a pattern over whole words one space apart."""
    return Sign(kind, stance, grade, re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"))


@dataclass(frozen=True, slots=True)
class Language:
    """The signs of a language and the words around them that change their meaning."""

    signs: tuple[Sign, ...]
    negation: re.Pattern[str]
    not_a_negation: re.Pattern[str]
    takes_back: re.Pattern[str]
    somebody_else: re.Pattern[str]
    reported: re.Pattern[str]
    long_ago: re.Pattern[str]
    these_days: re.Pattern[str]
    idiom: re.Pattern[str]
