"""The database as a thief would have it: every row of every table, read as the superuser of the embedded server."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app.core.postgres_roles import KEYSTORE, MAIN, SUPERUSER

OURS = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2"


@contextmanager
def owner(var: Path, database: str = MAIN) -> Iterator[psycopg.Connection[Any]]:
    """A connection that no wall stops; commits at the end."""
    data = var.absolute() / "postgres"
    home = Path((data / "elsewhere").read_text()) if (data / "elsewhere").exists() else data
    password = json.loads((home / "passwords.json").read_text())[SUPERUSER]
    lines = next(home.glob("cluster/postmaster.pid")).read_text().splitlines()
    with psycopg.connect(
        host=lines[4], port=5432, user=SUPERUSER, password=password, dbname=database
    ) as connection:
        yield connection


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
