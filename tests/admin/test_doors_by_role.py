"""Rows 39 to 41, 54 to 57 and 62 to 70 of the matrix at their doors: thirteen kinds of reader, JSON and pages, cell by cell."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from app.access.matrix import COLUMNS, MATRIX
from app.core import db
from app.dashboard import measures, shares
from app.dashboard.owner import owner_of
from tests.communities.test_doors_by_role import HERE, reader_of
from tests.people import Reader, World

OPEN = {
    200,
    201,
    202,
    204,
    303,
    409,
    422,
}  # 409 and 422: the guard let them pass, the state or the form did not

Knock = Callable[[Reader, str], Any]
OFFICE = {"email": "x@demo.example", "office": "admin", "wish": "grant", "reason": "A reason"}
DOORS: list[tuple[int, str, Knock]] = [
    (39, "json", lambda who, _: who.api("GET", "/me/measures")),
    (39, "json write", lambda who, _: who.api("POST", "/me/measures", {"code": "fatigue"})),
    (39, "json marks", lambda who, _: who.api("GET", "/me/marks")),
    (39, "page", lambda who, _: who.get("/dashboard")),
    (39, "page write", lambda who, _: who.post("/dashboard/measures", {"codes": ["fatigue"]})),
    (39, "page sheet", lambda who, _: who.get("/dashboard/sheet")),
    (39, "page files", lambda who, _: who.get("/dashboard/entries.csv")),
    (40, "page", lambda who, link: who.get(link)),
    (41, "page", lambda who, _: who.get("/dashboard/shares")),
    (41, "page write", lambda who, _: who.post("/dashboard/shares", {"label": "Nurse"})),
    (54, "page", lambda who, _: who.get("/settings/second-factor")),
    (54, "page address", lambda who, _: who.post("/settings/address", {"email": "not one"})),
    (56, "page", lambda who, _: who.get("/settings/devices")),
    (56, "page log", lambda who, _: who.get("/my-data/log")),
    (57, "json", lambda who, _: who.api("POST", "/me/data-export")),
    (57, "json erase", lambda who, _: who.api("POST", "/me/erasure", {})),
    (57, "page", lambda who, _: who.get("/my-data/erase")),
    (57, "page copy", lambda who, _: who.post("/my-data/export")),
    (62, "page", lambda who, _: who.get(f"/c/{HERE}/team")),
    (63, "page", lambda who, _: who.get(f"/admin/communities/{HERE}")),
    (63, "page list", lambda who, _: who.get("/admin/proposals")),
    (64, "page", lambda who, _: who.post("/admin/offices/researchers", {"email": "x@demo.example", "wish": "grant"})),
    (65, "page", lambda who, _: who.post("/admin/offices", OFFICE)),
    (67, "page", lambda who, _: who.get("/admin/audit")),
    (69, "page", lambda who, _: who.get("/admin/limits")),
    (69, "page open", lambda who, _: who.post("/admin/communities", {})),
    (70, "page", lambda who, _: who.get("/admin")),
]  # fmt: skip


def shared_by_bob(world: World) -> str:
    """A link to a measure of Bob's."""
    account: UUID = world.account("bob").id
    measure = measures.follow(world.session, owner_of(account), "fatigue")
    made = shares.open_share(world.session, account, label="For somebody", days=7, measure_ids=[measure.id])
    db.commit(world.session)
    return made.link


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("row", "surface", "knock"), DOORS, ids=[f"{row} {what}" for row, what, _ in DOORS])
def test_the_cell_holds_at_the_door(world: World, row: int, surface: str, knock: Knock, column: str) -> None:
    link = shared_by_bob(world) if row == 40 else ""
    answer = knock(reader_of(world, column), link)
    cell = MATRIX[row][1][COLUMNS.index(column)]
    wanted = {"4": {404}, "3": {403}, "1": {401} if surface.startswith("json") else {303}}.get(cell, OPEN)
    assert answer.status_code in wanted, answer.text[:200]
    if cell == "1" and answer.status_code == 303:
        assert answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "path", ["/settings/second-factor", "/settings/address", "/my-data/export", "/my-data/erase"]
)
@pytest.mark.parametrize("name", ["alice", "mona", "rosa", "stefan", "ada"])
def test_sensitive_pages_ask_again_first(world: World, name: str, path: str) -> None:
    answer = world.reader(name, stepped_up=False).get(path)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/step-up?next=")
