"""The surveys' verbs on the command line."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.core.errors import Refusal
from app.surveys.questionnaire.errors import QuestionnaireRefused
from app.surveys.questionnaire.importing import Imported, import_questionnaire

commands = typer.Typer(help="Questionnaires: check a file before it becomes a survey.", no_args_is_help=True)

REFUSED = 2


@commands.callback()
def survey() -> None:
    """Questionnaires and surveys."""


@commands.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="A FHIR Questionnaire (JSON) or an XLSForm (.xlsx).")],
    check: Annotated[bool, typer.Option("--check", help="Only say what would be imported.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say what a questionnaire holds and which parts of it are not supported."""
    try:
        if not check:
            raise QuestionnaireRefused("Add --check: a survey is created from a file on its page.")
        found = import_questionnaire(file)
    except QuestionnaireRefused as refusal:
        typer.echo(
            json.dumps({"refused": str(refusal)}, ensure_ascii=False) if as_json else str(refusal),
            err=not as_json,
        )
        if as_json:
            typer.echo(str(refusal), err=True)
        raise typer.Exit(REFUSED) from None
    typer.echo(json.dumps(found.report(), ensure_ascii=False, indent=2) if as_json else _sentences(found))


@commands.command("publish")
def publish_file(
    source: Annotated[str, typer.Argument(help="A file to import, or who-5, phq-9, gad-7.")],
    community: Annotated[str, typer.Option(help="The community's address (slug).")],
    slug: Annotated[str, typer.Option(help="The survey's own address.")],
    results_on: Annotated[str, typer.Option(help="The day the results are promised for, YYYY-MM-DD.")],
    mode: Annotated[
        str, typer.Option(help="pseudonymous or anonymous; never changed later.")
    ] = "pseudonymous",
    profile: Annotated[
        bool, typer.Option("--profile", help="Ask age band, sex, region and years first.")
    ] = False,
    study: Annotated[str, typer.Option(help="The id of the study it belongs to.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Open a survey to the members of a community. 2 with a reason when it cannot be."""
    from app.core import db, preparing
    from app.surveys.opening import open_from

    with preparing.database():
        try:
            with db.transaction() as session:
                made = open_from(
                    session,
                    source,
                    community=community,
                    slug=slug,
                    results_on=results_on,
                    mode=mode,
                    profile=profile,
                    study=study,
                )
                facts = {
                    "id": str(made.id),
                    "slug": made.slug,
                    "mode": made.mode,
                    "results_on": made.results_on.isoformat(),
                }
        except Refusal as refusal:
            reasons = [refusal.message % refusal.params, *getattr(refusal, "fields", {}).values()]
            typer.echo(" ".join(reasons), err=True)
            raise typer.Exit(REFUSED) from None
    typer.echo(json.dumps(facts) if as_json else f"/surveys/{facts['slug']} is open.")


def _sentences(found: Imported) -> str:
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.by_type.items())
    lines = [
        found.title or "(no title)",
        f"{found.items} items ({kinds}), {found.max_depth} levels, {found.conditions} conditions",
        f"Languages: {', '.join(found.languages) or 'not said'}",
        f"Not supported: {len(found.unsupported)}",
    ]
    lines += [f"  {part.link_id or '-'}  {part.path}: {part.reason}" for part in found.unsupported]
    return "\n".join(lines)
