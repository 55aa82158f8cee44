"""`entraide moderation scan`: what the rules see in texts given on standard input."""

import json
import sys
from typing import Annotated

import typer

from app.screening.distress import detect_distress
from app.screening.pii import find_pii

commands = typer.Typer(help="What the screening rules see in a text.")


@commands.command()
def scan(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Read one JSON string a line, write one object a line: the findings of that text.

    Offsets are in code points of the decoded string.
    """
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        text = _text(line, number)
        pii = find_pii(text)
        distress = detect_distress(text)
        if as_json:
            spans = [{"kind": one.kind, "start": one.start, "end": one.end} for one in pii]
            typer.echo(json.dumps({"pii": spans, "distress": distress}))
        else:
            words = [f"{one.kind} {one.start}-{one.end}" for one in pii] + ["distress"] * distress
            typer.echo(", ".join(words) or "nothing")


def _text(line: str, number: int) -> str:
    """The string on this line; anything else ends the command with its line number."""
    try:
        text = json.loads(line)
    except ValueError:
        text = None
    if not isinstance(text, str):
        typer.echo(f"line {number}: expected one JSON string", err=True)
        raise typer.Exit(2)
    return text
