"""One plain reading of a text, that remembers where each of its characters came from.

People write `é` in two ways, paste no-break spaces, and hide digits behind invisible characters or
full-width forms. Rules read the folded text; findings are told in code points of the original.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SPACES = "\u00a0\u202f\u2009\u2007\u2002\u2003\u3000"


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """The ASCII look of one character: none for marks and invisible ones, two letters for `œ`."""
    if char in _DASHES:
        return "-"
    if char in _SPACES:
        return " "
    if char in "œŒæÆß":
        return {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss"}[char]
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    digit = unicodedata.digit(char, None)
    if digit is not None and char.isdecimal():
        return str(digit)
    spread = unicodedata.normalize("NFKD", char)
    kept = "".join(one for one in spread if unicodedata.category(one) not in ("Mn", "Me", "Cf"))
    return kept if kept.isascii() else char


@dataclass(frozen=True, slots=True)
class Folded:
    """`cased` without accents, `lower` the same in lower case, `origin` the place of each character."""

    cased: str
    lower: str
    origin: list[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A non-empty stretch of the folded text, told in code points of the original."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold `text`: accents, typographic marks, invisible characters and digits of other scripts."""
    text = text.translate(_SAME)
    if text.isascii():
        return Folded(text, text.lower(), None, len(text))
    parts: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        plain = char if char.isascii() else _plain(char)
        parts.append(plain)
        origin.extend([place] * len(plain))
    cased = "".join(parts)
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in cased)
    return Folded(cased, lower, origin, len(text))
