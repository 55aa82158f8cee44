"""The login roles and databases of the embedded PostgreSQL.

The group roles that transactions switch to (web, vault, research) belong to the migrations.
"""

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

SUPERUSER, OWNER, APP = ROLES = ("postgres", "entraide_owner", "entraide_app")
MAIN, KEYSTORE = DATABASES = ("entraide", "entraide_keys")

RIGHTS: dict[str, LiteralString] = {
    OWNER: "LOGIN CREATEROLE",  # owns both databases and runs the migrations
    APP: "LOGIN NOINHERIT",  # may connect and switch to a group role, no more
}


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
