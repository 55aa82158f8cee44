"""Patterns written by strangers: only those that cannot make the server think for long are used."""

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from functools import lru_cache
from typing import Any

LONGEST_PATTERN = 500
LONGEST_ANSWER = 255
"""Answers checked against a pattern are cut off here: the bound below counts on it."""
MOST_WAYS = LONGEST_ANSWER**3


def is_safe(pattern: str) -> bool:
    """A valid pattern whose matching time is bounded: no look-around, no back reference, no nested repetition."""
    if len(pattern) > LONGEST_PATTERN:
        return False
    try:
        re.compile(pattern)
        return _ways(parser.parse(pattern), repeated=False) <= MOST_WAYS
    except (re.error, RecursionError, OverflowError, ValueError):
        return False


def matches(pattern: str, answer: str) -> bool:
    """The whole answer has the shape the pattern describes."""
    return len(answer) <= LONGEST_ANSWER and _compiled(pattern).fullmatch(answer) is not None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _ways(tokens: Any, *, repeated: bool) -> int:
    """How many ways of matching a backtracking engine may have to try, at most."""
    ways = 1
    for kind, argument in tokens:
        if kind in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN, op.AT):
            continue
        if kind is op.SUBPATTERN:
            ways *= _ways(argument[-1], repeated=repeated)
        elif kind is op.BRANCH and not repeated:
            ways *= sum(_ways(branch, repeated=False) for branch in argument[1])
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            low, high, inner = argument
            ways *= _ways(inner, repeated=repeated or high > 1)
            if low != high:
                if repeated:
                    raise ValueError("a repetition inside a repetition")
                ways *= min(int(high), LONGEST_ANSWER) - int(low) + 1
        else:
            raise ValueError(f"{kind} is not allowed")
        if ways > MOST_WAYS:
            raise OverflowError
    return ways
