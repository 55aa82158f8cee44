"""What every test stands on: a real PostgreSQL, migrated once a run, and a savepoint rolled back per test."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.database import migrate, point_settings_at, throw_away

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy import Connection
    from sqlmodel import Session

    from app.core.embedded import Urls
    from tests.server import Server

pytest_plugins = ["tests.people"]
LONG = "long: kill rounds, soaks and large runs; `make test-long` runs them, nightly"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the long tests, and only those")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", LONG)
    os.environ.setdefault("ENTRAIDE_STAGE", "test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests are a suite of their own: deselected and counted, never skipped in silence."""
    wanted = bool(config.getoption("--long"))
    kept = [item for item in items if (item.get_closest_marker("long") is not None) == wanted]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Urls"]:
    """The addresses of the migrated database; the settings of the process name it from then on."""
    os.environ.setdefault("ENTRAIDE_VAR", str(tmp_path_factory.mktemp("var")))
    with throw_away() as urls:
        point_settings_at(urls)
        migrate()
        yield urls


@pytest.fixture
def connection(urls: "Urls") -> Iterator["Connection"]:
    """One connection with an outer transaction that every session of the test joins and that never commits."""
    from app.core import db
    from app.notifications import unread

    unread.forget_all()
    with db.engine().connect() as connection:
        outer = connection.begin()
        db.bind_for_tests(connection)
        try:
            yield connection
        finally:
            db.bind_for_tests(None)
            outer.rollback()


@pytest.fixture
def session(connection: "Connection") -> Iterator["Session"]:
    """A session wearing the hat of the web; its commits are savepoints, all rolled back after the test."""
    from app.core import db

    with db.open_session() as session:
        yield session


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Server"]:
    """The whole product with its demo, started once a run; tests from outside share it and leave it usable."""
    from tests.server import served

    with served(tmp_path_factory.mktemp("demo")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """A real browser, one for the run (the library runs one loop a process)."""
    from playwright.sync_api import sync_playwright

    from tools.browser import installed

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
