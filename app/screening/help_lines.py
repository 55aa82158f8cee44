"""Numbers to call, by country and language. Templates read this table; they never carry a number.

The operator calls each number of their country before opening, and once a year: numbers change.
"""

import re
from dataclasses import dataclass

from app.core.text import N_


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One public line: what to dial, what it is and when it answers (English source strings)."""

    number: str
    name: str
    hours: str
    emergency: bool = False
    languages: tuple[str, ...] = ("fr", "en")


_ALWAYS = N_("Day and night, free")
_EUROPE = HelpLine("112", N_("Emergency number, everywhere in Europe"), _ALWAYS, emergency=True)

_LINES: dict[str, tuple[HelpLine, ...]] = {
    "FR": (
        HelpLine("3114", N_("National suicide prevention line"), _ALWAYS),
        HelpLine("15", N_("Medical emergency (SAMU)"), _ALWAYS, emergency=True),
        _EUROPE,
    ),
    "BE": (
        HelpLine("0800 32 123", N_("Suicide prevention centre"), _ALWAYS, languages=("fr",)),
        HelpLine(
            "02 648 40 14", N_("Community Help Service, in English"), N_("Day and night"), languages=("en",)
        ),
        HelpLine("107", N_("Someone to talk to (Télé-Accueil)"), _ALWAYS, languages=("fr",)),
        _EUROPE,
    ),
    "CH": (
        HelpLine("143", N_("Someone to talk to (The Helping Hand)"), N_("Day and night")),
        HelpLine("144", N_("Medical emergency"), _ALWAYS, emergency=True),
        _EUROPE,
    ),
    "LU": (
        HelpLine("45 45 45", N_("SOS Distress"), N_("Every day, 11 a.m. to 11 p.m. and later at weekends")),
        _EUROPE,
    ),
    "CA": (
        HelpLine("988", N_("Suicide crisis helpline, call or text"), _ALWAYS),
        HelpLine("911", N_("Emergency number"), _ALWAYS, emergency=True),
    ),
    "GB": (
        HelpLine("116 123", N_("Someone to talk to (Samaritans)"), _ALWAYS),
        HelpLine("111", N_("Urgent mental health help (NHS)"), _ALWAYS),
        HelpLine("999", N_("Emergency number"), _ALWAYS, emergency=True),
    ),
    "IE": (
        HelpLine("116 123", N_("Someone to talk to (Samaritans)"), _ALWAYS),
        HelpLine("999", N_("Emergency number"), _ALWAYS, emergency=True),
        _EUROPE,
    ),
}
_DEFAULT = (_EUROPE,)

# Lines that anybody may quote in a post: helplines and services of the countries above. None is a person's.
PUBLIC_NUMBERS = frozenset(
    re.sub(r"\D", "", number)
    for number in (
        *(line.number for lines in _LINES.values() for line in lines),
        "09 72 39 40 50",  # SOS Amitié
        "01 45 39 40 00",  # Suicide Écoute
        "01 56 53 81 36",  # Maladies Rares Info Services
        "01 40 05 48 48",  # poison centre, Paris
        "04 72 11 69 11",  # poison centre, Lyon
        "070 245 245",  # poison centre, Belgium
        "020 7188 7188",  # Guy's and St Thomas'
        "1 866 277 3553",  # Québec
        "1 833 456 4566",  # Talk Suicide Canada
    )
)


def help_lines(country: str | None, language: str = "fr") -> tuple[HelpLine, ...]:
    """The lines of a country (ISO 3166 alpha-2) in a language, or those of the whole European Union.

    A country we do not know, or a language its lines do not speak, still gets a number that answers.
    """
    lines = _LINES.get((country or "").upper(), _DEFAULT)
    spoken = tuple(line for line in lines if line.emergency or language[:2] in line.languages)
    return spoken if any(not line.emergency for line in spoken) else lines
