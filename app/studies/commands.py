"""The studies' verbs on the command line."""

from typing import Annotated
from uuid import UUID

import orjson
import typer

from app.core import db, preparing
from app.models.community import Community
from app.studies import lookup, showing
from app.studies.agreement import DESK
from app.studies.lookup import Listed

commands = typer.Typer(help="Studies: the register and the proposals.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Answer a machine.")]


@commands.callback()
def study() -> None:
    """Studies."""


@commands.command("list")
def list_studies(as_json: AsJson = False) -> None:
    """Every study, proposals too."""
    with preparing.database(), db.transaction() as session:
        db.act_in(session, (), (DESK,))
        found = [showing.entry(one, "en") for one in lookup.every(session)]
    if as_json:
        typer.echo(orjson.dumps([one.model_dump() for one in found]).decode())
        return
    for one in found:
        typer.echo(f"{one.id}  {one.status:<9} {one.title}")


@commands.command("show")
def show_study(study_id: Annotated[UUID, typer.Argument()], as_json: AsJson = False) -> None:
    """One study with its roles and approvals."""
    from app.models.study import Study

    with preparing.database(), db.transaction() as session:
        db.act_in(session, (), (DESK,))
        found = session.get(Study, study_id)
        if found is None:
            typer.echo("There is no such study.", err=True)
            raise typer.Exit(1)
        shown = showing.whole(session, Listed(found, session.get(Community, found.community_id)), "en")
    if as_json:
        typer.echo(shown.model_dump_json())
        return
    typer.echo(f"{shown.title} ({shown.status}), ethics {shown.ethics}, version {shown.version}")
    for variable in shown.variables:
        typer.echo(f"  {variable.name:<32} {variable.role or 'no role'}")
    for approval in shown.approvals:
        typer.echo(f"  approved by the {approval.office} on {approval.approved_at:%Y-%m-%d}")
