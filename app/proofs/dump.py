"""The database as a thief would have it: every row of every table, read as the superuser of the embedded server."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import StaticPool, create_engine, text
from sqlmodel import Session

from app.core import db, keys, keystore, postgres_roles
from app.core.postgres_roles import KEYSTORE, MAIN, SUPERUSER, Urls
from app.core.settings import get_settings

OURS = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"


@contextmanager
def owner(var: Path, database: str = MAIN) -> Iterator[psycopg.Connection[Any]]:
    """A connection that no wall stops; commits at the end."""
    home, passwords = _home(var)
    with psycopg.connect(
        host=str(_socket(home)), port=5432, user=SUPERUSER, password=passwords[SUPERUSER], dbname=database
    ) as connection:
        yield connection


@contextmanager
def as_owner(var: Path) -> Iterator[Session]:
    """The same connection as a session; rolled back at the end, whatever was tried on it."""
    with owner(var) as connection:
        engine = create_engine("postgresql+psycopg://", creator=lambda: connection, poolclass=StaticPool)
        with Session(engine) as session:
            session.connection().execute(
                text("RESET ROLE")
            )  # sessions put on the hat of the web by themselves
            yield session
            session.rollback()


@contextmanager
def inside(var: Path) -> Iterator[None]:
    """This process becomes one of that installation, keys and all: to know the truth that attackers must not find."""
    urls = _urls(var)
    names = {
        "ENTRAIDE_VAR": str(var), "DATABASE_URL": urls.app, "MIGRATION_URL": urls.migration, "KEYSTORE_URL": urls.keystore,
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    _forget_settings()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        _forget_settings()


def _forget_settings() -> None:
    get_settings.cache_clear()
    db.engine.cache_clear()
    keystore._pool.cache_clear()
    keys._master_key.cache_clear()
    keys.derived.cache_clear()


def _urls(var: Path) -> Urls:
    home, passwords = _home(var)
    return postgres_roles.addresses(_socket(home), passwords)


def _home(var: Path) -> tuple[Path, dict[str, str]]:
    data = var.absolute() / "postgres"
    home = Path((data / "elsewhere").read_text()) if (data / "elsewhere").exists() else data
    return home, json.loads((home / "passwords.json").read_text())


def _socket(home: Path) -> Path:
    return Path((home / "cluster" / "postmaster.pid").read_text().splitlines()[4])


def tables(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Schema and name of every table."""
    return [(schema, name) for schema, name in connection.execute(OURS)]


def rows(connection: psycopg.Connection[Any], schema: str, name: str) -> list[dict[str, Any]]:
    """Every row of a table."""
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, name))
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        return cursor.execute(query).fetchall()


def whole(var: Path, database: str = MAIN) -> dict[str, list[dict[str, Any]]]:
    """Every table with its rows."""
    with owner(var, database) as connection:
        return {f"{schema}.{name}": rows(connection, schema, name) for schema, name in tables(connection)}


def raw(var: Path) -> bytes:
    """Both databases as one text, the way COPY writes them: what a string is looked for in."""
    found = []
    for database in (MAIN, KEYSTORE):
        with owner(var, database) as connection:
            for schema, name in tables(connection):
                copy = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, name))
                with connection.cursor().copy(copy) as stream:
                    found += [bytes(part) for part in stream]
    return b"".join(found)
