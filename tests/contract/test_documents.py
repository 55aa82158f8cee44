"""The documents of the contract: every door is explained with examples, and the files under docs/contract/ are fresh."""

import json
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from app.anonymise.commands import commands as anonymise
from app.screening.commands import commands as screening
from tests.server import ROOT
from tools import contract

FOLDER = ROOT / "docs" / "contract"
PROMISED = [
    "auth/sign-up",
    "auth/verify",
    "auth/token",
    "auth/refresh",
    "auth/sign-out",
    "auth/step-up",
    "auth/socket-ticket",
    "communities",
    "communities/{}",
    "communities/{}/join-requests",
    "communities/{}/threads",
    "threads/{}",
    "threads/{}/posts",
    "posts/{}",
    "posts/{}/reports",
    "moderation/queue",
    "moderation/items/{}/decisions",
    "decisions/{}/appeals",
    "rooms/{}/messages",
    "surveys",
    "surveys/{}",
    "surveys/{}/responses",
    "me",
    "me/personas",
    "me/consents",
    "me/measures",
    "me/data-export",
    "me/erasure",
    "studies",
    "studies/{}/approvals",
    "studies/{}/releases",
    "releases/{}",
    "releases/{}/files",
    "measures/{}/entries",
]


@pytest.fixture(scope="module")
def openapi(app: FastAPI) -> dict[str, Any]:
    """What the application publishes."""
    return app.openapi()


def test_every_promised_address_is_there(openapi: dict[str, Any]) -> None:
    present = {re.sub(r"\{\w+\}", "{}", path.removeprefix("/api/v1/")) for path in openapi["paths"]}
    assert set(PROMISED) <= present


def test_every_door_is_explained(openapi: dict[str, Any]) -> None:
    doors = [
        (f"{method.upper()} {path}", method, one)
        for path, operations in openapi["paths"].items()
        for method, one in operations.items()
    ]
    assert len(doors) >= 90
    for name, method, one in doors:
        assert len(one["summary"]) > 8 and len(one["description"]) >= len(one["summary"]), name
        assert {"401", "404", "422", "429", "503"} <= set(one["responses"]), name
        for code, response in one["responses"].items():
            refusal = code >= "4"
            assert (list(response.get("content", {})) == ["application/problem+json"]) is refusal, (
                name,
                code,
            )
        keys = [p for p in one["parameters"] if p["name"] == "Idempotency-Key"]
        assert len(keys) == (method != "get"), name
        for parameter in one["parameters"]:
            shown = {"example", "examples", "description"} & {*parameter, *parameter["schema"]}
            assert shown or "default" in parameter["schema"] or "enum" in parameter["schema"], (
                name,
                parameter,
            )


def test_every_field_has_an_example_that_fits(openapi: dict[str, Any]) -> None:
    schemas = openapi["components"]["schemas"]
    shown = 0
    for name, schema in schemas.items():
        for field, one in schema.get("properties", {}).items():
            for example in one.get("examples", []):
                whole = {**one, "components": openapi["components"]}
                assert Draft202012Validator(whole).is_valid(example), (name, field, example)
                shown += 1
    assert shown > 300


def test_the_files_are_fresh_and_name_no_machine() -> None:
    wanted = contract.files()
    assert set(FOLDER.rglob("*.json")) == set(wanted)
    for path, text in wanted.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python tools/contract.py"
        Draft202012Validator.check_schema(json.loads(text)) if path.name != "openapi.json" else None
        assert not re.search(r"localhost|127\.0\.0\.1|/home/|/usr/|/root/|registry", text), path.name


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / "reports" / f"{name}.json").read_text()))


def test_commands_answer_as_promised(tmp_path: Path) -> None:
    said = CliRunner().invoke(screening, ["--json"], input='"Call 06 12 34 56 78"\n"A calm day"\n')
    lines = [json.loads(line) for line in said.stdout.splitlines()]
    assert [bool(one["pii"]) for one in lines] == [True, False]
    for one in lines:
        validator("ScanLine").validate(one)

    rows = [f"{20 + n % 5},{n % 3},{n % 7}" for n in range(300)]
    (tmp_path / "in.csv").write_text("\n".join(["age,region,score", *rows]))
    files = [
        str(tmp_path / "in.csv"),
        "--out",
        str(tmp_path / "out.csv"),
        "--report",
        str(tmp_path / "r.json"),
    ]
    roles = ["--qi", "age,region", "--sensitive", "score", "--numeric", "age", "--seconds", "1"]
    assert CliRunner().invoke(anonymise, [*files, *roles]).exit_code == 0
    validator("AnonymiseReport").validate(orjson.loads((tmp_path / "r.json").read_bytes()))


def test_an_import_is_reported_as_promised() -> None:
    from app.surveys.questionnaire.importing import import_bytes

    item = {"linkId": "a", "type": "choice", "text": "Well?", "answerValueSet": "http://example.org/set"}
    file = {"resourceType": "Questionnaire", "status": "active", "title": "Days", "item": [
        {"linkId": "b", "type": "integer", "text": "Age?"}, item,
    ]}  # fmt: skip
    report = import_bytes(orjson.dumps(file)).report()
    validator("ImportCheck").validate(report)
    assert report["items"] == 2 and report["unsupported"]


def test_a_proof_answers_as_promised() -> None:
    from app.proofs.report import Attack, Proof

    held = Attack("invented ids", 400, 0)
    broken = Attack("old links", 10, 2)
    for proof, holds in ((Proof("walls", (held,)), True), (Proof("walls", (held, broken)), False)):
        told = proof.as_dict()
        validator("ProofResult").validate(told)
        assert told["holds"] is holds
