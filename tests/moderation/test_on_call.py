"""A call for help that nobody answers calls one person after ten minutes, the others after twenty; a claim answers it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import col, select

from app.core import clock
from app.core.jobs import run_waiting_jobs
from app.core.rooms import import_jobs
from app.models.notification import Notification
from app.models.review import ReviewItem
from app.review.distress import watch
from tests.people import World


@pytest.fixture(autouse=True)
def _right_time() -> object:
    import_jobs()
    yield
    clock.turn(timedelta(0))


def _cry(world: World) -> ReviewItem:
    for name in ("mona", "moussa", "lena", "leo"):
        world.persona(name)
    author = world.persona("alice")
    assert watch(
        world.session, community_id=author.community_id, subject_kind="post", subject_id=uuid4(),
        author_id=author.id, text="Je veux mourir ce soir.", locale="fr",
    )  # fmt: skip
    world.session.commit()
    return world.session.exec(select(ReviewItem)).one()


def _called(world: World, minutes: int) -> int:
    clock.turn(timedelta(minutes=minutes))
    run_waiting_jobs(world.session)
    world.act_in("multiple-sclerosis")
    links = select(Notification).where(col(Notification.link).like("/moderation/items/%"))
    return len(world.session.exec(links).all())


def test_nobody_came(world: World) -> None:
    _cry(world)
    assert _called(world, 9) == 0
    assert _called(world, 11) == 1
    assert _called(world, 21) == 4


def test_a_claim_answers(world: World) -> None:
    item = _cry(world)
    claimed = world.reader("mona").api("POST", f"/moderation/items/{item.id}/claim", {"version": 1})
    assert claimed.status_code == 200
    assert _called(world, 30) == 0


def test_it_tops_the_queue_and_is_never_hidden_from_there(world: World) -> None:
    item = _cry(world)
    first = world.reader("mona").api("GET", "/moderation/queue").json()["items"][0]
    assert (first["id"], first["acts"]) == (str(item.id), ["dismiss"])
