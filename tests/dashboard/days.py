"""Invented days for the dashboard's tests: six weeks of fatigue with four days missing."""

import random
from datetime import date
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from app.dashboard.series import DAY, Measure, Point, daily

START = date(2026, 10, 11)
END = date(2026, 11, 21)
MISSING = (13, 14, 15, 33)
FATIGUE = Measure("Fatigue", low=0, high=10)


def series(*values: float | None) -> list[Point]:
    """One point a day from START."""
    return [Point(START + DAY * i, value) for i, value in enumerate(values)]


def six_weeks(missing: tuple[int, ...] = MISSING, seed: int = 7) -> list[Point]:
    """42 days of a 0 to 10 scale."""
    rng = random.Random(seed)
    entries = [(START + DAY * i, float(rng.randint(2, 8))) for i in range(42) if i not in missing]
    return daily(entries, START, END)


def french() -> NullTranslations:
    """The room's French catalogue, compiled in memory."""
    with Path("app/locale/fr/dashboard.po").open("rb") as source:
        compiled = BytesIO()
        write_mo(compiled, read_po(source, locale="fr"))
    compiled.seek(0)
    return GNUTranslations(compiled)
