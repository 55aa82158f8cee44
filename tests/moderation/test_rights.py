"""What moderation keeps about a person is given out whole, and forgotten whole; what a colleague decided stays a bare act."""

from sqlalchemy import text

from app.access.person import Person
from app.moderation import desk, rights
from tests.moderation.stage import decide, reported
from tests.people import World

CANARIES = ("cortisone", "canary-appeal", "canary-note")


def _lived(world: World) -> Person:
    item = reported(world)
    decision = decide(world.reader("mona"), item).json()["id"]
    world.reader("alice").api("POST", f"/decisions/{decision}/appeals", {"words": "canary-appeal"})
    alice, mona = world.persona("alice"), world.persona("mona")
    desk.add_note(world.session, alice, mona, "canary-note")
    world.session.commit()
    world.act_in("multiple-sclerosis")
    return Person(world.account("alice").id, ((world.community(), alice),))


def test_everything_is_given_out_but_who_reported(world: World) -> None:
    given = str(rights.gather(world.session, _lived(world)))
    assert all(word in given for word in (*CANARIES, "This hurts."))
    bob = world.persona("bob")
    assert str(bob.id) not in given and bob.handle not in given


def test_nothing_of_it_is_left(world: World) -> None:
    person = _lived(world)
    assert rights.erase(world.session, person, keep_words=False) >= 5
    for table in ("review_item", "report", "decision", "appeal", "moderator_note", "sanction"):
        rows = world.session.connection().execute(text(f"SELECT t::text FROM {table} t")).scalars().all()
        dump = " ".join(rows)
        assert not any(word in dump for word in CANARIES), table
        assert str(person.persona_ids[0]) not in dump, table
    kept = world.session.connection().execute(text("SELECT act FROM decision")).scalars().all()
    assert list(kept) == ["hide"]
