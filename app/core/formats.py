"""Numbers and dates as each language writes them. Dates always stand in `<time>`."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zlib import crc32

from babel import dates, numbers
from markupsafe import Markup

from app.core import clock
from app.core.text import unmarked

_BABEL = {"fr": "fr_FR", "en": "en_GB", "qps": "en_GB"}
_TONES = ("pine", "clay", "iris", "sun")
_DAY = 86_400
_NOW = {"fr_FR": "à l’instant", "en_GB": "just now"}

Filter = Callable[..., str]


def kept(words: str) -> Markup:
    """Somebody's own words, or the tested wording of a questionnaire: no translator of a browser may touch them."""
    return Markup('<span translate="no">{}</span>').format(words)


def babel_locale(locale: str) -> str:
    """The name of a language for Babel."""
    return _BABEL.get(locale, "en_GB")


def tone(name: str) -> str:
    """One of four tints for a handle, the same on every page."""
    return _TONES[crc32(name.encode()) % len(_TONES)]


@lru_cache(maxsize=65_536)
def _ago(minutes: int, babel: str) -> str:
    """How long ago in words. A page shows twenty of these, and Babel takes its time for each: kept by the minute."""
    if minutes == 0:  # Babel says "in 0 minutes"
        return _NOW[babel]
    return dates.format_timedelta(
        timedelta(minutes=-minutes), add_direction=True, granularity="minute", locale=babel, threshold=1
    )


@lru_cache(maxsize=65_536)
def _day_and_full(aware: datetime, babel: str) -> tuple[str, str, str]:
    """A moment as the machine reads it, as a day, and in full."""
    return (
        aware.isoformat(timespec="seconds"),
        dates.format_date(aware.date(), format="long", locale=babel),
        dates.format_datetime(aware, format="long", locale=babel),
    )


def _time(machine: str, words: str, title: str = "") -> Markup:
    extra = Markup(' title="{}"').format(title) if title else Markup("")
    return Markup('<time datetime="{}"{}>{}</time>').format(machine, extra, words)


def filters(locale: str) -> dict[str, Filter]:
    """The filters of one language: number, percent, date, day, clock, moment, month, tone, kept, unmarked."""
    babel = _BABEL[locale]

    def number(value: float, digits: int | None = None) -> str:
        if digits is None:
            return numbers.format_decimal(value, locale=babel)
        return numbers.format_decimal(round(value, digits), format="#,##0." + "0" * digits, locale=babel)

    def percent(value: float, digits: int = 0) -> str:
        pattern = ("#,##0." + "0" * digits).rstrip(".") + ("%" if babel.startswith("en") else "\u202f%")
        return numbers.format_percent(value, format=pattern, locale=babel)

    def day(value: date | datetime, form: str = "long") -> Markup:
        plain = value.date() if isinstance(value, datetime) else value
        return _time(plain.isoformat(), dates.format_date(plain, format=form, locale=babel))

    def weekday(value: date | datetime) -> Markup:
        plain = value.date() if isinstance(value, datetime) else value
        return _time(plain.isoformat(), dates.format_date(plain, format="EEEE d MMMM", locale=babel))

    def hour(value: datetime) -> Markup:
        return _time(value.isoformat(), dates.format_time(value, format="short", locale=babel))

    def moment(value: datetime, now: datetime | None = None) -> Markup:
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        ago = ((now or clock.now()) - aware).total_seconds()
        machine, words, full = _day_and_full(aware.replace(microsecond=0), babel)
        if abs(ago) <= 30 * _DAY:
            words = _ago(int(ago / 60), babel)
        return Markup(
            f'<time datetime="{machine}" title="{full}">{words}</time>'
        )  # all three are our own words

    def month(value: date | datetime) -> Markup:
        return _time(f"{value:%Y-%m}", dates.format_skeleton("yMMMM", value, locale=babel))

    return {
        "number": number, "percent": percent, "date": day, "weekday": weekday,
        "clock": hour, "moment": moment, "month": month, "tone": tone, "kept": kept, "unmarked": unmarked,
    }  # fmt: skip
