"""The general inbox: what the public form received, with its sender, until somebody answered."""

import json
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from typer.testing import CliRunner

from app.core import preparing
from app.moderation.commands import commands
from tests.people import World

FORM = {
    "location": "a post about cream", "reason": "illegal", "words": "This sells a forbidden medicine.",
    "name": "Jean Dupont", "email": "jean@example.org", "faith": "yes",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _this_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(preparing, "database", nullcontext)
    yield


def _waiting() -> list[dict[str, str]]:
    result = CliRunner().invoke(commands, ["--json"])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_notice_waits_with_its_sender_until_it_is_answered(world: World) -> None:
    assert _waiting() == []
    assert world.reader().post("/notice", FORM).status_code == 303
    (row,) = _waiting()
    assert (row["email"], row["location"]) == ("jean@example.org", "a post about cream")
    assert CliRunner().invoke(commands, ["--handled", row["id"]]).exit_code == 0
    assert _waiting() == []
    assert CliRunner().invoke(commands, ["--handled", row["id"]]).exit_code == 2
