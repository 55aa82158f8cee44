"""A person's rights: everything given back, also former personas; afterwards nothing leads to them."""

from sqlmodel import col, select

from app.access.person import Person
from app.access.predicates import Actor
from app.accounts.generations import begin_again
from app.communities import rights
from app.communities.personas import is_taken
from app.core import clock
from app.models.community import JoinRequest, Persona
from tests.people import World


def person_of(world: World, name: str) -> Person:
    return Person(world.account(name).id, ())


def test_gather_tells_every_membership_also_the_former(world: World) -> None:
    left = world.persona("alice", status="left")
    begin_again(world.session, Actor(world.account("alice").id), left.community_id)
    refused = world.persona("alice", "diabetes", status="refused", joined_on=None)
    wish = JoinRequest(
        community_id=refused.community_id, persona_id=refused.id, answer="Please let me in.", accepted=False,
        reason="Not now.", asked_on=clock.today(),
    )  # fmt: skip
    world.session.add(wish)
    world.session.flush()
    told = rights.gather(world.session, person_of(world, "alice"))["memberships"]
    assert {(one["community"], one["status"]) for one in told} == {
        ("multiple-sclerosis", "left"),
        ("diabetes", "refused"),
    }
    assert [one["request"]["answer"] for one in told if one["request"]] == ["Please let me in."]


def test_erase_leaves_an_empty_shell_and_a_reserved_name(world: World) -> None:
    alice, bob = world.persona("alice"), world.persona("bob")
    handle, folded, tag, standing = alice.handle, alice.handle_folded, alice.owner_tag, alice.standing_tag
    wish = JoinRequest(
        community_id=alice.community_id, persona_id=alice.id, answer="My words.", asked_on=clock.today()
    )
    world.session.add(wish)
    world.session.flush()
    nobody = person_of(world, "alice")
    whole = Person(nobody.account_id, tuple(rights.every_persona(world.session, nobody)))
    assert rights.erase(world.session, whole, keep_words=True) == 2
    world.act_in("multiple-sclerosis")
    world.session.refresh(alice)
    assert handle not in alice.handle and alice.status == "left"
    assert (alice.owner_sealed, alice.joined_on) == (None, None)
    assert alice.owner_tag != tag and alice.standing_tag != standing
    assert world.session.exec(select(JoinRequest)).all() == []
    assert is_taken(world.session, alice.community_id, folded)
    assert rights.gather(world.session, person_of(world, "alice")) == {"memberships": []}
    world.act_in("multiple-sclerosis")
    assert world.session.exec(select(Persona.status).where(col(Persona.id) == bob.id)).one() == "active"
