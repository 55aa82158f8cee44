"""Handles: pseudonyms made of nature words, one per persona, never close to the person's e-mail address."""

import random
import re
import unicodedata
from collections.abc import Callable, Container
from functools import cache
from importlib import resources

SHORTEST, LONGEST = 3, 32
LOOKALIKE = 4
"""Length of the shortest run of letters that a handle may not share with an e-mail address."""

_TRIES = 500
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_LEET = str.maketrans("034578@$", "oeastbas")


class NoHandleLeft(LookupError):
    """No free handle was found: the community is nearly full, or the address forbids too many words."""


def propose_handle(
    rng: random.Random, locale: str, *, taken: Callable[[str], bool] | Container[str], avoid: str
) -> str:
    """A free handle in the words of `locale` ("fr"; anything else reads as English).

    `taken` answers for a *folded* handle (see `fold_handle`); `avoid` is the e-mail address or its local part.
    Give the locale of the community, not of the person: a locale seen in two communities would link personas.
    """
    is_taken = taken if callable(taken) else taken.__contains__
    for _ in range(_TRIES):
        handle = _draw(rng, locale)
        if not resembles(handle, avoid) and not is_taken(fold_handle(handle)):
            return handle
    raise NoHandleLeft(f"no free handle in {_TRIES} draws")


def fold_handle(handle: str) -> str:
    """The form in which handles are compared: no accents, no case, letters and digits only."""
    plain = unicodedata.normalize("NFKD", handle.casefold().translate(_LIGATURES))
    return "".join(sign for sign in plain if sign.isalnum())


def resembles(handle: str, address: str) -> bool:
    """Whether the handle shares a word, or four letters in a row, with the local part of an e-mail address."""
    folded, words = fold_handle(handle), {fold_handle(word) for word in re.split(r"[\s'’-]+", handle)}
    for local in _readings(address):
        runs = {local[at : at + LOOKALIKE] for at in range(len(local) - LOOKALIKE + 1)} or {local}
        if local in words or any(len(run) >= LOOKALIKE and run in folded for run in runs):
            return True
    return False


def every_handle(locale: str) -> list[str]:
    """All handles that can be drawn, for counting and checking."""
    pairs = ((noun, rest) for noun, rests in _nouns(locale) for rest in rests if not _echoes(noun, rest))
    return [_write(noun, rest, locale) for noun, rest in pairs]


def _draw(rng: random.Random, locale: str) -> str:
    while True:
        noun, rests = rng.choice(_nouns(locale))
        if not _echoes(noun, rest := rng.choice(rests)):
            return _write(noun, rest, locale)


def _write(noun: str, rest: str, locale: str) -> str:
    """French puts the noun first, English last; only the first letter is a capital."""
    words = f"{noun} {rest}" if locale == "fr" else f"{rest} {noun}"
    return words[0].upper() + words[1:]


def _echoes(noun: str, rest: str) -> bool:
    """Whether both halves say the same word ("Fougère des fougères", "Mossy moss")."""
    first, second = fold_handle(noun), fold_handle(rest)
    return first[:LOOKALIKE] in second or second[:LOOKALIKE] in first


@cache
def _nouns(locale: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each noun with what may stand beside it: in French, agreeing adjectives and complements."""
    if locale != "fr":
        words = _words("en")
        return tuple((noun, words["qualifiers"]) for noun in words["nouns"])
    words = _words("fr")
    nouns = []
    for gender, column in (("masculine", 0), ("feminine", -1)):
        rests = tuple(pair.split("/")[column] for pair in words["adjectives"]) + words["complements"]
        nouns += [(noun, rests) for noun in words[gender]]
    return tuple(nouns)


def _readings(address: str) -> set[str]:
    """The ways in which a local part can be read: digits as letters (1 is i or l), or left out."""
    local = address.rpartition("@")[0] or address
    spelt = local.casefold().translate(_LEET)
    forms = {local, re.sub(r"\d", "", local), spelt.replace("1", "i"), spelt.replace("1", "l")}
    forms |= {part for form in forms for part in re.split(r"[.+_-]", form)}
    return {folded for form in forms if len(folded := fold_handle(form)) >= 3}


@cache
def _words(language: str) -> dict[str, tuple[str, ...]]:
    """The word list of a language, by section."""
    text = resources.files(__package__).joinpath(f"words_{language}.txt").read_text("utf-8")
    lists: dict[str, list[str]] = {}
    for line in text.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            lists[heading[1]] = section = []
        elif line and not line.startswith("#"):
            section += [word.strip() for word in line.split(",")]
    return {name: tuple(words) for name, words in lists.items()}
