"""The short corridor: most requests reach their door without the framework's long walk through routers and layers.

Measured on thread pages: half of the application's CPU went into matching three hundred routes twice, eight layers of
middleware, and solving dependencies. Here the doors are indexed once, and a request whose address and parameters are
plainly right is handed to the same endpoint with the same guards, transaction, refusals and headers. Whatever is unusual
(an unknown address, a parameter that does not fit, a JSON body, files) takes the long walk, which knows every answer.
"""

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.responses import Response
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from app.core.headers import SafetyHeaders, capped, fresh_nonce
from app.core.strict_json import StrictRequest
from app.core.threads import in_thread
from app.core.visit import SAFE_METHODS, Visit, Waiting, get_visit

PLAIN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FORM = b"application/x-www-form-urlencoded"
Handler = Callable[[Any, Exception], Coroutine[Any, Any, Response]]
Key = tuple[str, int]


class Unusual(Exception):
    """This request takes the long walk."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value from the path or the query, as the endpoint declares it."""

    name: str
    alias: str
    kind: Any
    plain: bool
    required: bool
    field: Any

    def read(self, given: dict[str, str]) -> Any:
        """The value, or Unusual: the long walk says what is wrong with it."""
        text = given.get(self.alias)
        if text is None:
            if self.required:
                raise Unusual
            return self.field.get_default()
        if self.plain and self.kind is str:
            return text
        if self.plain and self.kind is UUID:
            if PLAIN_ID.fullmatch(text) is None:
                raise Unusual
            return UUID(text)
        value, errors = self.field.validate(text, {}, loc=(self.alias,))
        if errors:
            raise Unusual
        return value


@dataclass(frozen=True, slots=True)
class Walk:
    """What a door needs: where its visit goes, its guards with their parameters, its own parameters."""

    run: Callable[..., Response]
    route: Any
    visit: str
    guards: tuple[tuple[str, Callable[..., Any], tuple[Parameter, ...], tuple[Parameter, ...]], ...]
    path: tuple[Parameter, ...]
    query: tuple[Parameter, ...]

    def prepare(
        self, inside: dict[str, str], asked: dict[str, str]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The endpoint's own arguments, and those of each guard."""
        own = {one.name: one.read(inside) for one in self.path}
        own |= {one.name: one.read(asked) for one in self.query}
        guards = [
            {one.name: one.read(inside) for one in path} | {one.name: one.read(asked) for one in query}
            for _, _, path, query in self.guards
        ]
        return own, guards


class Corridor:
    """The index of the doors that need no long walk."""

    def __init__(self, app: FastAPI, safety: SafetyHeaders) -> None:
        self.app, self.safety = app, safety
        self.handlers: dict[Any, Handler] = dict(app.exception_handlers)
        self.doors: dict[Key, list[tuple[re.Pattern[str], frozenset[str], Walk | None]]] = {}
        for context in iter_route_contexts(app.routes):
            path = context.path or ""
            methods = frozenset(getattr(context, "methods", None) or ())
            first, count = key_of(path)
            if "{" in first or (methods and ":" in path):
                raise RuntimeError(f"{path}: addresses begin with a word, and their parts are one word each")
            if not methods:
                continue  # sockets and files: they answer to other first words
            pattern = compile_path(path)[0]
            self.doors.setdefault((first, count), []).append((pattern, methods, walk_to(context)))

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answers, or says that this request takes the long walk (then nothing was read or changed)."""
        method, path = scope["method"], scope["path"]
        walk, inside = self._find(method, path)
        if walk is None or scope.get("root_path"):
            return False
        if method not in SAFE_METHODS and _kind_of(scope) != FORM:
            return False
        try:
            asked = _query(scope)
            own, guards = walk.prepare(inside, asked)
        except (Unusual, ValueError):
            return False
        nonce = fresh_nonce()
        scope.update(app=self.app, path_params=inside, endpoint=walk.run, route=walk.route, nonce=nonce)
        request = StrictRequest(scope, receive if method in SAFE_METHODS else capped(scope, receive))
        try:
            visit = await get_visit(request)
            response = await in_thread(partial(_enter, walk, visit, own, guards))
        except Exception as error:
            refused = await self._refuse(request, error, scope, send, nonce)
            if refused is None:
                raise
            response = refused
        await self._send(response, scope, receive, send, nonce)
        return True

    def _find(self, method: str, path: str) -> tuple[Walk | None, dict[str, str]]:
        for pattern, methods, walk in self.doors.get(key_of(path), ()):
            if method in methods and (found := pattern.match(path)) is not None:
                return walk, found.groupdict()
        return None, {}

    async def _refuse(
        self, request: StrictRequest, error: Exception, scope: Scope, send: Send, nonce: str
    ) -> Response | None:
        """The answer to an error, as the framework's layers choose it; None after one that must be heard of outside."""
        kind = next(one for one in type(error).__mro__ if one in self.handlers)
        response = await self.handlers[kind](request, error)
        if kind is not Exception:
            return response
        await self._send(response, scope, request.receive, send, nonce)
        return None

    async def _send(self, response: Response, scope: Scope, receive: Receive, send: Send, nonce: str) -> None:
        if type(response).__call__ is not Response.__call__ or response.background is not None:
            await response(scope, receive, self.safety.dressing(send, nonce))
            return
        headers = self.safety.dress(response.raw_headers, nonce)
        await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})


