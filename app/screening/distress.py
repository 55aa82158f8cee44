"""Words of distress: does the author of this text need help now?

Three readings in turn. The text becomes plain words (`normalise`). What somebody else is quoted as
saying is set aside. Then each sign of the lexicons is weighed in its clause: a negation takes it
back, another person as subject means it is about them, a long-ago past needs a word of these days.
The doubt goes to help: showing a number to somebody who is well costs little.
"""

import re

from app.screening.finding import Finding, Grade
from app.screening.lexicon_en import ENGLISH
from app.screening.lexicon_fr import FRENCH
from app.screening.normalise import words_of
from app.screening.signs import Language, Sign

LANGUAGES = (FRENCH, ENGLISH)

_QUOTED = re.compile(r"« ?([^«»]{1,400}) ?»|“([^“”]{1,400})”|\"([^\"]{1,400})\"")
_OWN_VOICE = re.compile(
    r"\b(?:je (?:me |lui |leur |vous )?(?:dis|repete|repetais|crie|pense)|j (?:ai|avais) (?:\w+ ){0,2}(?:dit|repete|envie de (?:crier|dire))"
    r"|i (?:\w+ ){0,3}(?:tell\w*|told|say|said|think\w*|scream\w*|repeat\w*|whisper\w*|keep \w+ing)(?: \w+){0,4}|telling myself)[ :,]*$"
)
_CLAUSE = re.compile(
    r"[.!?;:,…()\n\"]| (?:mais|but|pourtant|although|though|parce que|because|alors que|whereas|yet) "
)
_SENTENCE = re.compile(r"[.!?\n…]")


def find_distress(text: str, locale: str | None = None) -> Finding | None:
    """The gravest sign of the author's own distress, with its grade, or nothing.

    Both languages are always read: members mix them. `locale` only says which is read first. The
    finding spans the whole text, for a person in distress is not a passage to underline.
    """
    words = f" {words_of(_own_words(text))} "
    languages = LANGUAGES[::-1] if (locale or "").startswith("en") else LANGUAGES
    gravest: Finding | None = None
    for language in languages:
        for one in language.signs:
            if gravest is not None and (gravest.grade == "urgent" or one.grade == "concern"):
                continue
            if any(_holds(one, match, words, language) for match in one.pattern.finditer(words)):
                gravest = Finding(0, len(text), one.kind, one.grade)
    return gravest


def detect_distress(text: str, locale: str | None = None) -> bool:
    """Whether the author should be shown help, and a human should look."""
    return find_distress(text, locale) is not None


def grade_of(text: str, locale: str | None = None) -> Grade:
    """`urgent`, `concern`, or nothing: what orders the moderators' queue."""
    found = find_distress(text, locale)
    return found.grade if found else ""


def _own_words(text: str) -> str:
    """`text` without the words of others: quotations go, unless the author quotes themself."""

    def kept(match: re.Match[str]) -> str:
        inside = next(group for group in match.groups() if group is not None)
        before = words_of(text[max(0, match.start() - 60) : match.start()])
        own = _OWN_VOICE.search(before) or len(inside) > 0.6 * len(text)
        return f" {inside} " if own else " … "

    return _QUOTED.sub(kept, text)


def _holds(one: Sign, match: re.Match[str], words: str, language: Language) -> bool:
    """Whether this sign, where it stands, is about the author, and about now."""
    said = match.group()
    sentence_start = _last_end(_SENTENCE, words, match.start())
    sentence_before = words[sentence_start : match.start()]
    clause_before = words[_last_end(_CLAUSE, words, match.start()) : match.start()]
    if language.idiom.match(words, match.end()) or language.reported.search(sentence_before):
        return False
    if language.takes_back.search(clause_before):
        return False
    if one.stance == "bare" and language.somebody_else.search(clause_before):
        return False
    if one.stance == "loose":
        whole = clause_before + said
        if language.somebody_else.search(whole) or _negated(whole, language):
            return False
    if one.stance in ("own", "past") and _negated(said, language):
        return False
    if one.stance == "bare" and _negated(clause_before + said, language):
        return False
    if one.stance == "past":
        return bool(language.these_days.search(words))
    ahead = _SENTENCE.search(words, match.end())
    sentence = words[sentence_start : ahead.start() if ahead else len(words)]
    if language.long_ago.search(sentence) and not language.these_days.search(sentence):
        return not re.search(r"\b(?:j ai|i (?:have|thought|tried|attempted|used|was))\b", said)
    return True


def _negated(words: str, language: Language) -> bool:
    """Whether these words say no, once the negations that deepen the sign are set aside."""
    return bool(language.negation.search(language.not_a_negation.sub(" ", words)))


def _last_end(pattern: re.Pattern[str], words: str, before: int) -> int:
    """Where the last match of `pattern` ends before a place, looking back at most 240 characters."""
    floor = max(0, before - 240)
    end = floor
    for match in pattern.finditer(words, floor, before):
        end = match.end()
    return end
