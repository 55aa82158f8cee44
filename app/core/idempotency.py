"""One effect per key: a repeated request gets the first answer again.

Source: draft-ietf-httpapi-idempotency-key-header. The row's name is a keyed tag over actor, door and key, so that the
table joins nothing; it is inserted first, in the same transaction as the effect, so that a concurrent twin waits.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import text
from starlette.responses import Response

from app.core import clock, keys
from app.core.errors import Invalid

if TYPE_CHECKING:
    from app.core.web import Visit

PLAIN = re.compile(r"[!-~]{8,128}")
KEPT_HEADERS = (b"content-type", b"location")
CLAIM = text(
    "INSERT INTO idempotency (name, fingerprint, day) VALUES (:name, :fingerprint, :day)"
    " ON CONFLICT (name) DO NOTHING RETURNING 1"
)
READ = text("SELECT fingerprint, status, sealed FROM idempotency WHERE name = :name")
STORE = text("UPDATE idempotency SET status = :status, sealed = :sealed WHERE name = :name")


@dataclass(frozen=True, slots=True)
class Claim:
    """A key seen for the first time, to be filled with its answer."""

    name: bytes


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer given to the first request with this key."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def response(self) -> Response:
        """The same answer, marked as a replay."""
        response = Response(self.body, self.status)
        for name, value in self.headers:
            response.headers[name] = value
        response.headers["Idempotency-Replayed"] = "true"
        return response


def _key(visit: "Visit") -> str | None:
    key = visit.request.headers.get("idempotency-key")
    key = visit.form.get("idempotency_key") or None if key is None else key
    if key is not None and not (isinstance(key, str) and PLAIN.fullmatch(key)):
        raise Invalid("The idempotency key must have 8 to 128 plain characters.", code="idempotency-key")
    return key


def _fingerprint(visit: "Visit") -> bytes:
    raw: bytes = getattr(visit.request, "_body", b"")
    if visit.form:
        fields: dict[str, Any] = {
            name: value if isinstance(value, str | list) else getattr(value, "filename", "")
            for name, value in visit.form.items()
        }
        raw = orjson.dumps(
            {name: str(value) for name, value in fields.items() if name != "csrf"},
            option=orjson.OPT_SORT_KEYS,
        )
    return keys.tag("idempotency body", raw)


def _name(visit: "Visit", key: str) -> bytes:
    actor = getattr(visit.actor, "account_id", None)
    return keys.tag("idempotency", str(actor), visit.request.method, visit.request.scope["path"], key)


def earlier_answer(visit: "Visit") -> Replay | None:
    """What this very request was answered the first time: its deed may since have closed the door behind itself."""
    key = _key(visit)
    if key is None or not visit.unsafe:
        return None
    name = _name(visit, key)
    row = visit.session.connection().execute(READ, {"name": name}).one_or_none()
    if row is None or row.sealed is None or bytes(row.fingerprint) != _fingerprint(visit):
        return None
    return _opened(row, name)


def _opened(row: Any, name: bytes) -> Replay:
    stored = orjson.loads(keys.unseal("idempotency", bytes(row.sealed), name))
    return Replay(row.status, [tuple(pair) for pair in stored["headers"]], stored["body"].encode("latin-1"))


def replay_of(visit: "Visit") -> Claim | Replay | None:
    """Claims the key of this request, or brings the earlier answer; None without a key. Invalid when the body differs."""
    key = _key(visit)
    if key is None:
        return None
    name, fingerprint = _name(visit, key), _fingerprint(visit)
    claim = {"name": name, "fingerprint": fingerprint, "day": clock.today()}
    if visit.session.connection().execute(CLAIM, claim).first():
        return Claim(name)
    row = visit.session.connection().execute(READ, {"name": name}).one()
    if bytes(row.fingerprint) != fingerprint:
        raise Invalid("This key was used for another request.", code="idempotency-key")
    return _opened(row, name)


def remember(visit: "Visit", claim: Claim, response: Response) -> None:
    """Keeps the answer beside its effect."""
    kept = [
        (name.decode(), value.decode("latin-1"))
        for name, value in response.raw_headers
        if name in KEPT_HEADERS
    ]
    body = b"" if visit.keep_no_body else bytes(response.body)
    sealed = keys.seal(
        "idempotency", orjson.dumps({"headers": kept, "body": body.decode("latin-1")}), claim.name
    )
    visit.session.connection().execute(
        STORE, {"name": claim.name, "status": response.status_code, "sealed": sealed}
    )
