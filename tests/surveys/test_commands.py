"""The command line: what a file holds and leaves out, said to machines; a survey opened."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from app.surveys.commands import commands
from app.surveys.opening import open_from
from tests.people import World

FHIR = {
    "resourceType": "Questionnaire",
    "status": "active",
    "language": "en",
    "title": "Nights",
    "item": [
        {"linkId": "g", "type": "group", "text": "Sleep", "item": [
            {"linkId": "a", "type": "boolean", "text": "Do you sleep well?"},
            {"linkId": "b", "type": "string", "text": "Why?", "enableWhen": [{"question": "a", "operator": "=", "answerBoolean": False}]},
        ]},
        {"linkId": "c", "type": "attachment", "text": "A picture"},
        {"linkId": "d", "type": "reference", "text": "Your doctor"},
        {"linkId": "e", "type": "integer", "text": "Hours", "_text": {"extension": [{
            "url": "http://hl7.org/fhir/StructureDefinition/translation",
            "extension": [{"url": "lang", "valueCode": "fr"}, {"url": "content", "valueString": "Heures"}],
        }]}},
    ],
}  # fmt: skip
KEYS = {"title", "items", "by_type", "max_depth", "conditions", "languages", "unsupported"}


def check(path: Path) -> tuple[int, Any, str]:
    """Exit code, JSON and what was said beside it."""
    done = CliRunner().invoke(commands, ["import", str(path), "--check", "--json"])
    return done.exit_code, json.loads(done.stdout), done.stderr


def test_the_report_of_the_contract(tmp_path: Path) -> None:
    path = tmp_path / "nights.json"
    path.write_text(json.dumps(FHIR))
    code, report, _ = check(path)
    assert code == 0 and set(report) == KEYS
    assert (report["title"], report["max_depth"], report["conditions"]) == ("Nights", 2, 1)
    assert report["languages"] == ["en", "fr"] and report["by_type"]["boolean"] == 1
    assert {one["link_id"] for one in report["unsupported"]} == {"c", "d"}
    assert all(set(one) == {"link_id", "path", "reason"} and one["reason"] for one in report["unsupported"])


@pytest.mark.parametrize(
    "source",
    [
        "",
        "{}",
        "[]",
        "nonsense",
        '{"resourceType": "Patient"}',
        '{"resourceType": "Questionnaire", "resourceType": "Questionnaire", "status": "active"}',
        '{"resourceType": "Questionnaire", "status": "active", "item": [{"linkId": "a", "type": "string", "enableWhen": [{"question": "b", "operator": "exists", "answerBoolean": true}]}, {"linkId": "b", "type": "string", "enableWhen": [{"question": "a", "operator": "exists", "answerBoolean": true}]}]}',
        "[" * 100_000,
        "PK\x03\x04 not a workbook",
    ],
)
def test_what_cannot_be_imported_is_refused_with_a_reason(tmp_path: Path, source: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(source.encode())
    code, report, said = check(path)
    assert code == 2 and report["refused"] and report["refused"] in said


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert check(tmp_path / "nothing.json")[0] == 2


def test_an_xlsform(tmp_path: Path) -> None:
    book = Workbook()
    survey, choices = book.active, book.create_sheet("choices")
    assert survey is not None
    survey.title = "survey"
    for row in (
        ["type", "name", "label::English (en)", "label::Français (fr)", "relevant"],
        ["select_one yes_no", "sleeps", "Do you sleep well?", "Dormez-vous bien ?", ""],
        ["text", "why", "Why?", "Pourquoi ?", "${sleeps} = 'no'"],
        ["geopoint", "where", "Where?", "Où ?", ""],
    ):
        survey.append(row)
    for row in (
        ["list_name", "name", "label::English (en)", "label::Français (fr)"],
        ["yes_no", "yes", "Yes", "Oui"],
        ["yes_no", "no", "No", "Non"],
    ):
        choices.append(row)
    path = tmp_path / "form.xlsx"
    book.save(path)
    code, report, _ = check(path)
    assert code == 0 and report["conditions"] == 1 and set(report["languages"]) == {"en", "fr"}
    assert any("where" in (one["link_id"] or one["path"]) for one in report["unsupported"])


def test_opening_a_survey_from_an_instrument_and_from_a_file(world: World, tmp_path: Path) -> None:
    world.community()
    options = {"community": "multiple-sclerosis", "results_on": "2099-01-01", "mode": "pseudonymous"}
    made = open_from(world.session, "who-5", slug="one", profile=True, **options)
    assert made.minutes == 2
    path = tmp_path / "nights.json"
    path.write_text(json.dumps(FHIR))
    assert open_from(world.session, str(path), slug="two", **options).slug == "two"
    alice = world.reader("alice")
    assert {one["slug"] for one in alice.api("GET", "/surveys").json()["items"]} == {"one", "two"}
    [first, *_] = alice.api("GET", f"/surveys/{made.id}").json()["items"]
    assert first["link_id"] == "age" and first["options"][0]["key"] == "18-29"
