"""Doors: how a request becomes one transaction and one answer.

A `Door` takes a `Visit` (`app/core/visit.py`), runs the endpoint, stores the answer for an
idempotency key, and commits, all in one thread before the answer leaves (a commit after `yield` would answer 201 first
and fail later). Guards and endpoints are plain functions; nothing here awaits the database.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from app.core import db, strict_json
from app.core.errors import Conflict, Invalid, Refusal, TooMany
from app.core.idempotency import Replay, remember, replay_of
from app.core.visit import FRAME_PARTS, SAFE_METHODS, Here, Visit, Waiting, get_visit


def unguarded() -> None:
    """Marks a machine's door that needs no reader at all (health, metrics, contract)."""


unguarded.permission = "unguarded"  # type: ignore[attr-defined]


def as_response(visit: Visit, result: Any, status: int) -> Response:
    """What leaves: a response as it is, a schema or a list of schemas as JSON."""
    if isinstance(result, Response):
        return result
    if isinstance(result, BaseModel):
        return Response(result.model_dump_json().encode(), status, media_type="application/json")
    if result is None:
        return Response(status_code=204)
    return JSONResponse(result, status)


class Door(APIRoute):
    """A route whose endpoint runs inside one transaction. `reshow` is the page shown again when a form is refused."""

    def __init__(
        self,
        path: str,
        endpoint: Callable[..., Any],
        *,
        reshow: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None:
        status = options.get("status_code") or 200
        extra = getattr(endpoint, "reshow", None) or reshow
        self.settles = "visit" in inspect.signature(endpoint).parameters
        super().__init__(path, in_one_transaction(endpoint, status, extra), **options)

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            request.scope["settles"] = self.settles
            return await handle(strict_json.StrictRequest(request.scope, request.receive))

        return strictly


def in_one_transaction(
    endpoint: Callable[..., Any], status: int, reshow: Callable[..., Any] | None
) -> Callable[..., Any]:
    """Wraps a plain endpoint: replay, run, remember, commit; on any error roll back."""
    if inspect.iscoroutinefunction(endpoint):
        raise TypeError(f"{endpoint.__qualname__}: doors are plain functions")

    @wraps(endpoint)
    def run(**arguments: Any) -> Response:
        visit = next((value for value in arguments.values() if isinstance(value, Visit)), None)
        if visit is None:
            return as_response(None, endpoint(**arguments), status)  # type: ignore[arg-type]
        visit.settle()  # a guard that refuses has closed the session itself
        arguments = {
            name: value.settle() if isinstance(value, Waiting) else value for name, value in arguments.items()
        }
        try:
            replay = visit.replay or (replay_of(visit) if visit.unsafe else None)
            if isinstance(replay, Replay):
                response = replay.response()
            else:
                response = as_response(visit, endpoint(**arguments), status)
                if replay is not None:
                    remember(visit, replay, response)
            db.commit(visit.session)
        except (Invalid, Conflict, TooMany) as refusal:
            db.roll_back(visit.session)
            if reshow is None or visit.is_api:
                raise
            response = _shown_again(visit, reshow, arguments, refusal)
        except BaseException:
            db.roll_back(visit.session)
            raise
        finally:
            visit.session.close()
        for cookie in visit.cookies:
            response.set_cookie(**cookie)
        return response

    return run


def _shown_again(
    visit: Visit, reshow: Callable[..., Any], arguments: dict[str, Any], refusal: Refusal
) -> Response:
    """The form's page once more, with what was typed, the sentences beside the fields, and the refusal's status."""
    from app.core.render import translate

    visit.typed = {key: value for key, value in visit.form.items() if not isinstance(value, UploadFile)}
    if isinstance(refusal, Invalid):
        visit.errors = {key: translate(visit.locale, text) for key, text in refusal.fields.items()}
    visit.error = translate(visit.locale, refusal.message, **refusal.params)
    visit.passages = getattr(refusal, "passages", [])
    wanted = inspect.signature(reshow).parameters
    try:
        response: Response = getattr(reshow, "__wrapped__", reshow)(
            **{key: value for key, value in arguments.items() if key in wanted}
        )
    finally:
        db.roll_back(visit.session)
    response.status_code = refusal.status
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


class Doors(APIRouter):
    """A room's pages: HTML, not in the published contract."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            route_class=Door, include_in_schema=False, default_response_class=HTMLResponse, **options
        )


class ApiDoors(APIRouter):
    """A room's JSON doors under /api/v1, in the published contract."""

    def __init__(self, *, tag: str, **options: Any) -> None:
        super().__init__(route_class=Door, prefix="/api/v1", tags=[tag], **options)


def reshow(page: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorates a form's endpoint with the page to show again when what was sent is refused."""

    def mark(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        endpoint.reshow = page  # type: ignore[attr-defined]
        return endpoint

    return mark


__all__ = [
    "FRAME_PARTS",
    "SAFE_METHODS",
    "ApiDoors",
    "Door",
    "Doors",
    "Here",
    "Visit",
    "Waiting",
    "get_visit",
    "reshow",
    "unguarded",
]
