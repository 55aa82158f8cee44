"""`entraide demo`: fills the demo, or starts it over."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.core import logs, preparing, serving, staging
from app.core.settings import get_settings

commands = typer.Typer(help="The invented people.")


@commands.command("demo")
def demo(
    reset: Annotated[bool, typer.Option("--reset", help="Start over: everything is deleted first.")] = False,
    if_empty: Annotated[bool, typer.Option("--if-empty", hidden=True)] = False,
    shape: Annotated[str, typer.Option(help="demo, or bench for figures.")] = "",
    manifest: Annotated[Path | None, typer.Option(help="Where to write who and what was made.")] = None,
) -> None:
    """Fill the demo with invented people."""
    from app.demo import load

    serving.die_with_parent()
    staging.begin_demo()
    if not get_settings().demo:
        raise typer.BadParameter("the demo only; ENTRAIDE_STAGE says otherwise")
    logs.configure()
    with preparing.database():
        if reset:
            preparing.start_over()
        preparing.migrate()
        try:
            load.ensure(shape, again=if_empty or manifest is not None)
        except ValueError as problem:
            raise typer.BadParameter(str(problem)) from problem
        if manifest:
            manifest.write_bytes(orjson.dumps(load.manifest(), option=orjson.OPT_INDENT_2))
