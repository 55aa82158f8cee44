"""The inbox: all personas of one person together, on their own page only; reading; the badge; wishes about mail."""

from datetime import timedelta

import pytest

from app.core import clock
from app.models.community import Persona
from app.notifications import unread
from app.notifications.notify import notify
from tests.counting import statements
from tests.people import Reader, World, invented_id


def tell(world: World, persona: Persona, kind: str = "reply", link: str = "/c/x/t/1") -> None:
    world.session.info["communities"] = (persona.community_id,)
    from app.core import db

    db.act_in(world.session, [persona.community_id])
    notify(world.session, persona_id=persona.id, community_id=persona.community_id, kind=kind, link=link)
    world.session.commit()
    unread.forget_all()


def alerts(reader: Reader, query: str = "") -> list[dict[str, object]]:
    answer = reader.api("GET", "/notifications" + query)
    assert answer.status_code == 200
    items: list[dict[str, object]] = answer.json()["items"]
    return items


def test_all_my_personas_stand_together_and_nobody_elses(world: World) -> None:
    tell(world, world.persona("alice"))
    tell(world, world.persona("alice", "diabetes"), "thanks", "/c/diabetes/t/2")
    tell(world, world.persona("bob"), link="/c/x/t/3")
    alice = world.reader("alice", persona=False)
    assert {one["community"] for one in alerts(alice)} == {"multiple-sclerosis", "diabetes"}
    page = alice.get("/notifications").text
    assert "A new reply in a thread you follow" in page and "Somebody thanked you" in page
    assert "/c/x/t/3" not in page and "Mark all as read" in page
    assert [one["link"] for one in alerts(world.reader("bob", persona=False))] == ["/c/x/t/3"]
    for name in ("charlie", "rosa", "ada"):
        assert alerts(world.reader(name)) == []
        assert "Nothing new" in world.reader(name).get("/notifications").text


def test_a_refused_person_finds_the_answer(world: World) -> None:
    persona = world.persona("alice", status="refused", joined_on=None)
    tell(world, persona, "join", "/communities/multiple-sclerosis")
    assert [one["kind"] for one in alerts(world.reader("alice", persona=False))] == ["join"]


def test_following_an_alert_reads_it(world: World) -> None:
    tell(world, world.persona("alice"))
    alice = world.reader("alice", persona=False)
    (one,) = alerts(alice)
    answer = alice.get(f"/notifications/{one['id']}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/x/t/1")
    assert alerts(alice, "?unread=true") == [] and len(alerts(alice)) == 1
    bob = world.reader("bob")
    real, invented = bob.get(f"/notifications/{one['id']}"), bob.get(f"/notifications/{invented_id()}")
    assert (real.status_code, real.content) == (404, invented.content)
    assert world.reader().get(f"/notifications/{one['id']}").headers["location"].startswith("/sign-in?next=")


def test_reading_some_or_all_and_never_anothers(world: World) -> None:
    alice_persona, bob_persona = world.persona("alice"), world.persona("bob")
    for number in range(3):
        tell(world, alice_persona, link=f"/c/x/t/{number}")
    tell(world, bob_persona)
    alice, bob = world.reader("alice"), world.reader("bob")
    theirs = alerts(bob)[0]["id"]
    first = alerts(alice)[0]["id"]
    assert alice.api("POST", "/notifications/read", {"ids": [first, theirs]}).json() == {"changed": 1}
    assert alice.post("/notifications/read").headers["location"] == "/notifications"
    assert alerts(alice, "?unread=true") == [] and len(alerts(bob, "?unread=true")) == 1
    assert world.reader().api("POST", "/notifications/read", {}).status_code == 401


@pytest.mark.parametrize("body", [{"ids": ["x"]}, {"ids": True}, {"all": True}, {"ids": [str(1)] * 101}, []])
def test_bad_reading_changes_nothing(world: World, body: object) -> None:
    tell(world, world.persona("alice"))
    alice = world.reader("alice", persona=False)
    assert alice.api("POST", "/notifications/read", body).status_code == 422
    assert len(alerts(alice, "?unread=true")) == 1


def test_pages_by_key_newest_first(world: World) -> None:
    persona = world.persona("alice")
    for number in range(35):
        clock.turn(timedelta(days=-number % 7))
        tell(world, persona, link=f"/c/x/t/{number}")
    clock.turn(timedelta(0))
    alice = world.reader("alice", persona=False)
    first = alice.api("GET", "/notifications").json()
    second = alice.api("GET", f"/notifications?after={first['next']}").json()
    seen = first["items"] + second["items"]
    assert (len(first["items"]), len(seen), second["next"]) == (30, 35, None)
    assert len({one["id"] for one in seen}) == 35
    assert [one["day"] for one in seen] == sorted((one["day"] for one in seen), reverse=True)
    assert "Older alerts" in alice.get("/notifications").text
    assert alice.api("GET", "/notifications?after=nonsense").status_code == 422


def test_the_badge_counts_and_costs_next_to_nothing(world: World) -> None:
    tell(world, world.persona("alice"))
    tell(world, world.persona("alice"), link="/c/x/t/2")
    alice = world.reader("alice", persona=False)
    with statements() as first:
        assert '<span class="count">2</span>' in alice.get("/communities").text
    with statements() as again:
        alice.get("/communities")
    assert len(first) - len(again) <= 2
    alice.post("/notifications/read")
    assert '<span class="count">' not in alice.get("/communities").text
    assert '<span class="count">' not in world.reader("rosa").get("/communities").text


def test_wishes_about_mail(world: World) -> None:
    world.persona("alice")
    alice = world.reader("alice")
    assert alice.api("GET", "/me/notification-settings").json() == {
        "digest": "weekly", "quiet_from": 21, "quiet_until": 8,
    }  # fmt: skip
    form = {"digest": "daily", "quiet_from": "22", "quiet_until": "7"}
    assert alice.post("/notifications/settings", form).status_code == 303
    assert 'value="daily" checked' in alice.get("/notifications/settings").text
    refused = alice.post("/notifications/settings", form | {"quiet_from": "24"})
    assert refused.status_code == 422 and 'value="daily" checked' in refused.text
    off = {"digest": "off", "quiet_from": 0, "quiet_until": 0}
    assert alice.api("PUT", "/me/notification-settings", off).json() == off
    for bad in (
        {**off, "quiet_from": True},
        {**off, "digest": "hourly"},
        {**off, "quiet_until": 1e400},
        {"digest": "off"},
    ):
        import json

        answer = alice.api(
            "PUT", "/me/notification-settings", content=json.dumps(bad).encode(), headers={"content-type": "application/json"}
        )  # fmt: skip
        assert answer.status_code == 422
    assert alice.api("GET", "/me/notification-settings").json() == off
    assert world.reader().api("GET", "/me/notification-settings").status_code == 401
