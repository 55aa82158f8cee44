"""Where the counts of the limits live: one unlogged table, one atomic upsert per hit, in a transaction of its own.

A request that is rolled back has still been counted. Keys are keyed tags. After a crash of the database the counts
start again from nothing.
"""

from functools import lru_cache
from typing import Any, LiteralString

import psycopg
from limits.storage import MovingWindowSupport, Storage
from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from app.core import clock
from app.core.pools import autocommit_pool
from app.core.settings import get_settings

FAILURES = (psycopg.Error, PoolTimeout, TooManyRequests, OSError)

_COUNT = """
    INSERT INTO jobs.rate_limit AS r (key, count, expires) VALUES (%(key)s, %(amount)s, %(now)s + %(window)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN r.expires <= %(now)s THEN %(amount)s ELSE r.count + %(amount)s END,
        expires = CASE WHEN r.expires <= %(now)s THEN excluded.expires ELSE r.expires END
    RETURNING count
"""
# The moments of the last hits, newest first: the limit is reached when the limit-th is still inside the window.
_MOVE = """
    INSERT INTO jobs.rate_limit AS r (key, hits, expires) VALUES (%(key)s, ARRAY[%(now)s::float8], %(now)s + %(window)s)
    ON CONFLICT (key) DO UPDATE SET
        refused = coalesce(r.hits[%(limit)s] > %(now)s - %(window)s, false),
        hits = CASE WHEN r.hits[%(limit)s] > %(now)s - %(window)s THEN r.hits
            ELSE (array_prepend(%(now)s::float8, r.hits))[1:%(limit)s] END,
        expires = greatest(r.expires, excluded.expires)
    RETURNING NOT refused
"""
# Token bucket as its equivalent, the generic cell rate algorithm: `expires` is the theoretical arrival time.
_DRIP = """
    INSERT INTO jobs.rate_limit AS r (key, expires) VALUES (%(key)s, %(now)s::float8 + %(step)s)
    ON CONFLICT (key) DO UPDATE SET
        refused = greatest(r.expires, %(now)s) + %(step)s > %(now)s + %(step)s * %(burst)s + 1e-6,
        expires = CASE WHEN greatest(r.expires, %(now)s) + %(step)s > %(now)s + %(step)s * %(burst)s + 1e-6
            THEN r.expires ELSE greatest(r.expires, %(now)s) + %(step)s END
    RETURNING refused, expires
"""
_ADD = """
    INSERT INTO jobs.rate_limit AS r (key, count, expires)
    SELECT * FROM unnest(%(keys)s::text[], %(counts)s::bigint[], %(ends)s::float8[]) ORDER BY 1
    ON CONFLICT (key) DO UPDATE SET count = r.count + excluded.count
    RETURNING key, count
"""


@lru_cache
def pool() -> ConnectionPool[Connection]:
    """A few connections that only count."""
    return autocommit_pool(get_settings().database_url, "limits", role="entraide_web")


def _one(statement: LiteralString, **values: Any) -> tuple[Any, ...] | None:
    with pool().connection() as connection:
        return connection.execute(statement, values).fetchone()


def _now() -> float:
    return clock.now().timestamp()


class PostgresStorage(Storage, MovingWindowSupport):
    """The storage that `limits` lacks. Moving windows keep their moments: meant for amounts up to some tens."""

    STORAGE_SCHEME = None

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """What a failing store raises."""
        return FAILURES

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Adds to a fixed window and gives its count."""
        row = _one(_COUNT, key=key, amount=amount, now=_now(), window=expiry)
        return int(row[0]) if row else amount

    def get(self, key: str) -> int:
        """The count of a fixed window now."""
        row = _one(
            "SELECT count FROM jobs.rate_limit WHERE key = %(key)s AND expires > %(now)s", key=key, now=_now()
        )
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """When a window ends."""
        row = _one("SELECT expires FROM jobs.rate_limit WHERE key = %(key)s", key=key)
        return float(row[0]) if row else _now()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """One more hit in a moving window, or False when it is full."""
        row = _one(_MOVE, key=key, limit=limit, now=_now(), window=expiry)
        return bool(row and row[0])

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """The oldest hit inside the window and how many there are."""
        row = _one("SELECT hits FROM jobs.rate_limit WHERE key = %(key)s", key=key)
        inside = [moment for moment in (row[0] if row else ()) if moment > _now() - expiry]
        return (inside[-1], len(inside)) if inside else (_now(), 0)

    def check(self) -> bool:
        """Whether the store answers."""
        return _one("SELECT 1") is not None

    def reset(self) -> int | None:
        """Forgets every count."""
        with pool().connection() as connection:
            return connection.execute("DELETE FROM jobs.rate_limit").rowcount

    def clear(self, key: str) -> None:
        """Forgets one count."""
        with pool().connection() as connection:
            connection.execute("DELETE FROM jobs.rate_limit WHERE key = %s", (key,))


def drip(key: str, step: float, burst: int) -> float:
    """Takes a token from a bucket that gains one every `step` seconds: 0 when there was one, else seconds to wait."""
    now = _now()
    refused, arrival = _one(_DRIP, key=key, step=step, burst=burst, now=now) or (False, now)
    return max(float(arrival) + step - now - step * burst, 0.001) if refused else 0.0


def add(counts: dict[str, tuple[int, float]]) -> dict[str, int]:
    """Adds what this process counted, `{key: (count, end of the window)}`, and gives everybody's totals."""
    keys = sorted(counts)
    values = {
        "keys": keys,
        "counts": [counts[key][0] for key in keys],
        "ends": [counts[key][1] for key in keys],
    }
    with pool().connection() as connection:
        return {key: int(count) for key, count in connection.execute(_ADD, values)}
