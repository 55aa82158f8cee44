"""Following, noting, correcting: pages and JSON; what belongs to somebody else does not exist."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from app.core import clock
from app.models.dashboard import Entry, Mark, Measure
from tests.people import Reader, World


def follow(reader: Reader, code: str = "fatigue", **more: Any) -> dict[str, Any]:
    made = reader.api("POST", "/me/measures", {"code": code, **more})
    assert made.status_code == 201, made.text
    return dict(made.json())


def test_one_tap_notes_today_and_a_second_tap_corrects_it(world: World) -> None:
    alice = world.reader("alice")
    assert "What would you like to follow?" in alice.get("/dashboard").text
    assert alice.post("/dashboard/measures", {"codes": ["fatigue", "sleep"]}).status_code == 303
    page = alice.get("/dashboard").text
    assert "How tired are you today?" in page and "A day without an entry is not a failure" in page
    measure = alice.api("GET", "/me/measures").json()["items"][0]
    assert measure["code"] == "fatigue"
    for value in ("6", "4"):
        assert alice.post(f"/dashboard/{measure['id']}", {"value": value}).status_code == 303
    entries = alice.api("GET", f"/measures/{measure['id']}/entries").json()["items"]
    assert [(one["day"], one["value"]) for one in entries] == [(clock.today().isoformat(), 4)]
    shown = alice.get("/dashboard").text
    assert 'value="4" aria-pressed="true"' in shown and "Fatigue, average of the last 7 days: 4.0" in shown


def test_nothing_readable_stands_in_the_tables(world: World) -> None:
    alice = world.reader("alice")
    own = follow(alice, "custom", label="Tingling secret", low=0, high=10)
    alice.api("POST", f"/measures/{own['id']}/entries", {"value": 7, "note": "canary note"})
    alice.api(
        "POST", "/me/marks", {"sort": "event", "day": clock.today().isoformat(), "label": "canary event"}
    )
    for table in (Measure, Entry, Mark):
        row = world.session.exec(select(table)).one()
        account = world.account("alice").id
        for value in row.model_dump().values():
            held = value if isinstance(value, bytes) else str(value).encode()
            assert b"canary" not in held and b"Tingling" not in held and b"custom" not in held
            assert account.bytes not in held and str(account).encode() not in held


def test_entries_are_corrected_listed_and_removed_as_json(world: World) -> None:
    alice = world.reader("alice")
    base = f"/measures/{follow(alice)['id']}/entries"
    days = ["2026-11-01", "2026-11-03", "2026-11-02"]
    made = [alice.api("POST", base, {"value": 5, "day": day}).json() for day in days]
    first = alice.api("GET", f"{base}?limit=2").json()
    assert [one["day"] for one in first["items"]] == ["2026-11-03", "2026-11-02"]
    rest = alice.api("GET", f"{base}?limit=2&after={first['next']}").json()
    assert [one["day"] for one in rest["items"]] == ["2026-11-01"] and rest["next"] is None
    changed = alice.api("PATCH", f"{base}/{made[0]['id']}", {"value": 8, "note": "late night"})
    assert changed.json()["value"] == 8 and changed.json()["note"] == "late night"
    assert alice.api("DELETE", f"{base}/{made[0]['id']}").status_code == 204
    assert len(alice.api("GET", base).json()["items"]) == 2
    assert alice.api("DELETE", f"{base}/{made[0]['id']}").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"value": 11}, {"value": -1}, {"value": True}, {"value": "6"}, {"value": None}, {}, {"value": 5, "second": 3},
        {"value": 5, "day": "2999-01-01"}, {"value": 5, "day": "1999-01-01"}, {"value": 5, "day": 20000},
        {"value": 5, "day": "2026-02-30"}, {"value": 5, "note": "n" * 281}, {"value": 5, "extra": 1},
    ],
)  # fmt: skip
def test_bad_entries_are_refused_and_change_nothing(world: World, body: dict[str, Any]) -> None:
    alice = world.reader("alice")
    base = f"/measures/{follow(alice)['id']}/entries"
    assert alice.api("POST", base, body).status_code == 422
    assert alice.api("GET", base).json()["items"] == []


@pytest.mark.parametrize("raw", [b'{"value":NaN}', b'{"value":1e400}', b'{"value":5,"value":6}', b'{"value":5,"note":"\\ud800"}', b'{"value":5,"note":"\\u0000"}'])  # fmt: skip
def test_odd_json_is_refused(world: World, raw: bytes) -> None:
    alice = world.reader("alice")
    path = f"/measures/{follow(alice)['id']}/entries"
    answer = alice.api("POST", path, content=raw, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert alice.api("GET", path).json()["items"] == []


def test_blood_pressure_has_two_values_and_a_comma_is_a_number(world: World) -> None:
    alice = world.reader("alice")
    pressure, weight = follow(alice, "blood_pressure"), follow(alice, "weight")
    refused = alice.post(
        f"/dashboard/{pressure['id']}",
        {"value": "120", "second": "130", "day": "2026-11-20", "note": "kept words"},
    )
    assert refused.status_code == 422 and "kept words" in refused.text
    assert alice.post(f"/dashboard/{pressure['id']}", {"value": "120", "second": "80"}).status_code == 303
    assert alice.post(f"/dashboard/{weight['id']}", {"value": "71,4"}).status_code == 303
    assert "120/80" in alice.get(f"/dashboard/{pressure['id']}").text
    assert alice.api("GET", f"/measures/{weight['id']}/entries").json()["items"][0]["value"] == 71.4


def test_a_strangers_dashboard_is_like_an_invented_one(world: World) -> None:
    alice, charlie = world.reader("alice"), world.reader("charlie")
    measure = follow(alice)
    entry = alice.api("POST", f"/measures/{measure['id']}/entries", {"value": 5}).json()
    mark = alice.api("POST", "/me/marks", {"sort": "event", "day": "2026-11-01", "label": "Move"}).json()
    for method, path, body in (
        ("GET", "/measures/{m}/entries", None),
        ("POST", "/measures/{m}/entries", {"value": 5}),
        ("PATCH", "/measures/{m}/entries/{e}", {"value": 5}),
        ("DELETE", "/measures/{m}/entries/{e}", None),
        ("PATCH", "/me/measures/{m}", {"shown": False}),
        ("DELETE", "/me/measures/{m}", None),
        ("DELETE", "/me/marks/{k}", None),
    ):
        real = charlie.api(method, path.format(m=measure["id"], e=entry["id"], k=mark["id"]), body)
        invented = charlie.api(method, path.format(m=uuid4(), e=uuid4(), k=uuid4()), body)
        assert real.status_code == invented.status_code == 404
        assert real.content == invented.content
    page, none = charlie.get(f"/dashboard/{measure['id']}"), charlie.get(f"/dashboard/{uuid4()}")
    assert page.status_code == none.status_code == 404 and page.content == none.content
    assert alice.api("GET", f"/measures/{measure['id']}/entries").json()["items"][0]["value"] == 5


def test_visitors_sign_in_and_offices_have_no_dashboard(world: World) -> None:
    visitor, rosa = world.reader(), world.reader("rosa")
    assert visitor.get("/dashboard").headers["location"] == "/sign-in?next=%2Fdashboard"
    assert visitor.api("GET", "/me/measures").status_code == 401
    assert rosa.get("/dashboard").status_code == 404
    assert rosa.api("GET", "/me/measures").status_code == 404


def test_six_are_shown_at_most_and_the_choice_keeps_what_was_ticked(world: World) -> None:
    alice = world.reader("alice")
    every = ["fatigue", "sleep", "mood", "energy", "pain", "weight", "blood_pressure"]
    refused = alice.post("/dashboard/measures", {"codes": every})
    assert refused.status_code == 422 and "Choose six at most" in refused.text
    assert refused.text.count(" checked") >= 7
    assert alice.post("/dashboard/measures", {"codes": every[:6]}).status_code == 303
    seventh = follow(alice, "blood_pressure")
    assert seventh["shown"] is False
    assert alice.api("PATCH", f"/me/measures/{seventh['id']}", {"shown": True}).status_code == 409
    assert alice.api("POST", "/me/measures", {"code": "sleep"}).status_code == 409
    assert alice.api("POST", "/me/measures", {"code": "nonsense"}).status_code == 422


def test_a_double_click_adds_one_measure(world: World) -> None:
    alice = world.reader("alice")
    form = {"label": "Steps", "shape": "number", "idempotency_key": "one-and-the-same"}
    for _ in range(2):
        assert alice.post("/dashboard/measures/own", form).status_code == 303
    assert len(alice.api("GET", "/me/measures").json()["items"]) == 1


def test_the_board_costs_the_same_for_one_measure_and_six(world: World) -> None:
    from tests.counting import statements

    alice = world.reader("alice")
    alice.post("/dashboard/measures", {"codes": ["fatigue"]})
    with statements() as few:
        alice.get("/dashboard")
    alice.post("/dashboard/measures", {"codes": ["fatigue", "sleep", "mood", "energy", "pain", "weight"]})
    with statements() as many:
        alice.get("/dashboard")
    own = [[one for one in seen if "measure" in one or "health_mark" in one] for seen in (few, many)]
    assert len(own[0]) == len(own[1]) == 3 and len(many) <= 8
