"""Phrases with their words filled in: each speaker of a thread keeps their own relatives, doctors and symptoms."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from app.demo.grammar import Grammar, Plot

KEPT = {"relative", "specialist", "symptom", "treatment", "condition", "years", "aid", "exam", "season"}
"""Words that somebody says the same way through a whole thread."""

ABOUT_HEALTH = ("treatments", "quality-of-life")

_SLOT = re.compile(r"(\b[Dd]e |\b[Àà] |\b[Qq]ue )?\{(\w+)\}")
_OPEN = "aeiouyàâéèêëîïôûœh"
_MERGED = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}


@dataclass(slots=True)
class Voice:
    """What was said in one thread so far. `worn` counts phrases over a whole community, so that the freshest come first."""

    grammar: Grammar
    plot: Plot
    dice: random.Random
    worn: Counter[str]
    said: set[str] = field(default_factory=set)
    habits: dict[UUID, dict[str, str]] = field(default_factory=dict)

    def left(self, section: str, *, own: bool = False) -> list[str]:
        """Phrases of a section that this thread has not heard; the plot's own first, then the common ones."""
        mine, shared = self.plot.lists.get(section, []), self.grammar.words.get(section, [])
        fresh = [one for one in mine if one not in self.said]
        if own or (mine and section != "tip"):
            return fresh
        if section == "tip" and (len(fresh) > 1 or self.plot.topic not in ABOUT_HEALTH):
            return fresh  # what the condition teaches comes once the thread's own advice is spent
        return fresh + [one for one in shared if one not in self.said]

    def say(self, section: str, who: UUID, *, own: bool = False) -> str:
        """A fresh phrase of a section with its words filled in; "" when the thread has heard them all."""
        choices = self.left(section, own=own)
        if not choices:
            return ""
        least = min(self.worn[one] for one in choices)
        phrase = self.dice.choice([one for one in choices if self.worn[one] == least])
        self.said.add(phrase)
        self.worn[phrase] += 1
        return self.fill(phrase, who)

    def fill(self, phrase: str, who: UUID) -> str:
        """A phrase with every word filled in, as its speaker says them."""
        return _SLOT.sub(lambda found: self._joined(found[1] or "", found[2], who), phrase)

    def _joined(self, before: str, name: str, who: UUID) -> str:
        word = self._word(name.lower(), who)
        if name[0].isupper():
            word = word[0].upper() + word[1:]
        return _join(before, word) if self.grammar.language == "fr" else before + word

    def _word(self, name: str, who: UUID) -> str:
        habits = self.habits.setdefault(who, {})
        if name == "your_specialist":
            return _yours(self._word("specialist", who))
        if name in habits:
            return habits[name]
        choices = [one for one in self.grammar.words[name] if one not in self.said]
        drawn = self.dice.choice(choices or self.grammar.words[name])
        if name in ("day", "win"):
            self.said.add(drawn)
        word = self.fill(drawn, who)
        if name in KEPT:
            habits[name] = word
        return word


def _join(before: str, word: str) -> str:
    """French contractions and elisions where a word meets the one before: de le, du; de un, d'un; que une, qu'une."""
    for plain, merged in _MERGED.items():
        article = plain.partition(" ")[2]
        if before.lower() == plain.partition(" ")[0] + " " and word.startswith(article):
            start = merged.capitalize() if before[0].isupper() else merged
            return start + word.removeprefix(article)
    if before.lower() in ("de ", "que ") and word[0].lower() in _OPEN:
        return before[:-2] + "'" + word
    return before + word


def _yours(specialist: str) -> str:
    """mon neurologue, ton neurologue; my neurologist, your neurologist."""
    mine, _, rest = specialist.partition(" ")
    return {"mon": "ton", "ma": "ta", "my": "your"}[mine] + " " + rest
