"""How the dashboard says numbers, days and measures in the reader's language."""

from dataclasses import dataclass, field
from datetime import date
from gettext import NullTranslations
from typing import Protocol

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from app.dashboard.series import Measure

NO_BREAK = "\u00a0"
MINUS = "\u2212"


class Translator(Protocol):
    """The part of `gettext.NullTranslations` that is needed."""

    def gettext(self, message: str, /) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Voice:
    """A locale and its catalogue; without a catalogue it speaks the source language, English."""

    locale: str = "en"
    catalogue: Translator = field(default_factory=NullTranslations)

    def number(self, value: float) -> str:
        """A value as it was entered: 5, 5.5 or 71.25."""
        return self._decimal(value, "#,##0.##")

    def average(self, value: float) -> str:
        """Averages always carry one decimal, so that they line up and cannot be taken for an entry."""
        return self._decimal(value, "#,##0.0")

    def signed(self, value: float) -> str:
        """A difference with its sign; a difference that rounds to nothing has none."""
        return self._decimal(value, "+#,##0.0;-#,##0.0").replace("+0.0", "0.0").replace("+0,0", "0,0")

    def coefficient(self, value: float) -> str:
        return self._decimal(value, "0.00")

    def count(self, value: int) -> str:
        return self._decimal(value, "#,##0")

    def quantity(self, measure: Measure, text: str) -> str:
        """A written number with what it is counted in: "5.9 out of 10", "71.2 kg"."""
        if measure.unit:
            return f"{text}{NO_BREAK}{measure.unit}"
        if measure.high is None:
            return text
        return self.catalogue.gettext("%(value)s out of %(highest)s") % {
            "value": text,
            "highest": self.number(measure.high),
        }

    def short_day(self, day: date) -> str:
        return format_skeleton("MMMd", day, locale=self.locale)

    def day(self, day: date) -> str:
        return format_date(day, "long", locale=self.locale)

    def _decimal(self, value: float, pattern: str) -> str:
        rounded = 0.0 if abs(value) < 0.005 else value
        return format_decimal(rounded, pattern, locale=self.locale).replace("-", MINUS)
