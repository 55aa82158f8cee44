"""The grammars under `texts/`: plain files of sections, scenes and words, read once a language.

A line `[section]` opens a list, one phrase a line; `== topic support kind` opens a scene, whose sections come before the
common ones. `{word}` is replaced by a line of the list of that name (`{Word}` with a capital), ` => ` parts a question
from its answer, and `\\n` is a new line. Words of a condition stand before its scenes in `conditions/<slug>.txt`.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

LANGUAGES = ("fr", "en")
SCENES = ("scenes_life.txt", "scenes_people.txt", "scenes_rights.txt", "scenes_treatments.txt")
_HEADING = re.compile(r"\[(\w+)\]")
Lists = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Plot:
    """A kind of thread: where it belongs, what its author wishes for, who opens it, and its phrases."""

    topic: str
    support: str
    kind: str
    lists: Lists = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grammar:
    """What can be said about one condition in one language."""

    language: str
    words: Lists
    plots: tuple[Plot, ...]
    pinned: tuple[Plot, ...]


@cache
def grammar(language: str, condition: str) -> Grammar:
    """The common words and scenes, with those of a condition."""
    common, _ = _read(language, "common.txt")
    words, own = _read(language, f"conditions/{condition}.txt")
    plots = [plot for name in SCENES for plot in _read(language, name)[1]]
    pinned = _read(language, "scenes_pinned.txt")[1]
    return Grammar(language, common | words, tuple(own + plots), tuple(pinned))


@cache
def _read(language: str, name: str) -> tuple[Lists, list[Plot]]:
    text = resources.files(__package__).joinpath("texts", language, *name.split("/")).read_text("utf-8")
    top: Lists = {}
    plots: list[Plot] = []
    lists = top
    for line in text.splitlines():
        if line.startswith("== "):
            topic, support, kind = line[3:].split()
            plots.append(Plot(topic, support, kind))
            lists = plots[-1].lists
        elif heading := _HEADING.fullmatch(line):
            section = lists.setdefault(heading[1], [])
        elif line and not line.startswith("#"):
            section.append(line.replace("\\n", "\n"))
    return top, plots
