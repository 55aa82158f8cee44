"""One request on its way through a door: its database session, its reader, what was typed, and the page that answers."""

import secrets
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import ValidationError
from sqlmodel import Session

from app.core import db
from app.core.errors import Invalid
from app.core.idempotency import Replay
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
        self.is_api = request.scope["path"].startswith("/api/")
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
            "path": self.request.scope["path"],
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
