"""Numbers and dates as each language writes them. Dates always stand in `<time>`."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zlib import crc32

from babel import dates, numbers
from markupsafe import Markup

from app.core import clock

_BABEL = {"fr": "fr_FR", "en": "en_GB", "qps": "en_GB"}
_TONES = ("pine", "clay", "iris", "sun")
_DAY = 86_400

Filter = Callable[..., str]


def babel_locale(locale: str) -> str:
    """The name of a language for Babel."""
    return _BABEL.get(locale, "en_GB")


def tone(name: str) -> str:
    """One of four tints for a handle, the same on every page."""
    return _TONES[crc32(name.encode()) % len(_TONES)]


def _time(machine: str, words: str, title: str = "") -> Markup:
    extra = Markup(' title="{}"').format(title) if title else Markup("")
    return Markup('<time datetime="{}"{}>{}</time>').format(machine, extra, words)


def filters(locale: str) -> dict[str, Filter]:
    """The filters of one language: number, percent, date, day, clock, moment, month, tone."""
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
        return _time(plain.isoformat(), dates.format_skeleton("MMMMEEEEd", plain, locale=babel))

    def hour(value: datetime) -> Markup:
        return _time(value.isoformat(), dates.format_time(value, format="short", locale=babel))

    def moment(value: datetime, now: datetime | None = None) -> Markup:
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        ago = (now or clock.now()) - aware
        full = dates.format_datetime(aware, format="long", locale=babel)
        if abs(ago.total_seconds()) > 30 * _DAY:
            words = dates.format_date(aware.date(), format="long", locale=babel)
        else:
            words = dates.format_timedelta(
                -ago, add_direction=True, granularity="minute", locale=babel, threshold=1
            )
        return _time(aware.isoformat(timespec="seconds"), words, full)

    def month(value: date | datetime) -> Markup:
        return _time(f"{value:%Y-%m}", dates.format_skeleton("yMMMM", value, locale=babel))

    return {
        "number": number, "percent": percent, "date": day, "weekday": weekday,
        "clock": hour, "moment": moment, "month": month, "tone": tone,
    }  # fmt: skip
