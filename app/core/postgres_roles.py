"""The login roles and databases of the embedded PostgreSQL, and their addresses.

The group roles that transactions switch to (web, vault, research) belong to the migrations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from sqlalchemy import URL

SUPERUSER, OWNER, APP = ROLES = ("postgres", "entraide_owner", "entraide_app")
MAIN, KEYSTORE = DATABASES = ("entraide", "entraide_keys")

RIGHTS: dict[str, LiteralString] = {
    OWNER: "LOGIN CREATEROLE",  # owns both databases and runs the migrations
    APP: "LOGIN NOINHERIT",  # may connect and switch to a group role, no more
}


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy addresses of both databases, for the application and for the migrations."""

    app: str
    migration: str
    keystore: str
    keystore_migration: str


def create(connection: psycopg.Connection[tuple[str]], passwords: Mapping[str, str]) -> None:
    """Create the roles and databases that are missing. Safe to repeat."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role in RIGHTS.keys() - known:
        statement = sql.SQL("CREATE ROLE {} " + RIGHTS[role] + " PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(role), sql.Literal(passwords[role])))
    known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
    for name in DATABASES:
        database, owner, app = map(sql.Identifier, (name, OWNER, APP))
        if name not in known:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))


def addresses(socket: Path, passwords: Mapping[str, str]) -> Urls:
    """How the application and the migrations reach both databases."""

    def url(role: str, database: str) -> str:
        query = {"host": str(socket), "port": "5432"}
        url = URL.create("postgresql+psycopg", role, passwords[role], database=database, query=query)
        return url.render_as_string(hide_password=False)

    return Urls(url(APP, MAIN), url(OWNER, MAIN), url(APP, KEYSTORE), url(OWNER, KEYSTORE))
