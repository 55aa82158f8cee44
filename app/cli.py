"""The `entraide` command: one thin verb per deed. Rooms bring their own verbs (`<room>/commands.py`)."""

import asyncio
import os
import signal
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer

from app.core import serving, staging
from app.core.settings import Settings, get_settings

APP = "app.main:create_app"
# Verbs of the rooms, mounted when their module exists; several modules may share one name.
ROOMS: dict[str, tuple[str, ...]] = {
    "anonymise": ("app.anonymise.commands",),
    "survey": ("app.surveys.commands",),
    "moderation": ("app.moderation.commands", "app.screening.commands"),
    "consent": ("app.consents.commands",),
    "community": ("app.communities.commands",),
    "user": ("app.accounts.commands",),
    "study": ("app.studies.commands",),
    "release": ("app.releases.commands",),
    "prove": ("app.proofs.commands",),
    "bench": ("app.operations.bench_commands",),
    "demo": ("app.demo.commands",),
}
cli = typer.Typer(
    help="Entraide: a self-hosted, closed community.", no_args_is_help=True, add_completion=False
)
AsJson = Annotated[bool, typer.Option("--json", help="Answer a machine.")]


@cli.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="Invented people, printed passwords, mails kept here.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on (HOST).")] = "",
    port: Annotated[int, typer.Option(help="Port to listen on (PORT).")] = 0,
    workers: Annotated[int, typer.Option(help="Web processes (ENTRAIDE_WORKERS).")] = 0,
    with_worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Run jobs here too.")] = True,
    app: Annotated[str, typer.Option(hidden=True)] = APP,
) -> None:
    """Bring up everything: database, migrations, web, worker. Ctrl-C stops what was started."""
    from app.core import logs, preparing
    from app.core.mailbox import Sink
    from app.core.welcome import say_when_ready

    if demo:
        staging.begin_demo()
    os.environ.update(
        {
            key: str(value)
            for key, value in (("HOST", host), ("PORT", port), ("ENTRAIDE_WORKERS", workers))
            if value
        }
    )
    get_settings.cache_clear()
    settings = get_settings()
    logs.configure()
    signal.signal(signal.SIGTERM, _interrupt)
    listener = serving.listen(settings.host, settings.port)
    serving.share_metrics(settings.var / "metrics")
    with preparing.database():
        preparing.migrate()
        sink = Sink() if settings.demo and not settings.smtp_url else None
        try:
            if sink:
                os.environ["ENTRAIDE_SMTP_URL"] = sink.start()
            if settings.demo:
                _run_child("demo", "--if-empty")
            supervisor = serving.Supervisor(serving.children_for(settings, listener, app, with_worker))
            supervisor.run(ready=lambda: say_when_ready(settings))
        finally:
            if sink:
                sink.stop()
            listener.close()


@cli.command()
def worker() -> None:
    """Run jobs only, until SIGTERM."""
    from app.core import logs
    from app.core.rooms import import_jobs
    from app.core.worker import run_worker

    serving.die_with_parent()
    serving.set_clock(get_settings())
    logs.configure()
    import_jobs()

    async def work() -> None:
        stop = asyncio.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        await run_worker(stop)

    asyncio.run(work())


@cli.command(hidden=True)
def web(fd: Annotated[int, typer.Option()], app: Annotated[str, typer.Option()] = APP) -> None:
    """One web process on an inherited socket; `serve` starts these."""
    from app.core import logs

    serving.die_with_parent()
    serving.set_clock(get_settings())
    logs.configure()
    serving.serve_web(fd, app, get_settings())


@cli.command()
def init(as_json: AsJson = False) -> None:
    """Make or bring up to date the database, the keystore and the master key; safe to repeat."""
    from app.core import keys, preparing
    from app.core.health import heads

    with preparing.database():
        preparing.migrate()
        keys.derived("tag/init")
    _answer({"revision": sorted(heads())}, as_json, "The database and the keystore are ready.")


@cli.command()
def doctor(as_json: AsJson = False) -> None:
    """Check what this installation needs; exit code 1 when something is wrong."""
    from app.core import preparing
    from app.core.doctor import examine, show

    with preparing.database():
        findings = examine()
    if as_json:
        _answer([one.as_dict() for one in findings], True)
    else:
        show(findings)
    raise typer.Exit(0 if all(one.holds for one in findings) else 1)


def _run_child(*arguments: str) -> None:
    environment = {**os.environ, serving.PARENT: str(os.getpid())}
    subprocess.run([sys.executable, "-m", "app.cli", *arguments], check=True, env=environment)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _answer(content: Any, as_json: bool, sentence: str = "") -> None:
    import orjson

    typer.echo(orjson.dumps(content).decode() if as_json else sentence)


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def mount_rooms(asked: str | None) -> None:
    """Mounts the room that was asked for, or all of them for the help."""
    for name, modules in ROOMS.items():
        if asked in ROOMS and asked != name:
            continue
        parts = [import_module(module).commands for module in modules if _exists(module)]
        if not parts:
            continue
        whole: typer.Typer = parts[0]
        for part in parts[1:]:
            whole.registered_commands += part.registered_commands
            whole.registered_groups += part.registered_groups
        alone = whole.registered_commands
        if (
            len(alone) == 1
            and not whole.registered_groups
            and alone[0].name in (None, name)
            and name != "moderation"
        ):
            alone[0].name = name
            cli.registered_commands.append(alone[0])
        else:
            cli.add_typer(whole, name=name)


def main() -> None:
    """The entry point."""
    staging.remember()
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    own = {one.name or getattr(one.callback, "__name__", "") for one in cli.registered_commands}
    if not words or words[0] not in own:
        mount_rooms(words[0] if words else None)
    try:
        cli(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)


__all__ = ["Settings", "cli", "main"]

if __name__ == "__main__":
    main()
