"""`entraide anonymise`: the engine for a steward's own table."""

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console

from app.anonymise.engine import anonymise
from app.anonymise.read_csv import read_hierarchies, read_table, write_table
from app.anonymise.table import CannotAnonymise, Policy, Role, Table

commands = typer.Typer(help="Anonymise a table of your own.")
REFUSED = 2


@commands.command("anonymise")
def run(
    data: Annotated[Path, typer.Argument(help="CSV with a header.", exists=True, dir_okay=False)],
    qi: Annotated[str, typer.Option(help="Quasi-identifiers, separated by commas.")],
    out: Annotated[Path, typer.Option(help="The anonymised CSV.")],
    report: Annotated[Path, typer.Option(help="The figures, as JSON.")],
    sensitive: Annotated[str, typer.Option(help="Sensitive columns, separated by commas.")] = "",
    hierarchies: Annotated[
        Path | None, typer.Option(help="Folder with COLUMN.csv files.", file_okay=False)
    ] = None,
    numeric: Annotated[str, typer.Option(help="Columns that are numbers, separated by commas.")] = "",
    k: Annotated[int, typer.Option(min=1, help="Smallest class.")] = 11,
    l: Annotated[int, typer.Option(min=1, help="Distinct sensitive values a class; 1: off.")] = 2,
    t: Annotated[float, typer.Option(min=0, max=1, help="Largest distance to the whole; 1: off.")] = 0.3,
    mode: Annotated[str, typer.Option(help="local, or global: one granularity per column.")] = "local",
    max_suppression: Annotated[float, typer.Option(min=0, max=1, help="Rows that may be left out.")] = 0.1,
    seconds: Annotated[float, typer.Option(min=0.1, max=600, help="Time of the search.")] = 5.0,
) -> None:
    """Write a table in which every class of quasi-identifiers meets k, l and t, and its figures. Exit 2: refused."""
    console = Console(stderr=True)
    try:
        if mode not in ("local", "global"):
            raise CannotAnonymise("The mode is local or global.")
        table = _table(data, _names(qi), _names(sensitive), hierarchies, _names(numeric))
        policy = Policy(
            k=k, l=l, t=t, mode="global" if mode == "global" else "local", seconds=seconds,
            min_rows=1, max_quasi=None, max_suppression=max_suppression,
        )  # fmt: skip
        with console.status("Searching for the finest safe table"):
            result = anonymise(table, policy)
    except CannotAnonymise as refusal:
        console.print(str(refusal), markup=False)
        raise typer.Exit(REFUSED) from None
    write_table(out, result.columns)
    report.write_bytes(orjson.dumps(result.report, option=orjson.OPT_INDENT_2))
    figures = result.report
    console.print(
        f"{figures['rows_out']} rows in {figures['classes']} classes, smallest {figures['k']}, GCP {figures['gcp']:.4f}"
    )
    if figures["below_floor"]:
        console.print("This policy is below the floor of Entraide's own releases; the report says so.")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _table(
    data: Path, quasi: list[str], sensitive: list[str], folder: Path | None, numeric: list[str]
) -> Table:
    columns = read_table(data)
    if unknown := [name for name in (*quasi, *sensitive, *numeric) if name not in columns]:
        raise CannotAnonymise(f"There is no column {unknown[0]!r}.")
    if twice := set(quasi) & set(sensitive):
        raise CannotAnonymise(f"Column {min(twice)!r} cannot be both quasi-identifier and sensitive.")
    roles = dict.fromkeys(quasi, Role.QUASI) | dict.fromkeys(sensitive, Role.SENSITIVE)
    return Table(columns, roles, read_hierarchies(folder, quasi), frozenset(numeric))
