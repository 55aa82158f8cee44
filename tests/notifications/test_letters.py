"""Mail about alerts: neutral, at the rhythm one chose, outside quiet hours, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.access.person import Person
from app.access.predicates import Actor
from app.core import clock, db
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import empty, list_mails
from app.models.notification import DigestRhythm, NotificationSetting
from app.notifications import rights
from app.notifications.inbox import list_alerts
from app.notifications.letters import ZONE, send_at_once, send_digests
from app.notifications.notify import notify
from app.notifications.wishes import is_quiet
from tests.people import World


@pytest.fixture(autouse=True)
def noon(session: Session) -> Iterator[None]:
    """Every test begins at noon in Paris, with an empty mailbox and no job that a committed test left waiting."""
    session.connection().execute(text("DELETE FROM jobs.procrastinate_jobs WHERE status = 'todo'"))
    db.commit(session)
    empty()
    at(12)
    yield
    clock.turn(timedelta(0))


def at(hour: int, days: int = 0) -> None:
    clock.turn(timedelta(0))
    local = clock.now().astimezone(ZONE)
    clock.turn(local.replace(hour=hour, minute=30, second=5, microsecond=0) + timedelta(days=days) - local)


def tell(world: World, name: str, kind: str, link: str = "/c/x") -> None:
    persona = world.act_as(name)
    notify(world.session, persona_id=persona.id, community_id=persona.community_id, kind=kind, link=link)


def wish(world: World, name: str, digest: DigestRhythm, start: int = 21, end: int = 8) -> None:
    with db.wearing(world.session, "vault"):
        world.session.add(
            NotificationSetting(
                account_id=world.account(name).id, digest=digest.value, quiet_from=start, quiet_until=end
            )
        )


def letters(world: World) -> list[str]:
    """Who got a letter since the last look."""
    run_waiting_jobs(world.session)
    got = sorted(str(one["to"]) for one in list_mails())
    return got


def test_an_answer_is_told_at_once_and_once(world: World) -> None:
    world.persona("bob")
    tell(world, "alice", "join")
    wish(world, "alice", DigestRhythm.OFF)
    for _ in range(2):
        send_at_once(world.session)
    assert letters(world) == ["alice@demo.example"]


def test_the_letter_leaves_by_itself_within_minutes(world: World) -> None:
    tell(world, "alice", "join")
    tell(world, "bob", "reply")
    assert letters(world) == []
    clock.turn(clock.now() + timedelta(minutes=2) - datetime.now(UTC))
    assert letters(world) == ["alice@demo.example"]


def test_the_letter_says_nothing(world: World) -> None:
    tell(world, "alice", "join", "/c/multiple-sclerosis")
    send_at_once(world.session)
    run_waiting_jobs(world.session)
    (mail,) = list_mails()
    words = f"{mail['subject']} {mail['text']}".casefold()
    handle = world.persona("alice").handle.casefold()
    assert "sclerosis" not in words and handle not in words and "/notifications" in words


def test_replies_wait_for_the_digest(world: World) -> None:
    tell(world, "alice", "reply")
    send_at_once(world.session)
    assert letters(world) == []
    send_digests(world.session)
    send_digests(world.session)
    assert letters(world) == ["alice@demo.example"]


def test_weekly_daily_and_never(world: World) -> None:
    for name, rhythm in (
        ("alice", DigestRhythm.DAILY),
        ("bob", DigestRhythm.WEEKLY),
        ("mona", DigestRhythm.OFF),
    ):
        tell(world, name, "reply")
        wish(world, name, rhythm)
    send_digests(world.session)
    assert letters(world) == ["alice@demo.example", "bob@demo.example"]
    empty()
    for day in range(1, 8):
        at(12, day)
        for name in ("alice", "bob", "mona"):
            tell(world, name, "reply", f"/c/x/{day}")
        send_digests(world.session)
    assert letters(world) == ["alice@demo.example"] * 7 + ["bob@demo.example"]


def test_what_was_read_is_not_mailed(world: World) -> None:
    from app.notifications.inbox import mark_read

    tell(world, "alice", "reply")
    mark_read(world.session, Actor(world.account("alice").id))
    send_digests(world.session)
    assert letters(world) == []


def test_quiet_hours_are_kept_and_nothing_is_lost(world: World) -> None:
    tell(world, "alice", "decision")
    at(23)
    send_at_once(world.session)
    send_digests(world.session)
    assert letters(world) == []
    at(9, 1)
    send_at_once(world.session)
    assert letters(world) == ["alice@demo.example"]


def test_a_suspended_account_gets_no_letter(world: World) -> None:
    tell(world, "alice", "join")
    with db.wearing(world.session, "vault"):
        world.account("alice").status = "suspended"
        world.session.add(world.account("alice"))
    send_at_once(world.session)
    assert letters(world) == []


@pytest.mark.parametrize(
    ("start", "end", "hour", "quiet"),
    [(21, 8, 23, True), (21, 8, 3, True), (21, 8, 8, False), (21, 8, 12, False), (9, 17, 12, True), (9, 17, 17, False), (5, 5, 5, False)],
)  # fmt: skip
def test_which_hours_are_quiet(world: World, start: int, end: int, hour: int, quiet: bool) -> None:
    wishes = NotificationSetting(account_id=world.account("alice").id, quiet_from=start, quiet_until=end)
    assert is_quiet(wishes, hour) is quiet


def test_rights_over_alerts(world: World) -> None:
    tell(world, "bob", "reply")
    tell(world, "alice", "reply", "/c/x/t/9")
    wish(world, "alice", DigestRhythm.DAILY)
    alice = Person(world.account("alice").id, ((world.community(), world.act_as("alice")),))
    told = rights.gather(world.session, alice)
    assert [one["link"] for one in told["alerts"]] == ["/c/x/t/9"] and told["mail"]["digest"] == "daily"
    assert rights.erase(world.session, alice, keep_words=False) == 2
    assert rights.gather(world.session, alice) == {"alerts": [], "mail": None}
    assert len(list_alerts(world.session, Actor(world.account("bob").id)).items) == 1
