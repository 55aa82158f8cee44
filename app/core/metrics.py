"""Figures for Prometheus: counts and durations by route template or kind, never by person or community.

With several processes the supervisor gives `PROMETHEUS_MULTIPROC_DIR`, and any of them answers for all.
"""

import os

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

SHARED = "PROMETHEUS_MULTIPROC_DIR"
FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
SLOW = (0.01, 0.1, 1, 10, 60, 600)

requests = Counter(
    "entraide_requests", "Answers by method, route template and status", ["method", "route", "status"]
)
request_seconds = Histogram("entraide_request_seconds", "Time until the answer", ["route"], buckets=FAST)
sockets = Gauge("entraide_sockets", "Open sockets", multiprocess_mode="livesum")
signals = Counter("entraide_signals", "Signals received from the bus")
signals_lost = Counter("entraide_signals_lost", "Subscriptions that were too slow and were cut")
jobs_done = Counter("entraide_jobs", "Attempts at jobs by name and outcome", ["job", "outcome"])
job_seconds = Histogram("entraide_job_seconds", "Duration of a job", ["job"], buckets=SLOW)
mails = Counter("entraide_mails", "Mails handed over, or refused for good", ["outcome"])
limited = Counter("entraide_limited", "Requests refused by a limit", ["limit"])


def exposition() -> bytes:
    """The text that Prometheus reads."""
    if directory := os.environ.get(SHARED):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=directory)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(REGISTRY)


def forget_process(pid: int) -> None:
    """A process has ended: its gauges no longer count."""
    if os.environ.get(SHARED):
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
