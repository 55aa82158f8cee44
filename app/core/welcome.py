"""What `entraide serve` prints for people once it answers: addresses, and in the demo who may sign in."""

import sys
import time
from http.client import HTTPConnection, HTTPException
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from rich.console import Console
from rich.table import Table

from app.core.settings import Settings

PATIENCE = 60.0
ANYWHERE = ("0.0.0.0", "::", "")


def answers(settings: Settings) -> bool:
    """Whether /healthz answers now."""
    host = "127.0.0.1" if settings.host in ANYWHERE else settings.host
    connection = HTTPConnection(host, settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def say_when_ready(settings: Settings, console: Console | None = None) -> None:
    """Waits for the first answer, then says where it is."""
    console = console or Console(width=None if sys.stdout.isatty() else 120)
    deadline = time.monotonic() + PATIENCE
    while not answers(settings):
        if time.monotonic() > deadline:
            console.print("It does not answer yet; the lines above may say why.")
            return
        time.sleep(0.2)
    if settings.demo:
        _say_accounts(console)
    console.print(f"\n[bold]{settings.brand}[/bold] answers at [bold]{settings.public_url}[/bold]")
    if settings.demo:
        mail = "/dev/mail" if not settings.smtp_url else "the mail server of ENTRAIDE_SMTP_URL"
        console.print(
            f"Mails go to {settings.public_url}{mail}" if mail.startswith("/") else f"Mails go to {mail}"
        )
    console.print("Ctrl-C stops everything.")


def _say_accounts(console: Console) -> None:
    if find_spec("app.demo") is None or find_spec("app.demo.cast") is None:
        return
    people: list[Any] = list(import_module("app.demo.cast").accounts())
    table = Table(box=None, padding=(0, 1, 0, 0), title="Invented people of the demo")
    for title in ("Name", "E-mail", "Password", "Role", "TOTP secret"):
        table.add_column(title, overflow="fold")  # nothing is cut: people copy these
    for one in people:
        table.add_row(one.name, one.email, one.password, one.role, one.totp_secret or "")
    # Never cut: people and programs copy what stands here.
    console.width = max(console.width, console.measure(table).maximum)
    console.print(table)