def _enter(walk: Walk, visit: Visit, own: dict[str, Any], guards: list[dict[str, Any]]) -> Response:
    """In the thread of the endpoint: the guards in their order, then the deed, in one transaction."""
    arguments = {walk.visit: visit, **own}
    for (name, stand, _, _), values in zip(walk.guards, guards, strict=True):
        waiting = Waiting(partial(stand, visit, **values))
        visit.waiting.append(waiting)
        arguments[name] = waiting
    return walk.run(**arguments)


def key_of(path: str) -> Key:
    """Where an address stands in the index: its first part, and how many there are."""
    parts = path.split("/", 2)
    return (parts[1] if len(parts) > 1 else ""), path.count("/")


def _kind_of(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind: bytes = value.partition(b";")[0].strip().lower()
            return kind
    return b""


def _query(scope: Scope) -> dict[str, str]:
    """The query as the framework reads it: the last of equal names counts."""
    raw = scope.get("query_string", b"")
    return dict(parse_qsl(raw.decode("latin-1"), keep_blank_values=True)) if raw else {}


def walk_to(context: Any) -> Walk | None:
    """The walk to a door, or None when it needs something that only the framework brings."""
    dependant = getattr(context, "dependant", None)
    if dependant is None or not hasattr(dependant.call, "__wrapped__"):
        return None
    visit = next((one.name for one in dependant.dependencies if one.call is get_visit), None)
    guards = [one for one in dependant.dependencies if one.call is not get_visit]
    if visit is None or not guards or _needs_more(dependant):
        return None
    if any(
        _needs_more(one)
        or not hasattr(one.call, "stand")
        or any(below.call is not get_visit for below in one.dependencies)
        for one in guards
    ):
        return None
    return Walk(
        run=dependant.call,
        route=context.original_route,
        visit=visit,
        guards=tuple(
            (one.name, one.call.stand, _parameters(one.path_params), _parameters(one.query_params))
            for one in guards
        ),
        path=_parameters(dependant.path_params),
        query=_parameters(dependant.query_params),
    )


def _needs_more(dependant: Any) -> bool:
    fields = (dependant.header_params, dependant.cookie_params, dependant.body_params)
    special = (
        dependant.request_param_name, dependant.response_param_name, dependant.background_tasks_param_name,
        dependant.http_connection_param_name, dependant.security_scopes_param_name,
    )  # fmt: skip
    return any(fields) or any(special) or any(_many(one) for one in dependant.query_params)


def _many(field: Any) -> bool:
    """A parameter that may stand several times, or a whole model of them."""
    return "list" in str(field.field_info.annotation) or hasattr(field.field_info.annotation, "model_fields")


def _parameters(fields: list[Any]) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(
            name=one.name,
            alias=one.alias,
            kind=one.field_info.annotation,
            plain=not one.field_info.metadata,
            required=one.field_info.is_required(),
            field=one,
        )
        for one in fields
    )
