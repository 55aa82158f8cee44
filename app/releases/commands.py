"""The releases' verbs on the command line."""

import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.core import db, preparing
from app.releases.reading_back import NotAsPromised, count_again, open_package

commands = typer.Typer(help="Releases: list them, or verify a package that left.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Answer a machine.")]


@commands.callback()
def release() -> None:
    """Releases."""


@commands.command("list")
def list_releases(as_json: AsJson = False) -> None:
    """Every release, newest first."""
    from sqlmodel import col, select

    from app.models.release import Release

    with preparing.database(), db.transaction("research") as session:
        rows = session.exec(select(Release).order_by(col(Release.requested_at).desc())).all()
        found = [
            {
                "id": str(row.id),
                "study_id": str(row.study_id),
                "number": row.number,
                "status": row.status,
                "rows": row.rows,
            }
            for row in rows
        ]
    if as_json:
        typer.echo(orjson.dumps(found).decode())
        return
    for one in found:
        typer.echo(f"{one['id']}  {one['status']:<9} release {one['number']}, {one['rows']} rows")


@commands.command("verify")
def verify_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A package (ZIP).")],
    as_json: AsJson = False,
) -> None:
    """Compare every hash of a package and count k, l and t on its data again. Exit code 1 when something is wrong."""
    try:
        files, manifest = open_package(file.read_bytes())
        found = count_again(files)
        figures, policy = manifest["figures"], manifest["figures"]["policy"]
        holds = (
            found.k >= policy["k"]
            and all(one >= policy["l"] for one in found.l.values())
            and all(one <= policy["t"] + 1e-9 for one in found.t.values())
            and (found.rows, found.classes, found.k) == (figures["rows"], figures["classes"], figures["k"])
        )
        answer = {"holds": holds, "recount": asdict(found), "release": manifest["release"]}
    except (NotAsPromised, KeyError, ValueError, zipfile.BadZipFile) as problem:
        answer = {"holds": False, "reason": str(problem)}
    if as_json:
        typer.echo(orjson.dumps(answer).decode())
    elif answer["holds"]:
        typer.echo(f"This package keeps its promise: {answer['recount']}")
    else:
        typer.echo(
            f"This package does not keep its promise. {answer.get('reason', answer.get('recount'))}", err=True
        )
    raise typer.Exit(0 if answer["holds"] else 1)
