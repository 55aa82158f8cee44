"""Somebody outside who has only the contract: calls the API, and holds every answer to what OpenAPI says about it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from tests.journeys.keyboard import fresh_code
from tests.server import Server

API = "/api/v1"
PATIENCE = 30.0
OPEN: list[httpx.Client] = []


@cache
def contract(url: str) -> dict[str, Any]:
    """OpenAPI as the server publishes it."""
    found: dict[str, Any] = httpx.get(f"{url}{API}/openapi.json", timeout=PATIENCE).json()
    return found


@cache
def printed_accounts(log: str) -> dict[str, tuple[str, str, str | None]]:
    """The accounts that the demo prints when it starts: address, password and, for staff, the TOTP secret."""
    line = re.compile(r"^(\w+) +(\S+@demo\.example) +(\S+) +\w+ *([A-Z2-7]{16,})?", re.MULTILINE)
    return {name: (email, password, secret or None) for name, email, password, secret in line.findall(log)}


def until(find: Callable[[], Any], what: str) -> Any:
    """Waits for what a job brings."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited in vain for {what}")


@dataclass
class Outsider:
    """One client; with a token once signed in."""

    server: Server
    token: str = ""
    tokens: dict[str, Any] = field(default_factory=dict)
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(
            base_url=self.server.url, timeout=PATIENCE, headers={"Accept-Language": "en"}
        )
        OPEN.append(self.http)

    def sign_in(self, name: str, password: str = "") -> "Outsider":
        """By name as the demo printed it, or by an address of one's own."""
        known = printed_accounts((self.server.var / "server.log").read_text())
        email, printed, secret = known.get(name, (name, password, None))
        form = {"grant_type": "password", "username": email, "password": password or printed}
        if secret:
            form["totp"] = fresh_code(secret)
        self.tokens = self.call("POST", "/auth/token", 200, data=form).json()
        self.token = self.tokens["access_token"]
        return self

    def call(self, method: str, path: str, status: int, body: Any = None, **options: Any) -> httpx.Response:
        """Asks, expects this status, and checks the answer against the published contract."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        if body is not None:
            options["json"] = body
        answer = self.http.request(method, API + path, headers=headers, **options)
        assert answer.status_code == status, (method, path, answer.status_code, answer.text[:600])
        hold(contract(self.server.url), method, API + path.split("?")[0], answer)
        return answer

    def get(self, path: str, status: int = 200) -> Any:
        """The JSON at a path."""
        return self.call("GET", path, status).json()

    def post(self, path: str, body: Any = None, status: int = 201, **options: Any) -> Any:
        """Sends JSON; the answer's JSON, None when there is none."""
        answer = self.call("POST", path, status, body, **options)
        return answer.json() if answer.content else None

    def listed(self, path: str) -> list[Any]:
        """A whole list, page after page."""
        rows, after = [], None
        while True:
            page = self.get(path + (f"{'&' if '?' in path else '?'}after={after}" if after else ""))
            assert set(page) == {"items", "next"}
            rows += page["items"]
            after = page["next"]
            if after is None:
                return rows

    def mail(self, to: str) -> dict[str, Any]:
        """The newest mail to somebody."""

        def newest() -> Any:
            mails = self.http.get("/dev/mail.json").json()
            assert all(set(one) == {"to", "subject", "text", "html", "at"} for one in mails)
            return next((one for one in reversed(mails) if to in one["to"]), None)

        found: dict[str, Any] = until(newest, f"a mail to {to}")
        return found


def hold(openapi: dict[str, Any], method: str, path: str, answer: httpx.Response) -> None:
    """The status is documented, and content type and body are as documented."""
    operation = _operation(openapi, method.lower(), path)
    said = operation["responses"].get(str(answer.status_code))
    assert said is not None, (method, path, answer.status_code)
    kind = answer.headers.get("content-type", "").split(";")[0]
    content = said.get("content", {})
    assert (kind in content) if content else not answer.content, (method, path, kind, list(content))
    if "schema" in content.get(kind, {}) and kind.endswith("json"):
        schema = {**content[kind]["schema"], "components": openapi["components"]}
        Draft202012Validator(schema).validate(answer.json())
    if answer.status_code >= 400:
        assert answer.json()["status"] == answer.status_code


def _operation(openapi: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    if path in openapi["paths"]:
        return dict(openapi["paths"][path][method])
    for template, operations in openapi["paths"].items():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method in operations:
            return dict(operations[method])
    raise AssertionError(f"{method} {path} is not in the contract")
