"""Doors: how a request becomes one transaction and one answer.

`Visit` is one request: its database session, its reader, what was typed. A `Door` runs the endpoint, stores the answer for an
idempotency key, and commits, all in one thread before the answer leaves (a commit after `yield` would answer 201 first
and fail later). Guards and endpoints are plain functions; nothing here awaits the database.
"""

import inspect
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from sqlmodel import Session
from starlette.datastructures import UploadFile

from app.core import db, strict_json
from app.core.errors import Conflict, Invalid, Refusal, TooMany
from app.core.idempotency import Replay, remember, replay_of
from app.core.readers import choose_locale
from app.core.schemas import FormBody
from app.core.settings import get_settings
from app.core.validation import sentences

Form = TypeVar("Form", bound=FormBody)
# What rooms add to the frame of every page: each gives a few names, cheaply (the badge of unread alerts).
FRAME_PARTS: list[Callable[["Visit"], dict[str, Any]]] = []
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Waiting:
    """A guard that has not been asked yet. Its answer is kept: asked twice it answers the same."""

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask
        self._answers: list[Any] = []

    def settle(self) -> Any:
        """What the guard hands over, or its refusal."""
        if not self._answers:
            self._answers.append(self._ask())
        return self._answers[0]


class Visit:
    """One request on its way through a door. Holds no connection until somebody asks the database."""

    def __init__(self, request: Request, form: dict[str, Any] | None) -> None:
        self.request = request
        self.cookies: list[dict[str, Any]] = []
        self.session: Session = db.open_session()
        self.form = form or {}
        self.is_api = request.url.path.startswith("/api/")
        self.locale = choose_locale(request)
        if request.query_params.get("lang") == self.locale:
            self.set_cookie(key="locale", value=self.locale, max_age=31_536_000, samesite="lax", path="/")
        self.nonce: str = request.scope.get("nonce") or secrets.token_urlsafe(16)
        self.actor: Any = None
        self.membership: Any = None
        self.entrance: Any = None
        self.csrf = ""
        self.replay: Replay | None = None
        self.typed: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self.error = ""
        self.passages: list[Any] = []
        self.waiting: list[Waiting] = []
        self.keep_no_body = False  # anonymous acts: the row of an idempotency key keeps no answer

    @property
    def unsafe(self) -> bool:
        """Whether the request may change something."""
        return self.request.method not in SAFE_METHODS

    def waits(self, guard: Waiting) -> bool:
        """Whether the door will ask this guard itself, in the endpoint's thread: one journey between threads a request.

        Not where a JSON body is validated between the guard and the endpoint: there the guard speaks first.
        """
        if not self.request.scope.get("settles") or (self.unsafe and not self.form):
            return False
        self.waiting.append(guard)
        return True

    def settle(self) -> None:
        """Asks the guards that wait, in their order."""
        while self.waiting:
            self.waiting.pop(0).settle()

    def read(self, schema: type[Form]) -> Form:
        """The form as a schema, or Invalid with one sentence per field (the page is shown again with what was typed)."""
        raw = {key: value for key, value in self.form.items() if key not in ("csrf", "idempotency_key")}
        try:
            return schema.model_validate(raw)
        except ValidationError as error:
            raise Invalid(fields=sentences(error)) from error

    def page(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Renders a template for this reader."""
        from app.core.render import render

        html = render(template, locale=self.locale, nonce=self.nonce, **self.frame(), **context)
        return HTMLResponse(html, status_code=status)

    def frame(self) -> dict[str, Any]:
        """What every page knows about its reader."""
        from app.core.render import translate

        cookies, said = self.request.cookies, self.request.cookies.get("said", "")
        flash = []
        if said and not self.unsafe:
            self.set_cookie(key="said", value="", max_age=0, path="/")
            try:
                flash = [
                    {"kind": "success", "text": translate(self.locale, bytes.fromhex(said[:800]).decode())}
                ]
            except ValueError:
                flash = []
        parts: dict[str, Any] = {}
        for part in FRAME_PARTS:
            parts |= part(self)
        return {
            **parts,
            "actor": self.actor,
            "membership": self.membership,
            "csrf": self.csrf,
            "path": self.request.url.path,
            "brand": get_settings().brand,
            "theme": cookies.get("theme", "") if cookies.get("theme") in ("light", "dark") else "",
            "text": cookies.get("text", "") if cookies.get("text") in ("large", "larger") else "",
            "flash": flash,
            "typed": self.typed,
            "errors": self.errors,
            "error": self.error,
            "passages": self.passages,
            "fragment": self.request.headers.get("hx-request") == "true",
        }

    def go(self, path: str, *, said: str = "") -> RedirectResponse:
        """Sends the reader on after a form (303). `said` is a source string shown once on the next page."""
        response = RedirectResponse(path, status_code=303)
        if said:
            response.set_cookie(
                "said", said.encode().hex(), max_age=30, httponly=True, samesite="lax", path="/"
            )
        return response

    def set_cookie(self, **cookie: Any) -> None:
        """A cookie for whatever answer leaves in the end."""
        self.cookies.append(cookie)


async def get_visit(request: Request) -> Visit:
    """The visit of this request, made once; reads a form's fields when there is one."""
    visit: Visit | None = getattr(request.state, "visit", None)
    if visit is None:
        form: dict[str, Any] | None = None
        content_type = request.headers.get("content-type", "")
        if request.method == "POST" and content_type.startswith(
            ("application/x-www-form-urlencoded", "multipart/form-data")
        ):
            data = await request.form(max_fields=200, max_files=4, max_part_size=256 * 1024)
            if (stack := request.scope.get("fastapi_inner_astack")) is not None:
                stack.push_async_callback(data.close)  # uploads are spooled files
            form = {
                key: values if len(values) > 1 else values[0] for key in data if (values := data.getlist(key))
            }
        visit = Visit(request, form)
        request.state.visit = visit
    return visit


Here = Annotated[Visit, Depends(get_visit)]


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


__all__ = ["FRAME_PARTS", "ApiDoors", "Door", "Doors", "Here", "Visit", "reshow", "unguarded"]
