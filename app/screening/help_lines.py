"""Numbers to call, by country and language. Templates read this table; they never carry a number."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One public line: what to dial, what it is (in the reader's language), when it answers."""

    number: str
    name: str
    hours: str
    emergency: bool = False


def help_lines(country: str | None, language: str = "fr") -> tuple[HelpLine, ...]:
    """The lines of a country (ISO 3166 alpha-2), or those valid in the whole European Union."""
    return ()
