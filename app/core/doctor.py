"""`entraide doctor`: what an installation needs, each point checked and explained in one sentence."""

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import assets, db, health, keys, keystore
from app.core.errors import Unavailable
from app.core.settings import get_settings

LEAST_SPACE = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One point: whether it holds, and what to do if not."""

    name: str
    holds: bool
    advice: str = ""

    def as_dict(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)


def examine() -> list[Finding]:
    """Every point, in the order in which one would mend them."""
    return [finding for check in (_keys, _database, _keystore, _mail, _place) for finding in check()]


def _keys() -> Iterator[Finding]:
    try:
        keys.derived("tag/doctor")
        path = keys._master_key_path()
        private = not path.stat().st_mode & 0o077
        yield Finding("the master key is readable by us", True)
        yield Finding("and by nobody else", private, f"chmod 600 {path.name}")
    except (OSError, RuntimeError, ValueError):
        yield Finding(
            "the master key is readable by us",
            False,
            "set ENTRAIDE_MASTER_KEY_FILE to 32 random bytes in base64",
        )


def _database() -> Iterator[Finding]:
    state = health.check()
    yield Finding("the database answers", state["database"], "check DATABASE_URL")
    yield Finding("the schema is that of this version", state["migrations"], "run: entraide init")
    yield Finding("a worker beats", state["worker"], "run: entraide serve, or entraide worker")
    if state["database"]:
        question = text(
            "SELECT NOT rolsuper AND NOT rolbypassrls AND NOT rolinherit AND NOT EXISTS"
            " (SELECT FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = session_user"
        )
        with db.engine().connect() as connection:
            modest = bool(connection.execute(question).scalar())
        advice = (
            "DATABASE_URL must name a NOINHERIT role that owns nothing; the owner belongs in MIGRATION_URL"
        )
        yield Finding("the application's role owns nothing", modest, advice)


def _keystore() -> Iterator[Finding]:
    settings = get_settings()
    answers = _holds(lambda: keystore.key_for("doctor", "doctor") is not None)
    yield Finding("the keystore answers", answers, "check KEYSTORE_URL, then run: entraide init")
    apart = bool(settings.keystore_url) and settings.keystore_url != settings.database_url
    yield Finding(
        "the keystore is another database", apart, "set KEYSTORE_URL: backups must not contain keys"
    )


def _mail() -> Iterator[Finding]:
    url = urlsplit(get_settings().smtp_url)
    if url.hostname:
        address = (url.hostname, url.port or 587)

        def connect() -> bool:
            socket.create_connection(address, timeout=5).close()
            return True

        reached = _holds(connect)
        yield Finding("the mail server answers", reached, "check ENTRAIDE_SMTP_URL")


def _place() -> Iterator[Finding]:
    settings = get_settings()
    yield Finding("the pages are built", _holds(lambda: assets.built() is not None), "run: make setup")
    folder = settings.var if settings.var.exists() else settings.var.absolute().parent
    yield Finding(
        "there is space on the disk", shutil.disk_usage(folder).free > LEAST_SPACE, "less than 1 GB is left"
    )
    if settings.stage == "production":
        yield Finding("pages travel over TLS", settings.secure, "ENTRAIDE_BASE_URL must begin with https://")


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, SQLAlchemyError, Unavailable, keys.Unreadable, keystore.KeyDestroyed, RuntimeError):
        return False


def show(findings: list[Finding]) -> None:
    """For people."""
    table = Table(box=None, show_header=False)
    for one in findings:
        table.add_row(
            "[green]yes[/]" if one.holds else "[red]no[/]", one.name, "" if one.holds else one.advice
        )
    Console().print(table)
