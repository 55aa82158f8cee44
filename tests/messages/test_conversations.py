"""Private conversations: a request first, sealed, closed to everybody else; blocks are silent; reports show an excerpt."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from app.access.person import Person
from app.core import clock, keystore
from app.messages import rights, sealing
from app.models.chat import Conversation, Letter
from app.models.notification import Notification
from app.models.review import ReviewItem
from tests.people import Reader, World, invented_id

SLUG = "multiple-sclerosis"
WORDS = "Puis-je vous demander comment vous dormez ?"


def ask(world: World, me: Reader, name: str, words: str = WORDS) -> Any:
    return me.api("POST", f"/personas/{world.persona(name).id}/conversations", {"body": words})


def opened(world: World) -> tuple[Reader, Reader, str]:
    """Alice asked and Bob agreed."""
    alice, bob = world.reader("alice"), world.reader("bob")
    made = ask(world, alice, "bob").json()["id"]
    assert bob.api("POST", f"/conversations/{made}/accept").json()["state"] == "open"
    return alice, bob, made


def bodies(reader: Reader, conversation: str) -> list[str]:
    return [
        one["body"] for one in reader.api("GET", f"/conversations/{conversation}/letters").json()["items"]
    ]


def test_a_request_comes_first(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    made = ask(world, alice, "bob")
    assert made.status_code == 201 and made.json()["state"] == "waiting"
    address = f"/conversations/{made.json()['id']}/letters"
    assert alice.api("POST", address, {"body": "encore"}).status_code == 403
    assert bob.api("POST", address, {"body": "non"}).status_code == 403
    assert bob.api("GET", "/me/conversations").json()["items"][0]["state"] == "asked"
    world.act_in(SLUG)
    assert world.session.exec(select(Notification.persona_id)).all() == [world.persona("bob").id]
    assert alice.api("POST", f"/conversations/{made.json()['id']}/accept").status_code == 409
    assert bob.api("POST", f"/conversations/{made.json()['id']}/accept").status_code == 200
    key = str(invented_id())
    sent = [alice.api("POST", address, {"body": "Merci", "key": key}).json()["id"] for _ in range(2)]
    assert sent[0] == sent[1] and bodies(bob, made.json()["id"]) == [WORDS, "Merci"]
    assert ask(world, bob, "alice", "et moi").json()["id"] == made.json()["id"]


def test_what_is_kept_is_sealed(world: World) -> None:
    _, _, made = opened(world)
    world.act_in(SLUG)
    row = world.session.exec(select(Letter)).one()
    assert WORDS.encode() not in bytes(row.body_sealed)
    conversation = world.session.exec(select(Conversation)).one()
    keys_of_both = {
        sealing.key_of(conversation, one) for one in (conversation.asker_id, conversation.other_id)
    }
    assert len(keys_of_both) == 1 and str(conversation.id) == made
    assert bytes(conversation.wrapped_for_asker) != bytes(conversation.wrapped_for_other)


def test_nobody_else_can_tell(world: World) -> None:
    _, _, made = opened(world)
    for name in ("charlie", "mona", "lena"):
        other = world.reader(name)
        for path in (f"/conversations/{made}/letters",):
            real, fake = other.api("GET", path), other.api("GET", path.replace(made, str(invented_id())))
            assert real.status_code == fake.status_code == 404 and real.content == fake.content
        real, fake = other.get(f"/messages/{made}"), other.get(f"/messages/{invented_id()}")
        assert real.status_code == fake.status_code == 404 and real.content == fake.content
    charlie = world.reader("charlie")
    stranger = ask(world, charlie, "alice")
    nobody = charlie.api("POST", f"/personas/{invented_id()}/conversations", {"body": WORDS})
    assert stranger.status_code == nobody.status_code == 404 and stranger.content == nobody.content
    visitor = world.reader()
    assert visitor.get("/messages").headers["location"] == "/sign-in?next=%2Fmessages"
    assert visitor.api("GET", "/me/conversations").status_code == 401
    assert world.reader("rosa").api("GET", "/me/conversations").status_code == 404


def test_who_may_ask(world: World) -> None:
    bob = world.reader("bob")
    world.persona("bob", muted_until=clock.now() + timedelta(hours=1))
    assert ask(world, bob, "alice").status_code == 403
    world.persona("bob", muted_until=None, role="professional")
    assert ask(world, bob, "alice").status_code == 403
    assert ask(world, world.reader("alice"), "bob").json()["code"] == "professional"
    assert ask(world, world.reader("alice"), "alice").status_code == 404


def test_declining_looks_like_waiting(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    made = ask(world, alice, "bob").json()["id"]
    before = alice.api("GET", "/me/conversations").content
    assert bob.api("POST", f"/conversations/{made}/close").status_code == 204
    assert alice.api("GET", "/me/conversations").content == before
    assert ask(world, alice, "bob").json()["state"] == "waiting"
    assert bob.api("GET", "/me/conversations").json()["items"] == []


def test_a_block_is_silent(world: World) -> None:
    alice, bob, made = opened(world)
    before = alice.api("GET", "/me/conversations").content
    me = f"/personas/{world.persona('alice').id}/block"
    assert bob.api("PUT", me).status_code == 204 and bob.api("PUT", me).status_code == 204
    assert bob.api("GET", "/me/conversations").json()["items"] == []
    assert bob.api("GET", f"/conversations/{made}/letters").status_code == 404
    assert alice.api("GET", "/me/conversations").content == before
    assert alice.api("POST", f"/conversations/{made}/letters", {"body": "Toujours là ?"}).status_code == 201
    world.act_in(SLUG)
    told = select(Notification).where(col(Notification.persona_id) == world.persona("bob").id)
    assert sum(one.times for one in world.session.exec(told)) == 1  # the request, before the block
    assert ask(world, bob, "alice").json()["code"] == "blocked"
    assert world.reader("charlie").api("PUT", me).status_code == 404
    assert bob.api("DELETE", me).status_code == 204
    assert bodies(bob, made) == [WORDS, "Toujours là ?"]


def test_a_report_shows_what_was_chosen(world: World) -> None:
    alice, bob, made = opened(world)
    for words in ("un mot", "un mot blessant"):
        alice.api("POST", f"/conversations/{made}/letters", {"body": words})
    letters = bob.api("GET", f"/conversations/{made}/letters").json()["items"]
    address = f"/conversations/{made}/reports"
    assert (
        bob.api("POST", address, {"letters": [letters[2]["id"]], "reason": "harassment"}).status_code == 204
    )
    world.act_in(SLUG)
    item = world.session.exec(select(ReviewItem)).one()
    assert (item.text, item.subject_kind, item.author_id) == (
        "un mot blessant",
        "conversation",
        world.persona("alice").id,
    )
    assert bob.api("POST", address, {"letters": [str(invented_id())], "reason": "other"}).status_code == 422
    assert alice.api("POST", address, {"letters": [letters[2]["id"]], "reason": "other"}).status_code == 422


def test_the_pages(world: World) -> None:
    alice, bob = world.reader("alice"), world.reader("bob")
    to = f"/messages/to/{world.persona('bob').id}"
    assert alice.get(to).status_code == 200
    refused = alice.post(to, {"body": "mon mail : a.martin@example.org"})
    assert refused.status_code == 422 and "a.martin@example.org</textarea>" in refused.text
    place = alice.post(to, {"body": WORDS}).headers["location"]
    assert "waiting" in alice.get(place).text
    assert "Wants to write to you" in bob.get("/messages").text
    assert "Accept" in bob.get(place).text
    assert bob.post(place + "/accept").status_code == 303
    empty = bob.post(place, {"body": "  "})
    assert empty.status_code == 422 and "before sending" in empty.text
    assert bob.post(place, {"body": "Je veux mourir."}).headers["location"] == place + "?care=1#end"
    assert "3114" in bob.get(place + "?care=1").text
    world.act_in(SLUG)
    assert world.session.exec(select(ReviewItem)).all() == []  # staff see only what one of the two reports
    letters = alice.get(place + "/report")
    assert letters.status_code == 200 and "Je veux mourir." in letters.text
    assert alice.post(f"/messages/block/{world.persona('bob').id}").status_code == 303
    assert world.persona("bob").handle in alice.get("/messages").text
    assert alice.get(place).status_code == 404


def test_data_rights(world: World) -> None:
    _, bob, made = opened(world)
    bob.api("POST", f"/conversations/{made}/letters", {"body": "réponse de bob"})
    me = world.persona("alice")
    person = Person(world.account("alice").id, ((world.community(SLUG), me),))
    world.act_in(SLUG)
    given = rights.gather(world.session, person)["conversations"]
    assert [one["text"] for one in given[0]["letters"]] == [WORDS]
    assert rights.erase(world.session, person, keep_words=True) == 2
    row = world.session.exec(select(Conversation)).one()
    assert [one.author_id for one in world.session.exec(select(Letter))] == [world.persona("bob").id]
    try:
        sealing.key_of(row, me.id)
    except keystore.KeyDestroyed:
        pass
    else:
        raise AssertionError("the way in is still there")
