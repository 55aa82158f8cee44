"""`entraide community`: open one with its two leads, list them."""

from typing import Annotated

import orjson
import typer
from sqlmodel import col, select

from app.accounts.addresses import find_by_address
from app.communities import opening
from app.communities.lookup import name_of
from app.core import db, preparing
from app.core.errors import Invalid, Refusal
from app.core.render import translate
from app.models.community import Community

commands = typer.Typer(help="Communities: create, list.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="Answer a machine.")]


@commands.command("create")
def create(
    slug: Annotated[str, typer.Argument(help="Its address: small letters, digits, hyphens.")],
    name_fr: Annotated[str, typer.Option(help="Name in French.")],
    name_en: Annotated[str, typer.Option(help="Name in English.")],
    icd10: Annotated[list[str], typer.Option(help="An ICD-10 code; may be repeated.")],
    lead: Annotated[list[str], typer.Option(help="E-mail address of a lead moderator; at least two.")],
    description_fr: Annotated[str, typer.Option(help="What it is for, in French.")] = "",
    description_en: Annotated[str, typer.Option(help="What it is for, in English.")] = "",
    as_json: AsJson = False,
) -> None:
    """Open a community with its topics and two lead moderators, whose accounts exist already."""
    plan = opening.Plan(
        slug=slug,
        icd10=tuple(icd10),
        names={"fr": name_fr, "en": name_en},
        descriptions={"fr": description_fr, "en": description_en},
        charters={"fr": "", "en": ""},
    )
    with preparing.database():
        try:
            with db.transaction() as session:
                with db.wearing(session, "vault"):
                    found = [find_by_address(session, address) for address in lead]
                if not all(found):
                    raise Invalid(fields={"leads": "Each lead is an active account without an office."})
                leads = [one.id for one in found if one]
                made = opening.open_community(session, plan, leads=leads, by="command line")
                answer = {"id": str(made.id), "slug": made.slug}
        except Refusal as refusal:
            reasons = list(getattr(refusal, "fields", {}).values()) or [refusal.message]
            typer.echo(" ".join(translate("en", reason) for reason in reasons), err=True)
            raise typer.Exit(2) from refusal
    typer.echo(orjson.dumps(answer).decode() if as_json else f"/c/{answer['slug']} is open.")


@commands.command("list")
def list_all(as_json: AsJson = False) -> None:
    """Name the communities; never how many live there."""
    with preparing.database(), db.transaction() as session:
        rows = session.exec(select(Community).order_by(col(Community.slug))).all()
        listed = [
            {"slug": one.slug, "name": name_of(one, "en"), "icd10": list(one.icd10), "hidden": one.hidden, "open": one.open}
            for one in rows
        ]  # fmt: skip
    if as_json:
        typer.echo(orjson.dumps(listed).decode())
        return
    for told in listed:
        typer.echo(f"{told['slug']}  {told['name']}{'  (hidden)' if told['hidden'] else ''}")
