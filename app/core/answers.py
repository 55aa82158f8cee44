"""Refusals as answers: the same error, in the right form at each door (page, fragment, or RFC 9457 problem).

A page's 404 carries nothing of the address or the request, so that a real and an invented id get the same bytes.
"""

from typing import Any
from urllib.parse import quote

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import (
    Conflict,
    Invalid,
    NotFound,
    Refusal,
    SignInNeeded,
    StepUpNeeded,
    TooLarge,
    TooMany,
    Unavailable,
)
from app.core.logs import get_logger
from app.core.readers import choose_locale
from app.core.render import render, translate
from app.core.settings import get_settings
from app.core.validation import sentence

BY_STATUS: dict[int, type[Refusal]] = {404: NotFound, 405: NotFound, 413: TooLarge}


def install_refusals(app: FastAPI) -> None:
    """Gives every kind of error its answer; nothing reaches a reader as a stack trace."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _not_valid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeout, _database)
    app.add_exception_handler(Exception, _unexpected)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return answer(request, error)


async def _not_valid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    visit = getattr(request.state, "visit", None)
    if visit is not None and visit.waiting:
        try:  # who may not enter learns that, and not how to ask better
            await run_in_threadpool(visit.settle)
        except Refusal as refusal:
            return answer(request, refusal)
        finally:
            visit.session.close()
    in_path = any(detail["loc"][0] == "path" for detail in error.errors())
    if in_path:
        return answer(request, NotFound())
    fields = {
        ".".join(str(step) for step in detail["loc"][1:]) or "body": sentence(detail)
        for detail in error.errors()
    }
    return answer(request, Invalid(fields=fields))


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, Refusal):  # the framework wraps what was raised while it read the body
        return answer(request, error.__cause__)
    if error.status_code == 405:
        refused = Refusal("This address does not take that.", code="method")
        refused.status = 405
        response = answer(request, refused)
        response.headers["Allow"] = ", ".join(methods_of(request.app, request.url.path))
        return response
    if error.status_code == 400:
        return answer(request, Invalid("This could not be read.", code="unreadable"))
    return answer(request, BY_STATUS.get(error.status_code, Refusal)())


def methods_of(app: FastAPI, path: str) -> list[str]:
    """What an address takes, whichever of its doors was asked (RFC 9110, section 15.5.6)."""
    found: set[str] = set()
    for context in iter_route_contexts(app.routes):
        pattern = getattr(context, "path_regex", None)
        if pattern is not None and pattern.match(path):
            found |= set(getattr(context, "methods", None) or ())
    return sorted(found)


async def _database(request: Request, error: Exception) -> Response:
    if isinstance(error, IntegrityError):
        return answer(request, Conflict())
    if isinstance(error, OperationalError | PoolTimeout):
        return answer(request, Unavailable())
    if isinstance(
        error, DataError
    ):  # NUL in an address, a number beyond every column: nothing can be named so
        get_logger("web").warning("the database cannot take this", route=_route(request), exc_info=error)
        return answer(
            request,
            NotFound()
            if "\x00" in request.scope["path"]
            else Invalid("This could not be read.", code="unreadable"),
        )
    return await _unexpected(request, error)


async def _unexpected(request: Request, error: Exception) -> Response:
    get_logger("web").error("request failed", method=request.method, route=_route(request), exc_info=error)
    failure = Refusal("Something went wrong on our side. Nothing was changed.", code="failure")
    failure.status = 500
    return answer(request, failure)


def answer(request: Request, refusal: Refusal) -> Response:
    """The answer to a refusal, in the reader's language."""
    visit = getattr(request.state, "visit", None)
    locale = visit.locale if visit is not None else choose_locale(request)
    if request.url.path.startswith("/api/") or request.url.path in ("/healthz", "/readyz", "/metrics"):
        response = _problem(refusal, locale)
    elif isinstance(refusal, SignInNeeded) or (
        isinstance(refusal, StepUpNeeded) and request.method in ("GET", "HEAD")
    ):
        response = _sent_to_prove(request, refusal)
    else:
        response = _page(request, refusal, locale, visit)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, Unavailable):
        response.headers["Retry-After"] = "5"
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def _problem(refusal: Refusal, locale: str) -> Response:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": translate(locale, refusal.message, **refusal.params),
        "status": refusal.status,
        "code": refusal.code,
    }
    if isinstance(refusal, Invalid) and refusal.fields:
        problem["errors"] = {field: translate(locale, text) for field, text in refusal.fields.items()}
    spans = getattr(refusal, "spans", None)
    if spans:
        problem["spans"] = spans
    response = Response(orjson.dumps(problem), refusal.status, media_type="application/problem+json")
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _sent_to_prove(request: Request, refusal: Refusal) -> Response:
    """To the sign-in or the step-up page, and back here afterwards."""
    where = "/step-up" if isinstance(refusal, StepUpNeeded) else "/sign-in"
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = f"{where}?next={quote(back, safe='')}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _page(request: Request, refusal: Refusal, locale: str, visit: Any) -> Response:
    settings = get_settings()
    html = render(
        "errors/page.html",
        locale=locale,
        nonce="",
        actor=visit.actor if visit is not None else None,
        csrf=visit.csrf if visit is not None else "",
        path="",
        brand=settings.brand,
        theme="",
        text="",
        flash=[],
        fragment=request.headers.get("hx-request") == "true",
        status=refusal.status,
        code=refusal.code,
        message=translate(locale, refusal.message, **refusal.params),
    )
    return HTMLResponse(html, refusal.status)


def _route(request: Request) -> str:
    """The template of the path, never the address itself."""
    return str(getattr(request.scope.get("route"), "path", "?"))
