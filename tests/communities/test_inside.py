"""Inside a community: members, personas, rules, one's own place, leaving; strangers find nothing."""

import pytest
from sqlmodel import col, select

from app.access.arrival import owner_tag
from app.communities.personas import reserved_tag
from app.core import clock
from app.models.community import Community, Persona, ReservedHandle
from tests.people import World, invented_id

INSIDE = ["/c/{}/members", "/c/{}/rules", "/c/{}/me", "/c/{}/settings"]


@pytest.mark.parametrize("path", INSIDE)
def test_a_stranger_gets_what_an_invented_address_gets(world: World, path: str) -> None:
    world.persona("alice")
    charlie = world.reader("charlie")
    real, invented = charlie.get(path.format("multiple-sclerosis")), charlie.get(path.format("nowhere"))
    assert (real.status_code, real.content) == (404, invented.content)
    visitor = world.reader().get(path.format("multiple-sclerosis"))
    assert visitor.headers["location"].startswith("/sign-in?next=")


def test_a_persona_is_shown_to_members_alone(world: World) -> None:
    alice, bob = world.persona("alice"), world.reader("bob")
    page = bob.get(f"/c/multiple-sclerosis/members/{alice.id}")
    assert page.status_code == 200 and alice.handle in page.text and "<path" in page.text
    charlie = world.reader("charlie")
    real = charlie.get(f"/c/multiple-sclerosis/members/{alice.id}")
    assert real.status_code == 404
    assert real.content == charlie.get(f"/c/multiple-sclerosis/members/{invented_id()}").content
    assert charlie.get(f"/c/anxiety/members/{alice.id}").content == real.content
    assert bob.get("/c/multiple-sclerosis/members/not-an-id").status_code == 404
    world.persona("alice", status="pending", joined_on=None)
    world.session.commit()
    assert bob.get(f"/c/multiple-sclerosis/members/{alice.id}").status_code == 404


def test_members_by_name_thirty_a_page_and_never_a_day(world: World) -> None:
    bob = world.reader("bob")
    for number in range(35):
        world.persona(f"m{number:02}")
    world.session.commit()
    page = bob.get("/c/multiple-sclerosis/members").text
    assert page.count('class="pebble ') == 30 and "More names" in page
    assert clock.today().isoformat() not in page
    first = bob.api("GET", "/communities/multiple-sclerosis/personas").json()
    second = bob.api("GET", f"/communities/multiple-sclerosis/personas?after={first['next']}").json()
    names = [one["handle"] for one in first["items"] + second["items"]]
    assert len(names) == 36 and names == sorted(names) and second["next"] is None
    assert all(len(one["joined"]) == 7 for one in first["items"])
    assert bob.api("GET", "/communities/multiple-sclerosis/personas?after=bogus").status_code == 422
    charlie = world.reader("charlie")
    assert charlie.api("GET", "/communities/multiple-sclerosis/personas").status_code == 404
    assert world.reader().api("GET", "/communities/multiple-sclerosis/personas").status_code == 401


def test_rules_name_the_moderators(world: World) -> None:
    mona, bob = world.persona("mona"), world.reader("bob")
    page = bob.get("/c/multiple-sclerosis/rules").text
    assert mona.handle in page and "Change the texts" not in page
    assert "Change the texts" in world.reader("lena").get("/c/multiple-sclerosis/rules").text


def test_leaving_closes_the_door_and_keeps_the_name(world: World) -> None:
    alice, bob = world.reader("alice"), world.persona("bob")
    before = world.persona("alice")
    assert "Leave this community" in alice.get("/c/multiple-sclerosis/me").text
    assert alice.post("/c/multiple-sclerosis/leave").headers["location"] == "/communities"
    world.act_in("multiple-sclerosis")
    world.session.refresh(before)
    assert before.status == "left"
    assert world.session.get(
        ReservedHandle, (before.community_id, reserved_tag(before.community_id, before.handle_folded))
    )
    assert alice.get("/c/multiple-sclerosis/members").status_code == 404
    assert alice.api("POST", "/communities/multiple-sclerosis/leave").status_code == 404
    assert bob.status == "active"


