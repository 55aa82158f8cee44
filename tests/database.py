"""A throw-away PostgreSQL for the tests, built by the migrations.

With `DATABASE_URL` and `MIGRATION_URL` set, that database is migrated and used as it is: give an empty one.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.core import keystore
from app.core.embedded import EmbeddedPostgres, Urls
from app.core.settings import get_settings

ROOT = Path(__file__).parent.parent


@contextmanager
def throw_away() -> Iterator[Urls]:
    """The addresses of a migrated database; the server and its files are gone afterwards."""
    given = [os.environ.get(name) for name in ("DATABASE_URL", "MIGRATION_URL")]
    if all(given):
        app, migration = map(str, given)
        keystore = os.environ.get("KEYSTORE_URL", "")
        yield Urls(app, migration, keystore, os.environ.get("KEYSTORE_MIGRATION_URL", keystore))
        return
    server = EmbeddedPostgres(Path(tempfile.mkdtemp(prefix="entraide-test-")), durable=False)
    try:
        yield server.start()
    finally:
        server.destroy()


def point_settings_at(urls: Urls) -> None:
    """Make the settings of this process, and of those it starts, name the throw-away database."""
    os.environ["DATABASE_URL"] = urls.app
    os.environ["MIGRATION_URL"] = urls.migration
    os.environ["KEYSTORE_URL"] = urls.keystore
    os.environ["KEYSTORE_MIGRATION_URL"] = urls.keystore_migration
    get_settings.cache_clear()


def migrate() -> None:
    """What `alembic upgrade head` does, and the keystore's table beside it."""
    command.upgrade(Config(ROOT / "alembic.ini"), "head")
    keystore.prepare()
