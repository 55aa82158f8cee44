"""Small pools of short connections beside the engine: for what must count even when the request is rolled back."""

import atexit

from psycopg import Connection
from psycopg_pool import ConnectionPool

SHORT = "-c statement_timeout=2000 -c lock_timeout=1000 -c timezone=UTC"


def conninfo(url: str) -> str:
    """A SQLAlchemy address as libpq reads it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def autocommit_pool(url: str, name: str, *, role: str = "", size: int = 3) -> ConnectionPool[Connection]:
    """A pool that opens on first use; every statement is its own transaction. `role` is taken for good."""
    options = SHORT + (f" -c role={role}" if role else "")
    pool = ConnectionPool(
        conninfo(url),
        name=name,
        min_size=0,
        max_size=size,
        timeout=2,
        max_waiting=200,
        reconnect_timeout=5,
        open=True,
        check=ConnectionPool.check_connection,
        kwargs={"autocommit": True, "connect_timeout": 3, "options": options},
    )
    atexit.register(pool.close)
    return pool
