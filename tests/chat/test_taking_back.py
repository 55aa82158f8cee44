"""A message goes: by its author, by a moderator, by a block, by age, by erasure. Its number stays."""

from datetime import timedelta

from sqlmodel import select

from app.access.person import Person
from app.chat import moderate, retention, rights
from app.chat.reading import read_since
from app.core import clock
from app.models.chat import Block, Message
from app.models.review import ReviewItem
from tests.chat.test_sending import SLUG, a_room, say, stored
from tests.people import World


def bodies(world: World, name: str) -> list[str]:
    room = a_room(world)
    found = world.reader(name).api("GET", f"/rooms/{room.id}/messages").json()["items"]
    return [one["body"] for one in found]


def test_the_author_takes_it_back(world: World) -> None:
    room = a_room(world)
    alice, bob = world.reader("alice"), world.reader("bob")
    sent = say(alice, room, "à reprendre").json()
    address = f"/rooms/{room.id}/messages/{sent['id']}"
    assert bob.api("DELETE", address).status_code == 403
    assert world.reader("charlie").api("DELETE", address).status_code == 404
    assert alice.api("DELETE", address).status_code == 204
    assert alice.api("DELETE", address).status_code == 404
    assert bodies(world, "bob") == []
    row = stored(world)[0]
    assert (row.status, row.body) == ("deleted", "")
    assert [(one.seq, one.body) for one in read_since(world.session, room.id, 0)] == [(1, None)]


def test_a_moderator_hides_and_the_queue_asks_why(world: World) -> None:
    room = a_room(world)
    sent = say(world.reader("alice"), room, "blessant").json()
    mona = world.reader("mona")
    assert mona.api("DELETE", f"/rooms/{room.id}/messages/{sent['id']}").status_code == 204
    assert bodies(world, "bob") == []
    world.act_in(SLUG)
    item = world.session.exec(select(ReviewItem)).one()
    assert (item.kind, item.text) == ("report", "blessant")
    moderate.restore(world.session, stored(world)[0].id)
    assert bodies(world, "bob") == ["blessant"]


def test_nobody_hides_the_words_of_equal_or_higher_rank(world: World) -> None:
    room = a_room(world)
    for name in ("moussa", "lena"):
        sent = say(world.reader(name), room, f"de {name}").json()
        assert (
            world.reader("mona").api("DELETE", f"/rooms/{room.id}/messages/{sent['id']}").status_code == 403
        )
    assert bodies(world, "bob") == ["de lena", "de moussa"]


def test_a_block_hides_both_ways_and_nobody_else(world: World) -> None:
    room = a_room(world)
    say(world.reader("alice"), room, "de alice")
    say(world.reader("bob"), room, "de bob")
    alice, bob = world.persona("alice"), world.persona("bob")
    world.session.add(Block(author_id=alice.id, blocked_id=bob.id, community_id=room.community_id))
    world.session.flush()
    assert bodies(world, "alice") == ["de alice"]
    assert bodies(world, "bob") == ["de bob"]
    assert bodies(world, "mona") == ["de bob", "de alice"]


def test_thirty_days_later_it_is_gone(world: World) -> None:
    room = a_room(world)
    say(world.reader("alice"), room, "vieux")
    row = stored(world)[0]
    row.at = clock.now() - timedelta(days=31)
    world.session.flush()
    assert bodies(world, "bob") == []
    say(world.reader("alice"), room, "neuf")
    retention.forget_messages(world.session)
    assert [(one.seq, one.body) for one in stored(world)] == [(2, "neuf")]


def test_data_rights(world: World) -> None:
    room = a_room(world)
    say(world.reader("alice"), room, "mes mots")
    say(world.reader("bob"), room, "ses mots")
    me = world.persona("alice")
    person = Person(world.account("alice").id, ((world.community(SLUG), me),))
    world.act_in(SLUG)
    given = rights.gather(world.session, person)
    assert [one["text"] for one in given["messages"]] == ["mes mots"]
    assert rights.erase(world.session, person, keep_words=True) == 1
    assert [(one.author_id, one.body) for one in stored(world)] == [
        (None, ""),
        (world.persona("bob").id, "ses mots"),
    ]
    assert world.session.exec(select(Message).where(Message.body == "mes mots")).first() is None
