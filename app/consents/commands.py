"""The consents' verbs on the command line. Verifying a receipt needs neither the server nor its database."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from app.consents import receipts
from app.core import keys

commands = typer.Typer(help="Consent: check a receipt, check the ledger.", no_args_is_help=True)
BROKEN, UNREADABLE = 1, 2
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


@commands.callback()
def consent() -> None:
    """Consents and their receipts."""


@commands.command("verify")
def verify(
    receipt: Annotated[Path, typer.Argument(help="A receipt as downloaded (JSON).")],
    key: Annotated[
        Path | None, typer.Option(help="The public key, as saved; by default this installation's.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a receipt: 0 when it holds, 1 when it was altered or signed by another, 2 when it cannot be read."""
    try:
        public = receipts.read_jwk(key.read_bytes()) if key else keys.public_key(receipts.PURPOSE)
        found = receipts.check(receipts.read(receipt.read_bytes()), public)
    except (receipts.Unreadable, OSError):
        _say({"holds": False, "fault": "This is not a receipt."}, "This is not a receipt.", as_json)
        raise typer.Exit(UNREADABLE) from None
    event: dict[str, Any] = found.receipt["event"]
    facts = {name: event.get(name) for name in ("purpose", "version", "act", "at", "language")}
    sentence = (
        f"This receipt holds: {facts['act']}, {found.receipt['title']}, version {facts['version']}, {facts['at']}."
        if found.holds
        else found.fault
    )
    _say({"holds": found.holds, "fault": found.fault, **facts}, sentence, as_json)
    raise typer.Exit(0 if found.holds else BROKEN)


@commands.command("ledger")
def check_ledger(as_json: AsJson = False) -> None:
    """Check that every row of the ledger follows from the one before; 1 when one does not."""
    from app.consents.ledger import verify as verify_ledger
    from app.core import db, preparing

    with preparing.database(), db.transaction() as session:
        found = verify_ledger(session)
    _say(
        {"holds": found.holds, "rows": found.rows, "broken_at": found.broken_at},
        f"{found.rows} rows follow from each other."
        if found.holds
        else f"Row {found.broken_at} does not follow.",
        as_json,
    )
    raise typer.Exit(0 if found.holds else BROKEN)


def _say(facts: dict[str, Any], sentence: str, as_json: bool) -> None:
    typer.echo(json.dumps(facts, ensure_ascii=False) if as_json else sentence)
