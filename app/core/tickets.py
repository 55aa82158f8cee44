"""Tickets: short-lived, single-purpose tokens (socket, e-mail, download, API access). The only file that imports jose.

JWT (RFC 7519), HS256 only, with its own `typ` and key per purpose. python-jose is lenient: it accepts a missing `exp`
or `aud`, ignores `crit`, and chooses the algorithm from the header unless told. Hence every option here is explicit.
Browser sessions are not tickets: they are opaque and live in the database. The subject (a session, an account) is sealed:
a ticket travels in addresses and through scripts, and whoever reads one there learns nothing that outlives it.
"""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from jose import jwt
from jose.exceptions import JOSEError

from app.core import clock, keys

ALGORITHM = "HS256"
REQUIRED = {f"require_{claim}": True for claim in ("exp", "aud", "sub", "iat", "jti")}


class BadTicket(Exception):
    """Not one of ours, for another purpose, or too old."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a valid ticket says: its subject, its own id (for single use) and our extra claims."""

    subject: str
    id: str
    claims: dict[str, Any]


def _key(purpose: str) -> str:
    return keys.derived("ticket/" + purpose).hex()


def issue(purpose: str, subject: str, lifetime: timedelta, **claims: Any) -> str:
    """A signed ticket for one purpose."""
    now = clock.now()
    payload = {
        **claims,
        "sub": base64.urlsafe_b64encode(keys.seal("ticket", subject.encode(), purpose.encode())).decode(),
        "aud": purpose,
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
        "jti": uuid4().hex,
    }
    token: str = jwt.encode(
        payload, _key(purpose), algorithm=ALGORITHM, headers={"typ": f"entraide-{purpose}+jwt"}
    )
    return token


def read(purpose: str, token: str) -> Ticket:
    """Opens a ticket issued for the same purpose, or raises BadTicket."""
    try:
        header = jwt.get_unverified_header(token)
        if (
            header.get("typ") != f"entraide-{purpose}+jwt"
            or header.get("alg") != ALGORITHM
            or "crit" in header
        ):
            raise BadTicket
        # The library compares with the machine's clock; ours may be turned, so time is checked here.
        payload = jwt.decode(
            token,
            _key(purpose),
            algorithms=[ALGORITHM],
            audience=purpose,
            options={**REQUIRED, "verify_exp": False},
        )
        now = clock.now().timestamp()
        if not payload["iat"] - 60 <= now < payload["exp"]:
            raise BadTicket
        subject = keys.unseal("ticket", base64.urlsafe_b64decode(payload["sub"]), purpose.encode()).decode()
    except (JOSEError, KeyError, TypeError, ValueError, AttributeError, keys.Unreadable) as error:
        raise BadTicket from error
    known = {"sub", "aud", "iat", "exp", "jti"}
    return Ticket(subject, payload["jti"], {key: value for key, value in payload.items() if key not in known})
