"""Opening items: one open item a subject and kind, the snapshot stays, a report counts once a person."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import ProgrammingError
from sqlmodel import col, select

from app.core import db
from app.models.review import ItemKind, Report, ReviewItem
from app.review.items import close_for, open_item
from tests.people import World


def _open(world: World, **more: object) -> ReviewItem:
    values: dict[str, object] = {
        "community_id": world.community().id, "kind": ItemKind.REPORT, "subject_kind": "post", "subject_id": uuid4(),
        "author_id": None, "text": "as it was",
    }  # fmt: skip
    return open_item(world.session, **(values | more))  # type: ignore[arg-type]


def test_a_second_report_joins_the_open_item_and_raises_its_harm(world: World) -> None:
    alice, bob, subject = world.persona("alice"), world.persona("bob"), uuid4()
    first = _open(world, subject_id=subject, reporter_id=alice.id, reason="off_topic")
    harm = first.harm
    second = _open(world, subject_id=subject, reporter_id=bob.id, reason="danger", text="edited since")
    assert second.id == first.id
    assert (second.reports, second.text) == (2, "as it was")
    assert second.harm > harm


def test_the_same_person_reports_once(world: World) -> None:
    alice, subject = world.persona("alice"), uuid4()
    for _ in range(3):
        item = _open(world, subject_id=subject, reporter_id=alice.id, reason="other")
    assert item.reports == 1
    assert len(world.session.exec(select(Report).where(col(Report.item_id) == item.id)).all()) == 1


def test_kinds_of_one_subject_stand_apart(world: World) -> None:
    world.persona("alice")
    subject = uuid4()
    assert _open(world, subject_id=subject).id != _open(world, subject_id=subject, kind=ItemKind.HELD).id


def test_items_close_when_the_subject_goes_but_a_call_for_help_stays(world: World) -> None:
    world.persona("alice")
    subject = uuid4()
    held = _open(world, subject_id=subject, kind=ItemKind.HELD)
    cry = _open(world, subject_id=subject, kind=ItemKind.DISTRESS)
    assert close_for(world.session, "post", subject) == 1
    world.session.expire_all()
    assert (held.status, cry.status) == ("closed", "open")
    assert _open(world, subject_id=subject, kind=ItemKind.HELD).id != held.id


def test_nothing_is_opened_behind_another_community_s_wall(world: World) -> None:
    world.persona("alice")
    elsewhere = world.community("anxiety")
    with pytest.raises(ProgrammingError), world.session.begin_nested():
        _open(world, community_id=elsewhere.id)
    item = _open(world)
    db.act_in(world.session, [elsewhere.id])
    assert world.session.exec(select(ReviewItem.id).where(col(ReviewItem.id) == item.id)).first() is None
