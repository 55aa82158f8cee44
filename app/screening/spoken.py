"""Telephone numbers written in words: « zéro six douze trente-quatre », "oh seven double four"."""

import re
from collections.abc import Iterator

from app.screening.finding import Finding

_UNITS = {
    "zero": 0, "oh": 0, "o": 0, "nought": 0, "un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3,
    "three": 3, "quatre": 4, "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8,
    "eight": 8, "neuf": 9, "nine": 9,
}  # fmt: skip
_TEENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_GLUE = {"et", "puis", "and", "then"}
_KNOWN = {**_UNITS, **_TEENS, **_TENS}

_WORD = (
    rf"(?:{'|'.join(sorted([*_KNOWN, *_TIMES, *_GLUE, 'hundred', 'plus'], key=len, reverse=True))}|\d{{1,4}})"
)
_RUN = re.compile(rf"(?<![\w@]){_WORD}(?:[\s,.;:/-]{{1,3}}{_WORD}){{3,24}}(?![\w@])")
_SHAPES = re.compile(
    r"(?:0|33|0033)[1-9]\d{8}|0[127]\d{9}|44[127]\d{8,9}|1?[2-9]\d\d[2-9]\d{6}|0[1-9]\d{8,10}"
)
_COUNTING = "012345678910111213"


def spoken_phones(low: str) -> Iterator[Finding]:
    """Runs of number words (at least two of them) that spell a number one can dial."""
    for match in _RUN.finditer(low):
        words = [(one.group(), one.start(), one.end()) for one in re.finditer(r"[a-z]+|\d+", match.group())]
        first = next((at for at, (word, _, _) in enumerate(words) if word not in _GLUE), 0)
        words = words[first:]
        if sum(word.isalpha() for word, _, _ in words) < 2:
            continue
        digits = _digits([word for word, _, _ in words])
        if _SHAPES.fullmatch(digits) and digits not in _COUNTING:
            yield Finding(match.start() + words[0][1], match.start() + words[-1][2], "phone")


def _digits(words: list[str]) -> str:
    """The figures these words spell, two by two as the French say them or one by one."""
    said: list[str] = []
    at = 0
    while at < len(words):
        value, taken = _number(words, at)
        said.append(value)
        at += taken
    return "".join(said)


def _number(words: list[str], at: int) -> tuple[str, int]:
    """The number that starts at this word, and how many words it takes."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _TIMES and after in _UNITS:
        return str(_UNITS[after]) * _TIMES[word], 2
    if word == "quatre" and after in ("vingt", "vingts"):
        return _with_rest(80, words, at + 2, 2)
    if word in _TENS:
        return _with_rest(_TENS[word], words, at + 1, 1)
    if word in _UNITS and after == "hundred":
        return f"{_UNITS[word]}00", 2
    if word == "dix" and after in ("sept", "huit", "neuf"):
        return str(10 + _UNITS[after]), 2
    if word in _KNOWN:
        return str(_KNOWN[word]), 1
    return (word if word.isdecimal() else ""), 1


def _with_rest(base: int, words: list[str], at: int, taken: int) -> tuple[str, int]:
    """A ten and what is added to it: « soixante-dix-huit », « vingt et un », "forty-two"."""
    if at + 1 < len(words) and words[at] == "et" and words[at + 1] in ("un", "une", "onze"):
        at, taken = at + 1, taken + 1
    rest = words[at] if at < len(words) else ""
    if (
        base in (60, 80)
        and rest == "dix"
        and at + 1 < len(words)
        and words[at + 1] in ("sept", "huit", "neuf")
    ):
        return str(base + 10 + _UNITS[words[at + 1]]), taken + 2
    if base in (60, 80) and rest in _TEENS:
        return str(base + _TEENS[rest]), taken + 1
    if _UNITS.get(rest, 0) > 0:
        return str(base + _UNITS[rest]), taken + 1
    return str(base), taken
