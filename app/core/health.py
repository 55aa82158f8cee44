"""Doors for machines: is the process alive, can it serve, and its figures.

`/healthz` says that this process answers. `/readyz` says that the database answers, is migrated to our revision, and that
a worker beat lately. `/metrics` wants a bearer token and does not exist without one.
"""

import re
from functools import lru_cache
from pathlib import Path

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core import db, keys, metrics
from app.core.errors import NotFound
from app.core.settings import get_settings
from app.core.web import Doors, unguarded

ROOT = Path(__file__).resolve().parents[2]
HEARTBEAT_SECONDS = 30
NO_STORE = {"Cache-Control": "no-store"}
_REVISION = re.compile(r'^revision[^=\n]*= *"([^"]+)"', re.MULTILINE)
_FOLLOWS = re.compile(r"^down_revision[^=\n]*= *(.+)$", re.MULTILINE)
_NAME = re.compile(r'"([^"]+)"')
doors = Doors(dependencies=[Depends(unguarded)])

_BEATS = text(
    "SELECT coalesce(max(last_heartbeat) > now() - make_interval(secs => :seconds), false) FROM jobs.procrastinate_workers"
)


@lru_cache
def heads() -> frozenset[str]:
    """The revisions that this code wants: those that no other follows. Read without Alembic, which costs eleven megabytes."""
    texts = [one.read_text("utf-8") for one in (ROOT / "migrations" / "versions").glob("*.py")]
    known = {match[1] for one in texts if (match := _REVISION.search(one))}
    followed = {name for one in texts if (match := _FOLLOWS.search(one)) for name in _NAME.findall(match[1])}
    return frozenset(known - followed)


def check() -> dict[str, bool]:
    """What readiness is made of, each true or false; never raises because of the database."""
    state = {"database": False, "migrations": False, "worker": False}
    try:
        with db.engine().connect() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 2000")
            state["database"] = True
            if connection.execute(text("SELECT to_regclass('public.alembic_version')")).scalar() is None:
                return state
            connection.exec_driver_sql("SET LOCAL ROLE entraide_web")
            found = frozenset(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())
            state["migrations"] = found == heads()
            state["worker"] = bool(connection.execute(_BEATS, {"seconds": HEARTBEAT_SECONDS}).scalar())
    except SQLAlchemyError:
        return state
    return state


@doors.get("/healthz")
def healthz() -> Response:
    """This process answers."""
    return PlainTextResponse("ok", headers=NO_STORE)


@doors.get("/readyz")
def readyz() -> Response:
    """200 when everything is there, else 503; what is missing is named."""
    state = check()
    ready = all(state.values())
    headers = NO_STORE if ready else NO_STORE | {"Retry-After": "5"}
    return JSONResponse({"ready": ready, **state}, 200 if ready else 503, headers=headers)


@doors.get("/metrics")
def read_metrics(request: Request) -> Response:
    """The figures, for the holder of ENTRAIDE_METRICS_TOKEN."""
    token = get_settings().metrics_token
    if not token or not keys.same(request.headers.get("authorization", ""), f"Bearer {token}"):
        raise NotFound
    return Response(metrics.exposition(), media_type="text/plain; version=0.0.4", headers=NO_STORE)
