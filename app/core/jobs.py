"""Jobs on PostgreSQL (procrastinate): deferred in the transaction of the deed, run once, retried with back-off.

A job is a plain function `f(session, **args)` that runs in one transaction, in a thread of the worker. Its mark in
`jobs.effect` belongs to the same transaction, so that a worker killed between its commit and the queue's
acknowledgement leaves one effect, not two. Arguments are opaque ids: the queue is readable by whoever reads the database.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import orjson
from sqlalchemy import text
from sqlmodel import Session

from app.core import clock, db, metrics
from app.core.db import Hat

Deed = TypeVar("Deed", bound=Callable[..., None])
_OPAQUE = re.compile(r"[\w.:+/=-]{0,200}")

# The same waiting job is never inserted twice. DO UPDATE (not DO NOTHING) holds the waiting row until this transaction
# ends, so that no worker runs it before our rows can be seen.
_DEFER = text("""
    INSERT INTO jobs.procrastinate_jobs AS waiting (queue_name, task_name, lock, queueing_lock, args, scheduled_at)
    VALUES ('default', :name, :lock, :queueing_lock, CAST(:args AS jsonb), :at)
    ON CONFLICT (queueing_lock) WHERE status = 'todo' DO UPDATE SET scheduled_at = CASE
        WHEN excluded.scheduled_at IS NULL OR waiting.scheduled_at IS NULL THEN NULL
        ELSE least(waiting.scheduled_at, excluded.scheduled_at) END
    RETURNING id
""")
_MARK = text("INSERT INTO jobs.effect (job_id) VALUES (:id) ON CONFLICT DO NOTHING RETURNING job_id")
_NEXT = text("""
    SELECT id, task_name, args FROM jobs.procrastinate_jobs
    WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= :now) ORDER BY priority DESC, id LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Job:
    """A registered job: what runs, under which hat, and when if it is periodic."""

    name: str
    run: Callable[..., None]
    hat: Hat
    cron: str | None = None


REGISTRY: dict[str, Job] = {}


def job(name: str, *, hat: Hat = "web") -> Callable[[Deed], Deed]:
    """Registers `f(session, **args)` under a name that never changes (waiting rows carry it)."""
    return lambda deed: _register(Job(name, deed, hat), deed)


def periodic(cron: str, name: str, *, hat: Hat = "web") -> Callable[[Deed], Deed]:
    """Registers `f(session)` to run at the times of a cron line, UTC; two runs never overlap."""
    return lambda deed: _register(Job(name, deed, hat, cron), deed)


def _register(one: Job, deed: Deed) -> Deed:
    known = REGISTRY.get(one.name)
    if known and known.run.__qualname__ != one.run.__qualname__:
        raise ValueError(f"two jobs are called {one.name}")
    REGISTRY[one.name] = one
    return deed


def defer(
    session: Session,
    name: str,
    /,
    *,
    at: datetime | None = None,
    queueing_lock: str | None = None,
    lock: str | None = None,
    **args: Any,
) -> int:
    """Enqueues a job in this transaction (a rollback forgets it) and gives its id.

    `at` waits for a moment; `queueing_lock` keeps at most one such job waiting; jobs with the same `lock` run one after
    the other, in order.
    """
    _refuse_readable(args)
    values = {
        "name": name,
        "lock": lock,
        "queueing_lock": queueing_lock,
        "args": orjson.dumps(args).decode(),
        "at": at,
    }
    return int(session.connection().execute(_DEFER, values).scalar_one())


def _refuse_readable(value: Any) -> None:
    """Arguments are ids and numbers: anything that looks like a sentence or an address is a mistake."""
    if isinstance(value, dict):
        for one in value.values():
            _refuse_readable(one)
    elif isinstance(value, list):
        for one in value:
            _refuse_readable(one)
    elif isinstance(value, str):
        if not _OPAQUE.fullmatch(value):
            raise ValueError("job arguments are opaque ids, never readable text")
    elif value is not None and not isinstance(value, bool | int | float):
        raise TypeError(f"a job argument must be JSON, not {type(value).__name__}")


def perform(name: str, job_id: int, args: dict[str, Any]) -> bool:
    """Runs one job in its transaction; False when its effect was already there."""
    one = REGISTRY[name]
    with metrics.job_seconds.labels(name).time(), db.transaction(one.hat) as session:
        if session.connection().execute(_MARK, {"id": job_id}).scalar() is None:
            return False
        one.run(session, **args)
    return True


def run_waiting_jobs(session: Session) -> int:
    """Tests: runs what waits (by our clock), at once, here, in order; gives how many ran. Errors come out."""
    ran = 0
    db.commit(session)
    while True:
        with db.transaction() as looking:
            row = looking.connection().execute(_NEXT, {"now": clock.now()}).one_or_none()
        if row is None:
            return ran
        perform(row.task_name, row.id, row.args)
        with db.transaction() as tidying:
            tidying.connection().execute(
                text("DELETE FROM jobs.procrastinate_jobs WHERE id = :id"), {"id": row.id}
            )
        ran += 1
