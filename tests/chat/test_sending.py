"""Sending and reading over HTTP: the deed, the page, and every way it is refused."""

from datetime import timedelta
from uuid import uuid4

from sqlmodel import col, select

from app.access.arrival import find_actor
from app.chat.reading import take_seat
from app.chat.rooms import room_of, set_pace
from app.core import clock
from app.models.chat import Message, Room
from app.models.review import ReviewItem
from tests.people import Reader, World, invented_id

SLUG = "multiple-sclerosis"


def a_room(world: World) -> Room:
    """The room of the community, with its wall open for the test's own session."""
    world.persona("alice")
    world.act_in(SLUG)
    return room_of(world.session, world.community(SLUG))


def say(reader: Reader, room: Room, body: str, **more: object) -> object:
    return reader.api("POST", f"/rooms/{room.id}/messages", {"body": body, **more})


def stored(world: World) -> list[Message]:
    world.act_in(SLUG)
    query = select(Message).order_by(col(Message.seq)).execution_options(populate_existing=True)
    return list(world.session.exec(query))


def test_alice_says_and_bob_reads(world: World) -> None:
    room = a_room(world)
    alice, bob = world.reader("alice"), world.reader("bob")
    sent = say(alice, room, "  Bonsoir à tous \u200b")
    assert sent.status_code == 201 and sent.json()["seq"] == 1 and sent.json()["body"] == "Bonsoir à tous"
    found = bob.api("GET", f"/rooms/{room.id}/messages").json()
    assert [one["body"] for one in found["items"]] == ["Bonsoir à tous"] and found["next"] is None
    assert found["items"][0]["persona"]["handle"] == world.persona("alice").handle
    rooms = bob.api("GET", f"/communities/{SLUG}/rooms").json()["items"]
    assert rooms == [
        {"id": str(room.id), "community": SLUG, "last_seq": 1, "slow_seconds": 0, "read_only": False}
    ]


def test_the_same_key_is_the_same_message(world: World) -> None:
    room, key = a_room(world), str(uuid4())
    alice = world.reader("alice")
    first, again = say(alice, room, "Une fois", key=key), say(alice, room, "Une fois", key=key)
    assert first.json() == again.json() and len(stored(world)) == 1


def test_numbers_have_no_hole_after_refusals(world: World) -> None:
    room = a_room(world)
    alice = world.reader("alice")
    for body in ("un", "", "écris à alice.martin@example.org", "deux", "x" * 2001, "trois"):
        say(alice, room, body)
    assert [(one.seq, one.body) for one in stored(world)] == [(1, "un"), (2, "deux"), (3, "trois")]


