"""`entraide bench`: how fast this machine serves, measured from outside, beside the targets. A few minutes; `--quick` for one."""

import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from app.operations import bench_report, bench_stage
from app.operations.bench_report import Figures
from app.operations.bench_stage import Stage

commands = typer.Typer()
KINDS: dict[str, dict[str, float]] = {
    "thread": {"thread": 1},
    "list": {"list": 1},
    "reply": {"reply": 1},
    "mixed": {"thread": 0.6, "list": 0.3, "reply": 0.1},
}
READERS = (1, 16, 64)
Step = tuple[str, Callable[[Stage], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things are measured."""

    seconds: float
    warm: float
    readers: tuple[int, ...]
    members: int


FULL, QUICK = Pace(5, 1, READERS, 128), Pace(1.5, 0.5, (16,), 100)


def _page(kind: str, readers: int, pace: Pace) -> Step:
    def measure(stage: Stage) -> dict[str, Any]:
        return stage.load(
            "pages",
            readers=readers,
            seconds=pace.seconds,
            warm=pace.warm,
            kinds=KINDS[kind],
            people=stage.people[:64],
        )

    return f"{kind} at {readers}", measure


def _chat(sockets: int, pace: Pace, rate: float) -> Step:
    def measure(stage: Stage) -> dict[str, Any]:
        return stage.load(
            "chat",
            sockets=sockets,
            writers=10,
            window=16,
            pace=rate,
            seconds=pace.seconds,
            room=stage.room(),
            people=stage.people,
        )

    return f"chat to {sockets}" + (", paced" if rate else ""), measure


def steps(pace: Pace) -> Iterator[Step]:
    """What is measured with one worker, in order."""
    for kind in KINDS:
        for readers in pace.readers:
            yield _page(kind, readers, pace)
    for sockets in (100, 500):
        yield _chat(sockets, pace, 0)
        yield _chat(sockets, pace, bench_report.TARGETS[f"chat to {sockets}"].rate)


@commands.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="About a minute, 16 readers only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer a machine.")] = False,
    only: Annotated[
        str, typer.Option(help="Only what begins with this: thread, list, reply, mixed, chat.")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="Keep the figures in this file too.")] = None,
) -> None:
    """Measure pages, replies, sign-in and chat on a seeded database, with one worker and with two."""
    _allow_many_files()
    screen = Console(stderr=True)
    pace = QUICK if quick else FULL
    figures: Figures = {}
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen) as progress:
        wanted = [one for one in steps(pace) if one[0].startswith(only)]
        bar = progress.add_task("The database", total=len(wanted) + 3)
        manifest = bench_stage.prepare()
        progress.advance(bar)
        with bench_stage.standing(manifest) as stage:
            progress.update(bar, description="sign-in at 16")
            figures["sign-in at 16"] = stage.sign_in(pace.members)
            progress.advance(bar)
            for name, measure in wanted:
                progress.update(bar, description=name)
                figures[name] = measure(stage)
                progress.advance(bar)
        if "thread".startswith(only) or only.startswith("thread"):
            progress.update(bar, description="thread, 2 workers")
            figures["thread, 2 workers"] = _two_workers(manifest, pace)
        progress.advance(bar)
    _answer(figures, as_json, out, screen)


def _two_workers(manifest: dict[str, Any], pace: Pace) -> dict[str, Any]:
    with bench_stage.standing(manifest, workers=2) as stage:
        stage.sign_in(32)
        return _page("thread", 16, pace)[1](stage)


def _allow_many_files() -> None:
    """Six hundred sockets need more open files than many shells allow."""
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 65_536), most))


def _answer(figures: Figures, as_json: bool, out: Path | None, screen: Console) -> None:
    whole = {"figures": figures, "verdicts": bench_report.verdicts(figures)}
    if out:
        out.write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2))
    if as_json:
        typer.echo(orjson.dumps(whole).decode())
        return
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(bench_report.table(figures))
    console.print(bench_report.promises(figures))
    screen.print("The load ran on this machine too: its own CPU is counted apart (load_cpu in the JSON).")
