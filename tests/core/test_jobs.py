"""Jobs: deferred with the deed or not at all, run once, at their time."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.core import clock, db, jobs
from app.core.worker import run_worker

RAN: list[str] = []


@jobs.job("test.note")
def note(session: Session, word: str) -> None:
    assert session.connection().execute(text("SELECT current_user")).scalar() == "entraide_web"
    RAN.append(word)


@jobs.job("test.fails")
def fails(session: Session) -> None:
    raise RuntimeError("on purpose")


@pytest.fixture(autouse=True)
def nothing_ran() -> Iterator[None]:
    RAN.clear()
    yield
    clock.turn(timedelta(0))


def test_a_deferred_job_runs_with_its_arguments(session: Session) -> None:
    jobs.defer(session, "test.note", word="a1")
    assert jobs.run_waiting_jobs(session) == 1
    assert RAN == ["a1"]
    assert jobs.run_waiting_jobs(session) == 0


def test_a_rollback_forgets_the_job(session: Session) -> None:
    jobs.defer(session, "test.note", word="a1")
    db.roll_back(session)
    assert jobs.run_waiting_jobs(session) == 0


def test_a_scheduled_job_waits_for_our_clock(session: Session) -> None:
    jobs.defer(session, "test.note", at=clock.now() + timedelta(days=2), word="later")
    assert jobs.run_waiting_jobs(session) == 0
    clock.turn(timedelta(days=3))
    assert jobs.run_waiting_jobs(session) == 1


def test_a_queueing_lock_keeps_one_waiting_the_earliest(session: Session) -> None:
    later = clock.now() + timedelta(days=1)
    first = jobs.defer(session, "test.note", at=later, queueing_lock="one", word="x")
    second = jobs.defer(session, "test.note", queueing_lock="one", word="y")
    assert first == second
    assert jobs.run_waiting_jobs(session) == 1
    assert RAN == ["x"]


def test_a_job_that_ran_has_no_second_effect(session: Session) -> None:
    number = jobs.defer(session, "test.note", word="once")
    db.commit(session)
    assert jobs.perform("test.note", number, {"word": "once"})
    assert not jobs.perform("test.note", number, {"word": "once"})
    assert RAN == ["once"]


def test_a_failed_job_leaves_no_mark_and_may_run_again(session: Session) -> None:
    number = jobs.defer(session, "test.fails")
    with pytest.raises(RuntimeError):
        jobs.run_waiting_jobs(session)
    marks = "SELECT count(*) FROM jobs.effect WHERE job_id = :id"
    assert session.connection().execute(text(marks), {"id": number}).scalar() == 0


@pytest.mark.parametrize("argument", ["alice@example.org", "two words", "é" * 201, {"deep": ["a b"]}])
def test_readable_arguments_are_refused(session: Session, argument: object) -> None:
    with pytest.raises(ValueError, match="opaque"):
        jobs.defer(session, "test.note", word=argument)


def test_the_vault_may_defer_and_research_may_not(connection: object) -> None:
    with db.transaction("vault") as vault:
        jobs.defer(vault, "test.note", word="v")
    with pytest.raises(Exception, match="permission denied"), db.transaction("research") as research:
        jobs.defer(research, "test.note", word="r")


@pytest.mark.usefixtures("urls")
def test_two_workers_share_the_queue_and_each_job_runs_once() -> None:
    amount = 60
    with db.transaction() as session:
        for number in range(amount):
            jobs.defer(session, "test.note", word=str(number))

    async def work() -> None:
        stop = asyncio.Event()
        workers = [asyncio.create_task(run_worker(stop)) for _ in range(2)]
        async with asyncio.timeout(30):
            while len(RAN) < amount or _waiting():
                await asyncio.sleep(0.05)
        stop.set()
        await asyncio.gather(*workers)

    asyncio.run(work())
    assert sorted(RAN, key=int) == [str(number) for number in range(amount)]


def _waiting() -> int:
    with db.transaction() as session:
        found = (
            session.connection().execute(text("SELECT count(*) FROM jobs.procrastinate_jobs")).scalar_one()
        )
    return int(found)


@pytest.mark.usefixtures("urls")
def test_the_job_of_a_killed_worker_is_run_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.worker.STALLED_AFTER", 1.0)
    with db.transaction() as session:
        connection = session.connection()
        number = jobs.defer(session, "test.note", word="rescued")
        lost = text(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = connection.execute(lost).scalar_one()
        taken = text(
            "UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = :worker WHERE id = :id"
        )
        connection.execute(taken, {"worker": worker, "id": number})

    async def work() -> None:
        stop = asyncio.Event()
        task = asyncio.create_task(run_worker(stop))
        async with asyncio.timeout(20):
            while not RAN or _waiting():
                await asyncio.sleep(0.05)
        stop.set()
        await task

    asyncio.run(work())
    assert RAN == ["rescued"]
