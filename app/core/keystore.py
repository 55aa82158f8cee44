"""The keystore: keys of persons and surveys, sealed under the master key, in a second database.

Dated backups leave it out, so a key that was destroyed is gone from them too: that is how backups forget. A destroyed key
leaves a tombstone; `tombstones` and `bury` carry them over a restore. Names are keyed tags, so the table tells nobody
whose keys these are. It is another database: a key made by a request that is rolled back stays, unused and harmless.
"""

import os
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import lru_cache

import psycopg
from psycopg import Connection
from psycopg_pool import ConnectionPool, PoolTimeout

from app.core import clock, keys
from app.core.errors import Unavailable
from app.core.pools import autocommit_pool, conninfo
from app.core.settings import get_settings

PURPOSE = "keystore"
REMEMBERED = 4096
REMEMBERED_SECONDS = 300

_DDL = """
    CREATE TABLE IF NOT EXISTS sealed_key (
        name bytea PRIMARY KEY,
        sealed bytea,
        destroyed boolean NOT NULL DEFAULT false,
        month date NOT NULL,
        CHECK (destroyed = (sealed IS NULL))
    );
    DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'entraide_app') THEN
        GRANT SELECT, INSERT, UPDATE ON sealed_key TO entraide_app;
    END IF; END $$
"""
_READ = "SELECT sealed FROM sealed_key WHERE name = %s"
_MAKE = "INSERT INTO sealed_key (name, sealed, month) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
_DESTROY = (
    "INSERT INTO sealed_key (name, destroyed, month) VALUES (%s, true, %s)"
    " ON CONFLICT (name) DO UPDATE SET sealed = NULL, destroyed = true"
)


class KeyDestroyed(Exception):
    """This key was destroyed; what it sealed is gone for good."""


class _Memory:
    """Keys used in the last minutes, so that a page costs no journey to the keystore."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: bytes) -> bytes | None:
        with self._lock:
            found = self._kept.get(name)
            if found is None or found[0] < time.monotonic():
                self._kept.pop(name, None)
                return None
            self._kept.move_to_end(name)
            return found[1]

    def put(self, name: bytes, key: bytes) -> None:
        with self._lock:
            self._kept[name] = (time.monotonic() + REMEMBERED_SECONDS, key)
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)

    def forget(self, name: bytes | None = None) -> None:
        with self._lock:
            if name is None:
                self._kept.clear()
            else:
                self._kept.pop(name, None)


_memory = _Memory()


@lru_cache
def _pool() -> ConnectionPool[Connection]:
    settings = get_settings()
    return autocommit_pool(settings.keystore_url or settings.database_url, "keystore")


def prepare(url: str = "") -> None:
    """Makes the table, and lets the application read and add. `url`: the owner's address (KEYSTORE_MIGRATION_URL)."""
    with psycopg.connect(_owner(url), autocommit=True) as connection:
        connection.execute(_DDL)


def start_over() -> None:
    """Throws every key away, tombstones too: what they sealed must be gone already. For the demo's reset."""
    with psycopg.connect(_owner(), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS sealed_key")
    _memory.forget()


def _owner(url: str = "") -> str:
    settings = get_settings()
    own = os.environ.get("KEYSTORE_MIGRATION_URL") or settings.keystore_url or settings.migration_url
    return conninfo(url or own)


def name_of(kind: str, id: str) -> bytes:
    """How a key is called in the table."""
    return keys.tag(PURPOSE, kind, id)


def key_for(kind: str, id: str) -> bytes:
    """The 32-byte key of a person, survey, conversation..., made on first use. KeyDestroyed if it was destroyed.

    Remembered in this process for five minutes: another process may use a destroyed key that long.
    """
    name = name_of(kind, id)
    known = _memory.get(name)
    if known is None:
        known = keys.unseal(PURPOSE, _fetch(name), name)
        _memory.put(name, known)
    return known


def _fetch(name: bytes) -> bytes:
    try:
        with _pool().connection() as connection:
            row = connection.execute(_READ, (name,)).fetchone()
            if row is None:
                fresh = keys.seal(PURPOSE, secrets.token_bytes(32), name)
                connection.execute(_MAKE, (name, fresh, clock.month()))
                row = connection.execute(_READ, (name,)).fetchone()
    except (psycopg.OperationalError, PoolTimeout) as error:
        raise Unavailable from error
    if row is None or row[0] is None:
        raise KeyDestroyed
    return bytes(row[0])


def destroy(kind: str, id: str) -> None:
    """Destroys a key for good and leaves its tombstone; destroying twice, or before first use, is the same."""
    bury([name_of(kind, id)])


def tombstones() -> list[bytes]:
    """The names of all destroyed keys, to be kept beside a backup."""
    with _pool().connection() as connection:
        return [bytes(name) for (name,) in connection.execute("SELECT name FROM sealed_key WHERE destroyed")]


def bury(names: Iterable[bytes]) -> None:
    """Destroys these keys again, after a restore."""
    with _pool().connection() as connection:
        for name in names:
            connection.execute(_DESTROY, (name, clock.month()))
            _memory.forget(name)