def test_history_goes_page_by_page(world: World) -> None:
    room = a_room(world)
    alice = world.reader("alice")
    author = world.persona("alice")
    for seq in range(1, 121):
        world.session.add(
            Message(
                room_id=room.id,
                community_id=room.community_id,
                seq=seq,
                author_id=author.id,
                key=uuid4(),
                body=f"n{seq}",
                at=clock.now(),
            )
        )
    room.last_seq = 120
    world.session.flush()
    seen, after = [], ""
    while True:
        page = alice.api("GET", f"/rooms/{room.id}/messages{after}").json()
        seen += [one["seq"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"?after={page['next']}"
    assert seen == list(range(120, 0, -1))
    assert alice.api("GET", f"/rooms/{room.id}/messages?after=nonsense").status_code == 422


def test_personal_data_waits_for_a_choice(world: World) -> None:
    room = a_room(world)
    alice = world.reader("alice")
    body = "mon adresse : alice.martin@example.org"
    asked = say(alice, room, body)
    assert asked.status_code == 422 and asked.json()["code"] == "pii"
    span = asked.json()["spans"][0]
    assert body[span["start"] : span["end"]] == "alice.martin@example.org"
    assert stored(world) == []
    assert say(alice, room, body, pii="mask").json()["body"] == "mon adresse : […]"
    kept = say(alice, room, body, pii="keep").json()
    assert kept["body"] == body
    item = world.session.exec(select(ReviewItem)).one()
    assert (item.kind, item.subject_kind, str(item.subject_id), item.text) == (
        "pii",
        "message",
        kept["id"],
        body,
    )


def test_distress_brings_help_and_tops_the_queue(world: World) -> None:
    room = a_room(world)
    sent = say(world.reader("alice"), room, "Je veux mourir, je n’en peux plus.")
    assert sent.status_code == 201 and any(one["number"] == "3114" for one in sent.json()["help"])
    world.act_in(SLUG)
    item = world.session.exec(select(ReviewItem)).one()
    assert (item.kind, item.subject_kind, str(item.subject_id)) == ("distress", "message", sent.json()["id"])


def test_slow_mode_is_exact_and_spares_moderators(world: World) -> None:
    room = a_room(world)
    set_pace(world.session, room, slow_seconds=10)
    alice, mona = world.reader("alice"), world.reader("mona")
    assert say(alice, room, "un").status_code == 201
    refused = say(alice, room, "deux")
    assert refused.status_code == 429 and refused.json()["code"] == "slow"
    assert 1 <= int(refused.headers["retry-after"]) <= 11
    assert [say(mona, room, word).status_code for word in ("a", "b")] == [201, 201]
    clock.turn(timedelta(seconds=11))
    try:
        assert say(alice, room, "deux").status_code == 201
    finally:
        clock.turn(timedelta(0))


def test_reading_only_is_said(world: World) -> None:
    room = a_room(world)
    set_pace(world.session, room, read_only=True)
    assert say(world.reader("alice"), room, "un").json()["code"] == "read-only"
    assert "reading only" in world.reader("alice").get(f"/c/{SLUG}/chat").text


def test_who_may_not(world: World) -> None:
    room = a_room(world)
    charlie, visitor = world.reader("charlie"), world.reader()
    for path in (f"/rooms/{room.id}/messages", f"/communities/{SLUG}/rooms"):
        invented = path.replace(str(room.id), str(invented_id())).replace(SLUG, "no-such-place")
        real, fake = charlie.api("GET", path), charlie.api("GET", invented)
        assert real.status_code == fake.status_code == 404 and real.content == fake.content
        assert visitor.api("GET", path).status_code == 401
    real, fake = (
        say(charlie, room, "hello"),
        charlie.api("POST", f"/rooms/{invented_id()}/messages", {"body": "hello"}),
    )
    assert real.status_code == fake.status_code == 404 and real.content == fake.content
    page, nothing = charlie.get(f"/c/{SLUG}/chat"), charlie.get("/c/no-such-place/chat")
    assert page.status_code == nothing.status_code == 404 and page.content == nothing.content
    assert visitor.get(f"/c/{SLUG}/chat").headers["location"] == f"/sign-in?next=%2Fc%2F{SLUG}%2Fchat"
    world.persona("bob", muted_until=clock.now() + timedelta(hours=1))
    muted = world.reader("bob")
    world.persona("bob", muted_until=clock.now() + timedelta(hours=1))
    assert say(muted, room, "hello").status_code == 403
    assert muted.api("GET", f"/rooms/{room.id}/messages").status_code == 200
    assert muted.post(f"/c/{SLUG}/chat", {"body": "hello"}).status_code == 403
    assert stored(world) == []


def test_bad_input_changes_nothing(world: World) -> None:
    room = a_room(world)
    alice = world.reader("alice")
    for body in (
        {}, {"body": None}, {"body": True}, {"body": 1}, {"body": "x", "more": 1}, {"body": "x", "key": 5},
        {"body": "x", "pii": "maybe"}, {"body": "\u200b"}, [], "text",
    ):  # fmt: skip
        assert alice.api("POST", f"/rooms/{room.id}/messages", body).status_code == 422
    for raw in (
        b'{"body":"\\ud800"}',
        b'{"body":"a\\u0000"}',
        b'{"body":NaN}',
        b'{"body":"a","body":"b"}',
        b"{",
    ):
        answer = alice.api("POST", f"/rooms/{room.id}/messages", content=raw)
        assert answer.status_code == 422
    assert alice.api("GET", "/rooms/not-an-id/messages").status_code == 404
    assert stored(world) == []


def test_the_page_works_without_a_script(world: World) -> None:
    a_room(world)
    alice = world.reader("alice")
    form = {"body": "Par le formulaire", "idempotency_key": "a-key-of-the-page"}
    assert alice.post(f"/c/{SLUG}/chat", form).status_code == 303
    assert alice.post(f"/c/{SLUG}/chat", form).status_code == 303
    assert [one.body for one in stored(world)] == ["Par le formulaire"]
    page = world.reader("bob").get(f"/c/{SLUG}/chat")
    assert page.status_code == 200 and "Par le formulaire" in page.text and "/report/message/" in page.text
    again = alice.post(f"/c/{SLUG}/chat", {"body": "appelle-moi au 06 12 34 56 78"})
    assert (
        again.status_code == 422
        and "06 12 34 56 78</textarea>" in again.text
        and 'value="mask"' in again.text
    )
    assert (
        alice.post(f"/c/{SLUG}/chat", {"body": "appelle-moi au 06 12 34 56 78", "pii": "mask"}).status_code
        == 303
    )
    assert len(stored(world)) == 2


def test_a_group_has_a_room_of_its_own(world: World) -> None:
    a_room(world)
    home = world.community(SLUG)
    group = world.community("young-ones", parent_id=home.id, hidden=True)
    world.act_in(SLUG, "young-ones")
    room = room_of(world.session, group)
    alice, bob = world.reader("alice"), world.reader("bob")
    assert say(alice, room, "entre nous").status_code == 201
    found = bob.api("GET", f"/rooms/{room.id}/messages").json()["items"]
    assert [one["persona"]["handle"] for one in found] == [world.persona("alice").handle]
    assert "entre nous" in bob.get("/c/young-ones/chat").text
    assert world.reader("charlie").api("GET", f"/rooms/{room.id}/messages").status_code == 404
    actor = find_actor(world.session, bob.token)
    assert actor is not None
    seat = take_seat(world.session, actor, room.id)
    assert set(seat.walls) == {home.id, group.id} and seat.last_seq == 1
