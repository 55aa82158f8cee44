"""Limits: how often a flow may be tried, by account, persona or network, and what happens when nobody can count.

`hit("sign_in_account", account_id)` counts and raises `TooMany(retry_after=...)`. Keys are keyed tags of the name and the
parts, so the table joins nothing. A flow that must not run uncounted is closed when the store fails (503), the others
stay open. Loopback is counted like anybody else.
"""

import ipaddress
import math
from dataclasses import dataclass
from typing import Literal

from limits import RateLimitItem, parse_many
from limits.strategies import FixedWindowRateLimiter, MovingWindowRateLimiter
from sqlalchemy import text
from sqlmodel import Session

from app.core import clock, jobs, keys, limit_store, logs, metrics
from app.core.errors import TooMany, Unavailable
from app.core.limit_local import Buckets, Windows
from app.core.settings import get_settings

MOVING_UP_TO = 60
BENCH = 10_000
log = logs.get_logger("limits")


@dataclass(frozen=True, slots=True)
class Limit:
    """A named limit. `rate`: "5/5 minutes; 20/hour"; with `burst`, a bucket that gains one token each period of `rate`.

    `local` counts in the process (see `limit_local` for what is exact); else every hit is one statement, exact for all.
    """

    name: str
    rate: str
    on_failure: Literal["open", "closed"] = "open"
    burst: int = 0
    local: bool = False

    @property
    def items(self) -> list[RateLimitItem]:
        """The windows of the rate."""
        return parse_many(self.rate)


_ALL = (
    Limit("sign_in_account", "10/5 minutes", "closed"),
    Limit("sign_in_network", "20/5 minutes", "closed"),
    Limit("sign_in_global", "600/5 minutes", "closed"),
    Limit("second_factor", "5/5 minutes; 20/hour; 50/day", "closed"),
    Limit("reset", "3/6 hours", "closed"),
    Limit("reset_network", "5/hour", "closed"),
    Limit("verify", "3/6 hours", "closed"),
    Limit("verify_network", "5/hour", "closed"),
    Limit("sign_up", "5/30 minutes", "closed"),
    Limit("join", "5/day", "closed"),
    Limit("post", "1/10 seconds", "closed", burst=5),
    Limit("post_new_member", "5/day", "closed"),
    Limit("chat", "1/second", burst=10, local=True),
    Limit("chat_slow", "1/10 seconds", "closed"),
    Limit("report", "20/day"),
    Limit("search", "30/minute"),
    Limit("read_anonymous", "300/5 minutes", local=True),
    Limit("read_member", "600/5 minutes", local=True),
    Limit("read_budget_slow", "500/hour", local=True),
    Limit("read_budget", "1000/hour", local=True),
    Limit("handle_change", "1/30 days", "closed"),
    Limit("export", "5/day", "closed"),
    Limit("download", "3/day", "closed"),
    Limit("socket_connect", "30/minute", "closed"),
    Limit("notice", "5/hour", "closed"),
)
LIMITS = {one.name: one for one in _ALL}

_storage = limit_store.PostgresStorage()
_moving, _fixed = MovingWindowRateLimiter(_storage), FixedWindowRateLimiter(_storage)
_buckets, _windows = Buckets(), Windows(limit_store.add, limit_store.FAILURES)


def hit(name: str, *parts: str | bytes) -> None:
    """Counts one hit of `name` for these parts (an id, a network); TooMany when that was one too many."""
    count(LIMITS[name], *parts)


def count(limit: Limit, *parts: str | bytes) -> None:
    """The same for a limit with a rate of its own (a room's slow mode)."""
    key = keys.tag("limit", limit.name, *parts).hex()
    try:
        wait = max(_wait(limit, item, key) for item in limit.items)
    except limit_store.FAILURES as error:
        log.warning(
            "the limits cannot count", limit=limit.name, closed=limit.on_failure == "closed", exc_info=error
        )
        if limit.on_failure == "closed":
            raise Unavailable from error
        return
    if wait > 0:
        metrics.limited.labels(limit.name).inc()
        raise TooMany(retry_after=max(1, math.ceil(wait)))


def _wait(limit: Limit, item: RateLimitItem, key: str) -> float:
    """0 when this hit is allowed, else seconds until it would be."""
    relaxed = BENCH if get_settings().limits == "bench" else 1
    seconds, amount = item.get_expiry(), item.amount * relaxed
    if limit.burst:
        take = _buckets.take if limit.local else limit_store.drip
        return take(key, seconds / amount, limit.burst * relaxed)
    if limit.local:
        return _windows.hit(f"{key}/{seconds}", amount, seconds)
    counted = type(item)(amount, item.multiples)
    strategy = _moving if amount <= MOVING_UP_TO else _fixed
    if strategy.hit(counted, key):
        return 0.0
    if strategy is _moving:
        return max(_moving.get_window_stats(counted, key).reset_time - clock.now().timestamp(), 1.0)
    return max(_storage.get_expiry(counted.key_for(key)) - clock.now().timestamp(), 1.0)


def network(address: str) -> str:
    """The network of an address: /24 of IPv4, /64 of IPv6; a mapped IPv4 counts as IPv4."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, 64), strict=False))
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24), strict=False))


def forget_all() -> None:
    """Every count starts from nothing (tests, and the demo's reset)."""
    _buckets.forget()
    _windows.forget()
    _storage.reset()


@jobs.periodic("*/10 * * * *", "limits.tidy")
def tidy(session: Session) -> None:
    """Counts whose window has ended go."""
    session.connection().execute(
        text("DELETE FROM jobs.rate_limit WHERE expires < :now"), {"now": clock.now().timestamp()}
    )
