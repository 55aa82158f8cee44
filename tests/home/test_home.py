"""The home: three cards for a member, a desk for an office, nothing of anybody else; and who one is over the API."""

import secrets

from app.core import clock
from app.dashboard.owner import tag_of
from app.models.dashboard import Entry, Measure
from app.notifications import unread
from app.notifications.notify import notify
from tests.counting import statements
from tests.people import World


def test_a_member_finds_three_cards(world: World) -> None:
    alice = world.persona("alice")
    notify(world.session, persona_id=alice.id, community_id=alice.community_id, kind="reply", link="/c/x/t/1")
    world.persona("alice", "diabetes", status="pending", joined_on=None)
    page = world.reader("alice", persona=False).get("/home").text
    assert (
        'href="/dashboard"' in page and 'href="/c/multiple-sclerosis"' in page and 'href="/surveys"' in page
    )
    assert "One unread alert" in page and alice.handle in page
    assert 'href="/communities/diabetes"' in page and "Your request is waiting" in page
    assert "Open the queue" not in page


def test_todays_entry_is_counted_not_opened(world: World) -> None:
    account = world.account("alice")
    page = world.reader("alice").get("/home").text
    assert "Note how I am" in page
    tag = tag_of(account.id)
    measure = Measure(owner=tag, sealed=secrets.token_bytes(40))
    world.session.add(measure)
    world.session.flush()
    world.session.add(
        Entry(owner=tag, measure_id=measure.id, day=clock.today(), sealed=secrets.token_bytes(40))
    )
    world.session.commit()
    assert "One value noted today." in world.reader("alice").get("/home").text
    assert "Note how I am" in world.reader("bob").get("/home").text


def test_somebody_new_is_shown_the_communities(world: World) -> None:
    world.community()
    page = world.reader("alice", persona=False).get("/home").text
    assert "You are in no community yet" in page


def test_each_office_finds_its_desk_and_no_community(world: World) -> None:
    world.persona("alice")
    for name, link in (("rosa", "/research"), ("stefan", "/research"), ("ada", "/admin")):
        page = world.reader(name).get("/home").text
        assert f'href="{link}"' in page and "multiple-sclerosis" not in page and 'href="/c/' not in page


def test_moderators_find_their_queue(world: World) -> None:
    assert 'href="/moderation"' in world.reader("mona").get("/home").text


def test_a_visitor_is_sent_to_sign_in(world: World) -> None:
    assert world.reader().get("/home").headers["location"] == "/sign-in?next=%2Fhome"
    assert world.reader().api("GET", "/me").status_code == 401
    assert world.reader().api("GET", "/me/personas").status_code == 401


def test_who_am_i(world: World) -> None:
    me = world.reader("rosa").api("GET", "/me").json()
    assert me["offices"] == ["researcher"] and me["second_factor"] is True
    assert not {"email", "id", "account", "account_id"} & set(me)
    bob = world.reader("bob").api("GET", "/me").json()
    assert bob["offices"] == [] and bob["suspended"] is False


def test_my_personas_stand_together_here_alone(world: World) -> None:
    world.persona("alice"), world.persona("alice", "diabetes"), world.persona("bob")
    alice = world.reader("alice")
    mine = alice.api("GET", "/me/personas").json()
    assert [one["community"] for one in mine["items"]] == ["diabetes", "multiple-sclerosis"]
    assert set(mine["items"][0]) == {"id", "community", "handle", "kind", "role", "status"}
    assert world.reader("rosa").api("GET", "/me/personas").status_code == 404


def test_more_communities_cost_no_more_statements(world: World) -> None:
    world.persona("bob")
    bob = world.reader("bob")
    bob.get("/home")
    unread.forget_all()
    with statements() as few:
        bob.get("/home")
    for number in range(8):
        world.persona("bob", f"place-{number}")
    world.session.commit()
    unread.forget_all()
    with statements() as many:
        bob.get("/home")
    assert len(many) == len(few) <= 24
