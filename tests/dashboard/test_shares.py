"""A link opens what was chosen, for members, until it ends; its owner sees when."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from app.core import clock
from app.models.dashboard import DashboardShare
from tests.dashboard.test_measures import follow
from tests.people import Reader, World


@pytest.fixture(autouse=True)
def clock_right_again() -> Iterator[None]:
    yield
    clock.turn(timedelta(0))


def share(alice: Reader) -> str:
    shown, kept = follow(alice), follow(alice, "custom", label="Kept private")
    alice.api("POST", f"/measures/{shown['id']}/entries", {"value": 7, "note": "a private note"})
    alice.api("POST", f"/measures/{kept['id']}/entries", {"value": 3})
    page = alice.post("/dashboard/shares", {"measures": [shown["id"]], "label": "Nurse", "days": "7"})
    assert page.status_code == 200
    found = re.search(r"http://localhost:\d+(/dashboard/shared/[\w-]+)", page.text)
    assert found and "/dashboard/shared/" not in alice.get("/dashboard/shares").text
    return found[1]


def test_a_member_opens_the_link_and_its_owner_sees_when(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    link = share(alice)
    page = bob.get(link).text
    assert "Fatigue, average of the last 7 days: 7.0" in page
    assert "Kept private" not in page and "a private note" not in page
    mine = alice.get("/dashboard/shares").text
    assert "Nurse" in mine and "opened 1 time" in mine


def test_nobody_opens_it_without_being_a_member_or_after_its_end(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    link = share(alice)
    assert world.reader().get(link).headers["location"].startswith("/sign-in")
    invented = bob.get("/dashboard/shared/invented").content
    for reader in (world.reader("dora", persona=False), world.reader("rosa")):
        assert reader.get(link).status_code == 404
    clock.turn(timedelta(days=8))
    fresh = world.reader("bob")
    assert fresh.get(link).status_code == 404
    clock.turn(timedelta(0))
    row = world.session.exec(select(DashboardShare)).one()
    assert bob.post(f"/dashboard/shares/{row.id}/end").status_code == 404
    assert alice.post(f"/dashboard/shares/{row.id}/end").status_code == 303
    gone = bob.get(link)
    assert gone.status_code == 404 and gone.content == invented


def test_the_table_leads_to_nobody(world: World) -> None:
    alice = world.reader("alice")
    link = share(alice)
    account = world.account("alice").id
    for value in world.session.exec(select(DashboardShare)).one().model_dump().values():
        held = value if isinstance(value, bytes) else str(value).encode()
        assert account.bytes not in held and b"Nurse" not in held and link.encode()[-20:] not in held


def test_a_link_wants_a_measure_of_ones_own(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    other = follow(bob)
    for form in (
        {"label": "Nurse"},
        {"measures": [other["id"]], "label": "Nurse"},
        {"measures": ["x"], "label": "N"},
    ):
        follow(alice, "custom", label=f"One {len(str(form))}")
        refused = alice.post("/dashboard/shares", form)
        assert refused.status_code == 422
    assert world.session.exec(select(DashboardShare)).all() == []
