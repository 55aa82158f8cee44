"""The tables of the code are those of the migrations, and every step can be taken back and again."""

from collections.abc import Callable, Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from app.core.embedded import EmbeddedPostgres
from app.core.pools import conninfo
from app.models import metadata
from tests.database import ROOT


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The owner's address of a database of its own: migrations change what the others stand on."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), durable=False)
    try:
        yield server.start().migration
    finally:
        server.destroy()


def as_sqlalchemy(url: str) -> str:
    return conninfo(url).replace("postgresql://", "postgresql+psycopg://", 1)


def test_code_and_migrations_agree_and_steps_go_both_ways(empty: str) -> None:
    engine = create_engine(as_sqlalchemy(empty), poolclass=NullPool)
    config = Config(ROOT / "alembic.ini")

    def move(step: Callable[[Config, str], None], to: str) -> None:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            step(config, to)
            connection.commit()

    move(command.upgrade, "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_schemas": True, "include_name": _ours, "compare_type": True}
        )
        assert compare_metadata(context, metadata) == []
    move(command.downgrade, "base")
    with engine.connect() as connection:
        left = connection.execute(
            text(
                "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', 'vault', 'jobs', 'research')"
            )
        ).scalars()
        assert set(left) <= {"alembic_version"}
    move(command.upgrade, "head")


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return name != "jobs" if kind == "schema" else True


def test_one_line_of_revisions() -> None:
    heads = ScriptDirectory.from_config(Config(ROOT / "alembic.ini")).get_heads()
    assert len(heads) == 1, heads
