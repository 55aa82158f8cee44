"""Before anything runs: a database that answers, migrated to this code's revision, with a keystore beside it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from psycopg import sql

from app.core import db, keystore, logs, mailbox
from app.core.embedded import EmbeddedPostgres
from app.core.pools import conninfo
from app.core.settings import get_settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
log = logs.get_logger("preparing")


@contextmanager
def database() -> Iterator[None]:
    """The database of the settings, else the embedded one; its addresses go to this process and those it starts.

    An embedded server that was started here is stopped at the end; one that another process answers for is only used.
    """
    if get_settings().database_url:
        _wait_for(get_settings().database_url)
        yield
        return
    server = EmbeddedPostgres(get_settings().var / "postgres")
    urls = server.start()
    addresses = {
        "DATABASE_URL": urls.app,
        "MIGRATION_URL": urls.migration,
        "KEYSTORE_URL": urls.keystore,
        "KEYSTORE_MIGRATION_URL": urls.keystore_migration,
    }
    os.environ.update(addresses)
    _read_again()
    try:
        yield
    finally:
        server.stop()
        for name in addresses:
            os.environ.pop(name, None)
        _read_again()


def migrate() -> None:
    """Brings the schema to the newest revision (as the owner) and makes the keystore's table. Safe to repeat."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    command.upgrade(config, "head")
    keystore.prepare()


def start_over() -> None:
    """Deletes everything in both databases, every mail and every count. For the demo only."""
    if not get_settings().demo:
        raise RuntimeError("only a demo starts over")
    settings = get_settings()
    with psycopg.connect(
        conninfo(settings.migration_url or settings.database_url), autocommit=True
    ) as connection:
        ours = "nspname !~ '^pg_' AND nspname <> 'information_schema'"
        for (schema,) in connection.execute(f"SELECT nspname FROM pg_namespace WHERE {ours}").fetchall():
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        connection.execute("CREATE SCHEMA public")
        connection.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    keystore.start_over()
    mailbox.empty()


def _read_again() -> None:
    get_settings.cache_clear()
    db.engine.cache_clear()


def _wait_for(url: str) -> None:
    """A database in a container beside us may need some seconds to start."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(conninfo(url), connect_timeout=5).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            log.info("waiting for the database")
            time.sleep(1)
        else:
            return
