"""The only source of time, so that tests and the journeys can turn it.

In the demo and the tests the clock may be moved by a whole offset; elsewhere it is the machine's.
"""

from datetime import UTC, date, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset


def today() -> date:
    """The present day in UTC."""
    return now().date()


def month(moment: datetime | date | None = None) -> date:
    """The first day of the month: the finest date other members may see about a persona."""
    moment = moment or now()
    return date(moment.year, moment.month, 1)


def turn(by: timedelta) -> None:
    """Moves the clock of this process by `by` from the machine's time; `timedelta(0)` sets it right again."""
    global _offset
    _offset = by
