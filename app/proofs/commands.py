"""`entraide prove NAME`: a table for people, JSON for machines, exit code 1 when a bound is broken."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.core.settings import get_settings
from app.proofs import instance, report
from app.proofs.report import Proof

commands = typer.Typer()
NAMES = (
    "unlinkable", "closed", "consent", "withdrawal", "exports", "moderation", "erasure", "durable", "pii", "distress",
)  # fmt: skip
WITHOUT_SERVER = ("pii", "distress")
SHAPES = {"unlinkable": "bench"}
"""Proofs that need other people than the demo's: theirs is a demo of their own."""


@commands.command()
def prove(
    name: Annotated[str, typer.Argument(help="One of: all, " + ", ".join(NAMES))],
    as_json: Annotated[bool, typer.Option("--json", help="Answer a machine.")] = False,
    url: Annotated[str, typer.Option(help="Attack this running demo instead of a fresh one.")] = "",
    var: Annotated[
        Path | None, typer.Option(help="The folder of that demo, to have its database in hand.")
    ] = None,
) -> None:
    """Attack one promise, or all of them, on a scratch demo; exit code 1 when one is broken."""
    wanted = NAMES if name == "all" else (name,)
    if name not in (*NAMES, "all"):
        raise typer.BadParameter("the proofs are: all, " + ", ".join(NAMES))
    _as_the_demo()
    screen = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen) as progress:
        bar = progress.add_task("The scratch demo", total=None)

        def step(title: str) -> None:
            progress.update(bar, description=title)

        proofs = run(wanted, step, url, var)
        progress.update(bar, description="Done")
    _answer(proofs, name == "all", as_json)
    for line in report.broken(proofs):
        screen.print(line, style="red", markup=False)
    raise typer.Exit(0 if all(one.holds for one in proofs) else 1)


def run(
    wanted: tuple[str, ...], step: Callable[[str], None], url: str = "", var: Path | None = None
) -> list[Proof]:
    """The proofs in their order; those that need a server share one."""
    found: dict[str, Proof] = {}
    for name in wanted:
        if name in WITHOUT_SERVER:
            found[name] = _one(name, None, step)
        elif name in SHAPES:
            with instance.standing(url, var, SHAPES[name]) as demo:
                found[name] = _one(name, demo, step)
    shared = [name for name in wanted if name not in found]
    if shared:
        with instance.standing(url, var) as demo:
            for name in shared:
                found[name] = _one(name, demo, step)
    return [found[name] for name in wanted]


def _one(name: str, demo: instance.Instance | None, step: Callable[[str], None]) -> Proof:
    module = import_module(f"app.proofs.{'words' if name in WITHOUT_SERVER else name}")

    def said(title: str) -> None:
        step(f"{name}: {title}")

    said("begins")
    attacks = module.prove(name, said) if name in WITHOUT_SERVER else module.prove(demo, said)
    return Proof(name, tuple(attacks))


def _as_the_demo() -> None:
    """The list of doors is that of the demo; nothing of an installation around this command is touched."""
    os.environ["ENTRAIDE_STAGE"] = "demo"
    get_settings.cache_clear()


def _answer(proofs: list[Proof], several: bool, as_json: bool) -> None:
    if as_json:
        content = [one.as_dict() for one in proofs]
        typer.echo(orjson.dumps(content if several else content[0]).decode())
        return
    Console(width=None if sys.stdout.isatty() else 120).print(report.table(proofs))
