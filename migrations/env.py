"""Alembic's door: runs as the owner (MIGRATION_URL), knows every table through `app.models`."""

import os

from alembic import context

from app.core.db import make_engine
from app.core.settings import get_settings
from app.models import metadata


def _ours(_object: object, name: str | None, kind: str, reflected: bool, _compared: object) -> bool:
    """Tables that a library brings (jobs) are not ours to compare."""
    return not (
        kind == "table" and reflected and name is not None and name.startswith(("procrastinate", "alembic"))
    )


def run() -> None:
    """Runs the migrations in one transaction each."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        _run_with(connection)
        return
    url = os.environ.get("MIGRATION_URL") or get_settings().migration_url or get_settings().database_url
    engine = make_engine(url, pool_size=1)
    with engine.connect() as opened:
        opened.exec_driver_sql("SET statement_timeout = 0")
        opened.commit()
        _run_with(opened)
    engine.dispose()


def _run_with(connection: object) -> None:
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=metadata,
        include_schemas=True,
        include_object=_ours,
        include_name=lambda name, kind, _: kind != "schema" or name in (None, "public", "vault", "research"),
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
