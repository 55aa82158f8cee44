"""`entraide user`: the first admin, offices, a lost second factor."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest
from typer.testing import CliRunner, Result

from app.accounts.commands import commands
from app.core import clock, preparing
from tests.people import World


@pytest.fixture(autouse=True)
def the_tests_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command's own database is the one of the test."""

    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(preparing, "database", here)


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, list(words))


def test_the_first_admin_signs_in_with_what_was_printed(world: World) -> None:
    made = run("create-admin", "head@demo.example", "--password", "river and stone", "--json")
    assert made.exit_code == 0, made.output
    told = json.loads(made.output)
    assert len(told["recovery_codes"]) == 10
    code = pyotp.TOTP(told["totp_secret"]).at(clock.now())
    form = {"email": "head@demo.example", "password": "river and stone", "code": code}
    visitor = world.reader()
    answer = visitor.post("/sign-in", form)
    assert answer.status_code == 303
    visitor.token = answer.headers["set-cookie"].split("entraide=")[1].split(";")[0]
    assert visitor.get("/admin").status_code == 200
    again = run("create-admin", "head@demo.example", "--password", "river and stone")
    assert again.exit_code == 2 and "already" in again.output
    assert run("create-admin", "other@demo.example", "--password", "short").exit_code == 2


def test_offices_are_granted_listed_and_ended_without_printing_addresses(world: World) -> None:
    world.account("bob")
    world.persona("alice")
    assert run("grant-researcher", "bob@demo.example").exit_code == 0
    assert run("grant-researcher", "alice@demo.example").exit_code == 2
    assert run("grant", "nobody@demo.example", "steward").exit_code == 2
    listed = run("list", "--json")
    told = json.loads(listed.output)
    assert told["offices"]["researcher"] == 1 and told["offices_without_second_factor"] == 1
    assert "@" not in listed.output
    assert run("end-office", "bob@demo.example", "researcher").exit_code == 0
    assert json.loads(run("list", "--json").output)["offices"]["researcher"] == 0


def test_a_lost_second_factor_is_reset_and_every_device_signed_out(world: World) -> None:
    mona = world.reader("mona")
    assert mona.get("/settings").status_code == 200
    assert run("reset-second-factor", "mona@demo.example").exit_code == 0
    assert mona.get("/settings").headers["location"].startswith("/sign-in")
