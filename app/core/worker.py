"""The process that runs jobs. Any number of them may run; each job goes to one.

A worker beats every five seconds (`jobs.procrastinate_workers`, read by /readyz). Jobs of a worker that was killed are
found by their missing heartbeat and run again.
"""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from app.core import clock, jobs, logs, metrics
from app.core.pools import conninfo
from app.core.settings import get_settings

HEARTBEAT = 5.0
STALLED_AFTER = 20.0
CONCURRENCY = 3
RETRY = RetryStrategy(max_attempts=9, exponential_wait=3)  # 3 s, 9 s, ... about eight hours in all
OPTIONS = "-c role=entraide_web -c search_path=jobs,public -c statement_timeout=30000 -c timezone=UTC"
log = logs.get_logger("worker")


def make_app(url: str = "") -> App:
    """The queue's application with every registered job."""
    address = conninfo(url or get_settings().database_url)
    connector = PsycopgConnector(
        conninfo=address, min_size=1, max_size=4, timeout=5, kwargs={"options": OPTIONS, "connect_timeout": 5}
    )
    app = App(connector=connector)
    for one in jobs.REGISTRY.values():
        if one.cron is None:
            app.task(name=one.name, pass_context=True, retry=RETRY)(partial(_run, one.name))
        else:
            task = app.task(name=one.name, pass_context=True, queueing_lock=one.name, lock=one.name)(
                partial(_run, one.name)
            )
            app.periodic(cron=one.cron)(task)
    return app


def _run(name: str, context: JobContext, timestamp: int | None = None, **args: Any) -> None:
    """One attempt of one job, in a thread."""
    assert context.job.id is not None
    try:
        fresh = jobs.perform(name, context.job.id, args)
    except Exception as error:
        metrics.jobs_done.labels(name, "failed").inc()
        log.warning(
            "job failed", job=name, job_id=context.job.id, attempts=context.job.attempts, exc_info=error
        )
        raise
    metrics.jobs_done.labels(name, "done" if fresh else "repeated").inc()


async def run_worker(stop: asyncio.Event, *, url: str = "") -> None:
    """Works until `stop` is set, then lets running jobs end (10 s). Waits for a database that went away."""
    wait = 0.5
    while not stop.is_set():
        try:
            async with make_app(url).open_async() as app:
                await _work(app, stop)
                wait = 0.5
        except (ConnectorException, OSError) as error:
            log.warning("the database does not answer", seconds=wait, exc_info=error)
            await _sleep(stop, wait)
            wait = min(wait * 2, 5.0)


async def _work(app: App, stop: asyncio.Event) -> None:
    worker = asyncio.create_task(
        app.run_worker_async(
            concurrency=CONCURRENCY,
            install_signal_handlers=False,
            delete_jobs="successful",
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
            shutdown_graceful_timeout=10,
            fetch_job_polling_interval=2,
        )
    )
    sides = [asyncio.create_task(_rescue(app)), asyncio.create_task(stop.wait())]
    try:
        done, _ = await asyncio.wait([worker, *sides], return_when=asyncio.FIRST_COMPLETED)
        for one in done - {worker}:
            one.result()
    finally:
        for one in (*sides, worker):
            one.cancel()
        ended = await asyncio.gather(worker, *sides, return_exceptions=True)
    if isinstance(ended[0], Exception):
        raise ended[0]


async def _rescue(app: App) -> None:
    """Jobs whose worker stopped beating wait again; one that took its worker down too often is given up."""
    manager = app.job_manager
    while True:
        await manager.prune_stalled_workers(STALLED_AFTER)
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            log.warning("job of a lost worker", job=job.task_name, job_id=job.id, attempts=job.attempts)
            if job.attempts >= 9:
                await manager.finish_job(job, Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(job, retry_at=clock.now() + timedelta(seconds=1))
        alive = await app.connector.execute_query_one_async(
            "SELECT count(*) AS workers FROM procrastinate_workers"
        )
        if not alive["workers"]:
            raise ConnectorException("this worker was taken for lost: it registers again")
        await asyncio.sleep(STALLED_AFTER / 4)


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
