"""`entraide community`: a community is opened from the command line with two leads, or not at all; the list counts nobody."""

import json

import pytest
from typer.testing import CliRunner

from app.communities.commands import commands
from tests.people import World

CREATE = [
    "create", "fibromyalgia", "--name-fr", "Fibromyalgie", "--name-en", "Fibromyalgia", "--icd10", "M79.7", "--json",
]  # fmt: skip
LEADS = ["--lead", "lena@demo.example", "--lead", "Leo@demo.example"]


def test_create_then_list(world: World) -> None:
    world.account("lena"), world.account("leo")
    made = CliRunner().invoke(commands, [*CREATE, *LEADS])
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["slug"] == "fibromyalgia"
    listed = CliRunner().invoke(commands, ["list", "--json"])
    assert [one["slug"] for one in json.loads(listed.stdout)] == ["fibromyalgia"]
    assert set(json.loads(listed.stdout)[0]) == {"slug", "name", "icd10", "hidden", "open"}
    assert "fibromyalgia  Fibromyalgia" in CliRunner().invoke(commands, ["list"]).stdout
    again = CliRunner().invoke(commands, [*CREATE, *LEADS])
    assert again.exit_code == 2 and "taken" in again.stderr


@pytest.mark.parametrize(
    "leads",
    [
        ["--lead", "lena@demo.example"],
        ["--lead", "lena@demo.example", "--lead", "lena@demo.example"],
        ["--lead", "lena@demo.example", "--lead", "nobody@demo.example"],
        ["--lead", "lena@demo.example", "--lead", "not an address"],
    ],
)
def test_two_leads_or_nothing(world: World, leads: list[str]) -> None:
    world.account("lena")
    refused = CliRunner().invoke(commands, [*CREATE, *leads])
    assert refused.exit_code == 2 and refused.stderr.strip()
    assert json.loads(CliRunner().invoke(commands, ["list", "--json"]).stdout) == []
