"""Alerts: addressed to a persona, counted once while unread, seen by their persona alone."""

import pytest
from sqlalchemy.exc import IntegrityError, ProgrammingError
from sqlmodel import select

from app.core import clock, db
from app.models.notification import Notification
from app.notifications.notify import notify, unread_count
from tests.people import World


def test_equal_news_is_one_row_with_a_count(world: World) -> None:
    alice = world.persona("alice")
    for _ in range(3):
        notify(
            world.session, persona_id=alice.id, community_id=alice.community_id, kind="reply", link="/c/x/t/1"
        )
    notify(
        world.session, persona_id=alice.id, community_id=alice.community_id, kind="thanks", link="/c/x/t/1"
    )
    rows = world.session.exec(select(Notification)).all()
    assert sorted((row.kind, row.times) for row in rows) == [("reply", 3), ("thanks", 1)]
    assert unread_count(world.session, [alice.id]) == 2
    assert unread_count(world.session, []) == 0


def test_the_wall_hides_another_communitys_alerts(world: World) -> None:
    alice = world.persona("alice")
    notify(world.session, persona_id=alice.id, community_id=alice.community_id, kind="reply", link="/c/x/t/1")
    world.act_as("charlie")
    assert unread_count(world.session, [alice.id]) == 0
    db.act_in(world.session, (), (alice.owner_tag,))
    assert unread_count(world.session, [alice.id]) == 1
    world.act_as("charlie")
    with pytest.raises(ProgrammingError, match="row-level security"):
        notify(
            world.session, persona_id=alice.id, community_id=alice.community_id, kind="reply", link="/c/x/t/2"
        )


@pytest.mark.parametrize("link", ["https://evil.example", "//evil.example", "/" + "x" * 200, ""])
def test_an_alert_leads_to_a_path_of_ours(world: World, link: str) -> None:
    alice = world.persona("alice")
    with pytest.raises(ValueError, match="path of ours"):
        notify(world.session, persona_id=alice.id, community_id=alice.community_id, kind="reply", link=link)


def test_an_unknown_kind_is_refused_by_the_database_too(world: World) -> None:
    alice = world.persona("alice")
    with pytest.raises(ValueError, match="gossip"):
        notify(world.session, persona_id=alice.id, community_id=alice.community_id, kind="gossip", link="/x")
    row = Notification(
        persona_id=alice.id, community_id=alice.community_id, kind="gossip", link="/x", day=clock.today()
    )
    world.session.add(row)
    with pytest.raises(IntegrityError, match="ck_notification_kind"):
        world.session.flush()
