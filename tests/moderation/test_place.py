"""The pace of a place: slow mode, reading only, a thread closed; by its moderators alone, each act audited once."""

from sqlalchemy import func
from sqlmodel import col, select

from app.chat import rooms
from app.models.audit import AuditEntry
from app.models.chat import Room
from app.models.thread import Thread
from tests.moderation.stage import again, post_by
from tests.people import World, invented_id

PAGE = "/moderation/c/multiple-sclerosis"


def _audited(world: World, act: str) -> int:
    found = select(func.count()).where(col(AuditEntry.content)["act"].astext == act)
    return world.session.exec(found).one()


def test_the_room_is_slowed_and_read_only(world: World) -> None:
    mona = world.reader("mona")
    assert mona.get(PAGE).status_code == 200
    sent = mona.post(PAGE + "/pace", {"slow_seconds": "30", "read_only": "yes"})
    assert sent.status_code == 303
    world.act_in("multiple-sclerosis")
    room = again(world, Room, rooms.room_of(world.session, world.community()).id)
    assert (room.slow_seconds, room.read_only) == (30, True)
    assert _audited(world, "moderation.pace") == 1
    assert mona.post(PAGE + "/pace", {"slow_seconds": "301"}).status_code == 422
    for name, status in (("bob", 403), ("charlie", 404), ("stefan", 404), ("ada", 404)):
        assert world.reader(name).post(PAGE + "/pace", {"slow_seconds": "0"}).status_code == status
    assert world.reader().get(PAGE).headers["location"].startswith("/sign-in?next=")
    assert _audited(world, "moderation.pace") == 1


def test_a_thread_is_closed_and_opened(world: World) -> None:
    post = post_by(world, "alice")
    door = f"/moderation/threads/{post.thread_id}/lock"
    assert world.reader("bob").post(door, {"locked": "yes"}).status_code == 403
    stranger = world.reader("charlie")
    real = stranger.post(door, {"locked": "yes"})
    invented = stranger.post(f"/moderation/threads/{invented_id()}/lock", {"locked": "yes"})
    assert (real.status_code, real.content) == (404, invented.content)
    assert world.reader("mona").post(door, {"locked": "yes"}).status_code == 303
    assert world.reader("mona").post(door, {"locked": "yes"}).status_code == 303
    assert again(world, Thread, post.thread_id).locked and _audited(world, "moderation.lock") == 1
    reply = world.reader("bob").api("POST", f"/threads/{post.thread_id}/posts", {"body": "One more word."})
    assert reply.status_code == 409
    assert world.reader("moussa").post(door, {"locked": "no"}).status_code == 303
    assert not again(world, Thread, post.thread_id).locked
