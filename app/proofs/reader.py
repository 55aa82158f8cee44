"""Somebody with a browser: one kept connection, a cookie jar, forms with their token, JSON, a socket."""

import http.client
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import orjson
import pyotp
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from app.demo.cast import PASSWORD, accounts

STEP = 30
TOKEN = re.compile(r'<meta name="csrf" content="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, every byte of it."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """A header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON; None when it is not."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None


@dataclass
class Reader:
    """One visitor. Nobody until `sign_in`."""

    url: str
    name: str = "nobody"
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    def __del__(self) -> None:
        if self._line is not None:
            self._line.close()

    def ask(self, method: str, path: str, *, body: bytes | None = None, **headers: str) -> Answer:
        """One request; a kept connection that the server has closed meanwhile is opened again."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        while True:
            kept = self._line is not None
            if self._line is None:
                self._line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
            try:
                self._line.request(method, path, body, sent)
                answer = self._line.getresponse()
                whole = Answer(answer.status, answer.getheaders(), answer.read())
                break
            except (http.client.HTTPException, OSError):
                self.close()
                if not kept:
                    raise
        for name, value in whole.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key.strip()] = rest.split(";", 1)[0]
        return whole

    def get(self, path: str, **headers: str) -> Answer:
        """A page or a JSON answer."""
        return self.ask("GET", path, body=None, **headers)

    def items(self, path: str, most: int = 10_000) -> list[dict[str, Any]]:
        """Every item of a list, page after page."""
        found: list[dict[str, Any]] = []
        after = ""
        while len(found) < most:
            answer = self.get(path + (f"{'&' if '?' in path else '?'}after={after}" if after else ""))
            listing = answer.json()
            if answer.status != 200 or not isinstance(listing, dict):
                break
            found += listing["items"]
            after = listing["next"]
            if not after:
                break
        return found

    def form(self, path: str, **fields: str) -> Answer:
        """A form, as a browser sends it: with the token of the page."""
        body = urlencode({"csrf": self.csrf, **fields}).encode()
        return self.ask("POST", path, body=body, Content_Type="application/x-www-form-urlencoded")

    def send(self, method: str, path: str, content: Any = None, **headers: str) -> Answer:
        """JSON with the browser's cookie and token."""
        body = orjson.dumps(content) if content is not None else None
        kind = {"Content_Type": "application/json"} if content is not None else {}
        return self.ask(method, path, body=body, X_CSRF_Token=self.csrf, **kind, **headers)

    def take_token(self, page: Answer) -> None:
        """Remembers the form token of a page."""
        found = TOKEN.search(page.text)
        self.csrf = found[1] if found else self.csrf

    def sign_in(self, name: str, *, email: str = "", password: str = PASSWORD) -> "Reader":
        """Signs in with password and, for the staff, the second factor."""
        self.name = name
        secret = next((one.totp_secret for one in accounts() if one.name == name), None)
        secret = secret or _secret_of(name)
        self.take_token(self.get("/sign-in"))
        for ahead in (
            0,
            STEP,
            STEP,
            STEP,
        ):  # a code works once: the next one is accepted early, then one must wait
            code = pyotp.TOTP(secret).at(int(time.time()) + ahead) if secret else ""
            answer = self.form(
                "/sign-in", email=email or f"{name}@demo.example", password=password, code=code
            )
            if answer.status == 303 or not secret:
                break
            time.sleep(STEP / 2 if ahead else 0)
        if answer.status != 303:
            raise RuntimeError(f"{name} could not sign in: {answer.status}")
        self.take_token(self.get("/settings"))
        return self

    def confirm_again(self, password: str = PASSWORD) -> None:
        """Opens the ten minutes of sensitive acts."""
        secret = _secret_of(self.name)
        answer = self.form("/step-up", password=password, code=pyotp.TOTP(secret).now() if secret else "")
        if answer.status != 303:
            raise RuntimeError(f"{self.name} could not confirm: {answer.status}")
        self.take_token(self.get("/settings"))  # the session has a new name, and with it a new token

    def socket(self, ticket: str | None = None) -> ClientConnection:
        """A live connection. Raises InvalidStatus when it is refused before the upgrade."""
        if ticket is None:
            answer = self.send("POST", "/api/v1/auth/socket-ticket")
            ticket = str((answer.json() or {}).get("ticket", ""))
        address = "ws" + self.url.removeprefix("http") + f"/ws?ticket={ticket}"
        origin = Origin(self.url)
        return connect(address, origin=origin, open_timeout=10, close_timeout=1, compression=None)

    def close(self) -> None:
        """Ends the connection."""
        if self._line is not None:
            self._line.close()
        self._line = None


def _secret_of(name: str) -> str | None:
    """The second factor of the demo's staff; members have none."""
    from app.demo.people import invented

    return next((one.totp_secret for one in invented("demo") if one.name == name), None)


def fresh_word() -> str:
    """A word that nobody has ever written."""
    return f"zq{uuid4().hex}"


def say(frames: ClientConnection, **operation: Any) -> None:
    """One operation of the socket."""
    frames.send(orjson.dumps(operation).decode())


def hear(frames: ClientConnection, seconds: float) -> list[str]:
    """Every frame until the line stays quiet for so long."""
    heard: list[str] = []
    try:
        while True:
            heard.append(str(frames.recv(timeout=seconds)))
    except (TimeoutError, ConnectionError):
        return heard
    except Exception as ended:  # the socket was closed
        if ended.__class__.__name__.startswith("ConnectionClosed"):
            return heard
        raise
