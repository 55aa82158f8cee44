"""Rows 1 to 7 and 66 of the matrix at their doors: thirteen kinds of reader, JSON and pages, cell by cell."""

from collections.abc import Callable
from typing import Any

import pytest

from app.access.matrix import COLUMNS, MATRIX
from app.core import clock
from app.models.community import Community
from tests.people import Reader, World

HERE = "multiple-sclerosis"
BODY = {"kind": "patient", "answer": "I would like to read for a while.", "charter": True}
FORM = {"kind": "patient", "answer": "I would like to read for a while.", "charter": "yes"}
TEXT = {
    "fr": "Un texte assez long pour être une charte ici.",
    "en": "A text long enough to be a charter here.",
}
CONFIGURE = {"descriptions": TEXT, "charters": TEXT, "open": True}
SETTINGS = {
    "description_fr": TEXT["fr"], "description_en": TEXT["en"], "charter_fr": TEXT["fr"], "charter_en": TEXT["en"], "open": "yes",
}  # fmt: skip
DONE = {200, 201, 204, 303, 409}  # 409: the guard let them pass, the state of things did not

Knock = Callable[[Reader], Any]
DOORS: list[tuple[int, str, Knock]] = [
    (1, "json", lambda who: who.api("GET", "/communities")),
    (1, "json one", lambda who: who.api("GET", f"/communities/{HERE}")),
    (1, "page", lambda who: who.get("/communities")),
    (1, "page one", lambda who: who.get(f"/communities/{HERE}")),
    (2, "json", lambda who: who.api("GET", "/communities/quiet")),
    (2, "page", lambda who: who.get("/communities/quiet")),
    (3, "json", lambda who: who.api("POST", f"/communities/{HERE}/join-requests", BODY)),
    (3, "page", lambda who: who.post(f"/communities/{HERE}/join", FORM)),
    (3, "form", lambda who: who.get(f"/communities/{HERE}/join")),
    (4, "json", lambda who: who.api("DELETE", f"/communities/{HERE}/join-requests/mine")),
    (4, "page", lambda who: who.post(f"/communities/{HERE}/withdraw")),
    (6, "json", lambda who: who.api("GET", f"/communities/{HERE}/personas")),
    (6, "page", lambda who: who.get(f"/c/{HERE}/members")),
    (6, "rules", lambda who: who.get(f"/c/{HERE}/rules")),
    (7, "json", lambda who: who.api("POST", f"/communities/{HERE}/leave")),
    (7, "page", lambda who: who.post(f"/c/{HERE}/leave")),
    (7, "handle", lambda who: who.api("POST", f"/communities/{HERE}/handle")),
    (66, "json", lambda who: who.api("PATCH", f"/communities/{HERE}", CONFIGURE)),
    (66, "page", lambda who: who.post(f"/c/{HERE}/settings", SETTINGS)),
]
PERSONAS: dict[str, dict[str, Any]] = {
    "P": {"status": "pending", "joined_on": None},
    "M": {},
    "Mu": {"muted_until": clock.now().replace(year=2100)},
    "B": {"status": "banned"},
    "PE": {"role": "expert"},
    "HP": {"role": "professional"},
}
STAFF = {"CM": "mona", "LM": "lena", "R": "rosa", "DS": "stefan", "A": "ada"}


def reader_of(world: World, column: str) -> Reader:
    """Somebody of a column of the matrix, before the community of the cast and its hidden group."""
    parent = world.community(HERE)
    names = {"fr": "Discret", "en": "Quiet"}
    world.session.add(
        Community(slug="quiet", parent_id=parent.id, icd10=["G35"], names=names, descriptions=names, charters={}, hidden=True)
    )  # fmt: skip
    world.session.flush()
    if column == "V":
        return world.reader()
    if column == "N":
        return world.reader("alice", persona=False)
    if column in STAFF:
        return world.reader(STAFF[column])
    persona = world.persona("alice", **PERSONAS[column])
    if column == "P":
        from app.models.community import JoinRequest

        world.session.add(
            JoinRequest(
                community_id=parent.id, persona_id=persona.id, answer="Let me in.", asked_on=clock.today()
            )
        )
        world.session.flush()
    return world.reader("alice", persona=False)


def wanted(row: int, column: str, surface: str) -> set[int]:
    """The statuses that a cell allows at a surface."""
    cell = MATRIX[row][1][COLUMNS.index(column)]
    if column == "HP" and row == 6:
        cell = "4"  # rule 9: elsewhere than in their hosted places, professionals find nothing
    if (column, surface) == ("B", "handle"):
        cell = "4"  # whoever is banned may leave, and draws no new name meanwhile
    if cell == "1":
        return {401} if surface.startswith("json") or surface == "handle" else {303}
    return {"4": {404}, "3": {403}}.get(cell, DONE)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("row", "surface", "knock"), DOORS, ids=[f"{row} {what}" for row, what, _ in DOORS])
def test_the_cell_holds_at_the_door(world: World, row: int, surface: str, knock: Knock, column: str) -> None:
    answer = knock(reader_of(world, column))
    assert answer.status_code in wanted(row, column, surface), answer.text[:200]
    if answer.status_code == 303 and 401 in wanted(row, column, "json"):
        assert answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("column", ["N", "P", "B", "R", "DS", "A"])
def test_a_refusal_is_the_same_for_an_invented_community(world: World, column: str) -> None:
    who = reader_of(world, column)
    for path in ("/c/{}/members", "/c/{}/rules"):
        real, invented = who.get(path.format(HERE)), who.get(path.format("nowhere"))
        assert (
            (real.status_code, real.content)
            == (invented.status_code, invented.content)
            == (404, real.content)
        )


def test_configuring_wants_a_fresh_confirmation_of_admins(world: World) -> None:
    world.community(HERE)
    ada = world.reader("ada", stepped_up=False)
    refused = ada.api("PATCH", f"/communities/{HERE}", CONFIGURE)
    assert (refused.status_code, refused.json()["code"]) == (403, "step-up")