def test_whoever_returns_is_somebody_new_but_sanctions_come_along(world: World) -> None:
    former = world.persona("alice", muted_until=clock.now().replace(year=2099))
    alice = world.reader("alice", persona=False)
    assert alice.api("POST", "/communities/multiple-sclerosis/leave").status_code == 204
    body = {"kind": "patient", "answer": "I would like to come back.", "charter": True}
    asked = alice.api("POST", "/communities/multiple-sclerosis/join-requests", body)
    assert asked.status_code == 201
    world.act_in("multiple-sclerosis")
    account, place = world.account("alice"), world.community()
    tag = owner_tag(account.id, place.id, 1)
    fresh = world.session.exec(select(Persona).where(col(Persona.owner_tag) == tag)).one()
    assert fresh.id != former.id and fresh.handle != former.handle
    assert fresh.standing_tag == former.standing_tag and fresh.muted_until == former.muted_until
    assert alice.api("GET", "/communities/multiple-sclerosis").json()["membership"]["status"] == "pending"


def test_the_last_two_leads_stay(world: World) -> None:
    lena, leo = world.reader("lena"), world.reader("leo")
    refused = lena.post("/c/multiple-sclerosis/leave")
    assert refused.status_code == 409 and "two lead moderators" in refused.text
    world.persona("bob", role="lead")
    world.session.commit()
    assert leo.api("POST", "/communities/multiple-sclerosis/leave").status_code == 204


def test_another_name_once_in_thirty_days(world: World) -> None:
    bob = world.reader("bob")
    persona = world.persona("bob")
    former, folded = persona.handle, persona.handle_folded
    assert bob.post("/c/multiple-sclerosis/handle").status_code == 303
    world.act_in("multiple-sclerosis")
    world.session.refresh(persona)
    assert persona.handle != former
    assert world.session.get(
        ReservedHandle, (persona.community_id, reserved_tag(persona.community_id, folded))
    )
    again = bob.post("/c/multiple-sclerosis/handle")
    assert again.status_code == 429 and int(again.headers["retry-after"]) > 86_400
    assert bob.api("POST", "/communities/multiple-sclerosis/handle").status_code == 429


def test_leads_change_the_texts_and_the_charter_gets_a_version(world: World) -> None:
    form = {
        "description_fr": "Vivre avec.", "description_en": "Living with it.", "open": "yes",
        "charter_fr": "**On parle à la première personne.** Et on s’écoute.",
        "charter_en": "**We speak in the first person.** And we listen.",
    }  # fmt: skip
    lena = world.reader("lena")
    assert lena.post("/c/multiple-sclerosis/settings", form).status_code == 303
    assert "<strong>We speak in the first person.</strong>" in lena.get("/c/multiple-sclerosis/rules").text
    refused = lena.post("/c/multiple-sclerosis/settings", form | {"charter_fr": "Trop court."})
    assert refused.status_code == 422 and "Trop court." in refused.text
    community = world.session.get(Community, world.community().id)
    assert community is not None
    world.session.refresh(community)
    assert community.charter_version == 2
    assert world.reader("mona").post("/c/multiple-sclerosis/settings", form).status_code == 403
    assert world.reader("bob").post("/c/multiple-sclerosis/settings", form).status_code == 404


def test_a_charter_cannot_carry_a_script(world: World) -> None:
    community = world.community()
    community.charters = {"fr": "", "en": "<script>x</script> [a](javascript:b) ![c](http://d.example)"}
    world.session.add(community)
    page = world.reader("bob").get("/c/multiple-sclerosis/rules").text
    assert "<script>x" not in page and 'javascript:b"' not in page and "<img" not in page


def test_a_ban_outlives_leaving(world: World) -> None:
    from app.models.review import Act, Decision, Sanction

    lena, alice = world.persona("lena"), world.persona("alice", status="banned")
    decision = Decision(
        community_id=alice.community_id, subject_kind="persona", subject_id=alice.id, author_id=alice.id,
        act=Act.BAN_FOR_GOOD.value, rule="4", reason="Again and again.", decided_by=lena.id, by_lead=True,
        decided_at=clock.now(),
    )  # fmt: skip
    world.session.add(decision)
    world.session.flush()
    sanction = Sanction(
        community_id=alice.community_id, standing_tag=alice.standing_tag, persona_id=alice.id,
        decision_id=decision.id, act=Act.BAN_FOR_GOOD.value,
    )  # fmt: skip
    world.session.add(sanction)
    world.session.flush()
    reader = world.reader("alice", persona=False)
    assert reader.api("POST", "/communities/multiple-sclerosis/leave").status_code == 204
    body = {"kind": "patient", "answer": "I would like to come back.", "charter": True}
    refused = reader.api("POST", "/communities/multiple-sclerosis/join-requests", body)
    assert refused.status_code == 403 and "excluded" in refused.json()["title"]
    world.act_in("multiple-sclerosis")
    sanction.lifted_at = clock.now()
    world.session.add(sanction)
    world.session.flush()
    assert reader.api("POST", "/communities/multiple-sclerosis/join-requests", body).status_code == 201
