"""The engine as a command, on files as a steward has them."""

import csv
from pathlib import Path

import orjson
import pytest
import typer
from typer.testing import CliRunner

from app.anonymise.commands import commands
from tests.anonymise.synthetic import health


@pytest.fixture
def data(tmp_path: Path) -> Path:
    table = health(700)
    path = tmp_path / "data.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*table.columns, "name"])
        writer.writerows([*row, "somebody"] for row in zip(*table.columns.values(), strict=True))
    folder = tmp_path / "hierarchies"
    folder.mkdir()
    (folder / "region.csv").write_text("midwest;inland;*\nnortheast;coast;*\nwest;coast;*\nother;other;*\n")
    return path


def run(*arguments: str) -> int:
    alone = typer.Typer()
    alone.registered_commands = commands.registered_commands
    return CliRunner().invoke(alone, list(arguments)).exit_code


def test_columns_named_and_nothing_added(data: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out.csv", tmp_path / "report.json"
    arguments = [str(data), "--qi", "age,gender,region", "--sensitive", "health", "--numeric", "age"]
    arguments += ["--hierarchies", str(tmp_path / "hierarchies"), "--k", "4", "--out", str(out)]
    assert run(*arguments, "--report", str(report), "--seconds", "0.5") == 0
    with out.open(newline="") as file:
        lines = list(csv.DictReader(file))
    assert set(lines[0]) == {"age", "gender", "region", "health"} and len(lines) == 700
    assert {line["region"] for line in lines} <= {
        "midwest",
        "northeast",
        "west",
        "other",
        "inland",
        "coast",
        "*",
    }
    figures = orjson.loads(report.read_bytes())
    assert figures["k"] >= 4 and figures["below_floor"] is True and 0 < figures["gcp"] < 1


def test_a_refusal_says_why_and_writes_nothing(data: Path, tmp_path: Path) -> None:
    out, report = tmp_path / "out.csv", tmp_path / "report.json"
    arguments = ["--qi", "age,moon", "--sensitive", "health", "--out", str(out), "--report", str(report)]
    assert run(str(data), *arguments) == 2
    assert not out.exists() and not report.exists()
