"""The mailbox of the demo and the tests: a loopback SMTP server that keeps the newest 500 mails in `var/mail`.

In the demo mails take the real road (SMTP) and end here, where `/dev/mail` shows them.
"""

import os
from asyncio import Server
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from app.core import clock
from app.core.settings import get_settings

KEPT = 500


def _folder() -> Path:
    folder = get_settings().var / "mail"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def keep(message: EmailMessage, to: str) -> None:
    """Keeps one mail; the oldest beyond 500 go."""
    at = clock.now()
    content = {
        "to": to,
        "subject": str(message["subject"]),
        "text": _body(message, "plain"),
        "html": _body(message, "html"),
        "at": at.isoformat(),
    }
    folder = _folder()
    name = f"{at:%Y%m%dT%H%M%S%f}-{uuid4().hex[:8]}"
    partial = folder / f"{name}.partial"
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(orjson.dumps(content))
    partial.rename(folder / f"{name}.json")
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)


def list_mails() -> list[dict[str, Any]]:
    """The mails that are kept, newest last."""
    return [orjson.loads(one.read_bytes()) for one in sorted(_folder().glob("*.json"))]


def empty() -> None:
    """Throws every mail away."""
    for one in _folder().glob("*.json"):
        one.unlink(missing_ok=True)


class _Keeper:
    """What the loopback server does with a mail."""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        for recipient in envelope.rcpt_tos:
            keep(message, recipient)
        return "250 kept"


class _Loopback(Controller):
    """A controller that asked for any free port and knocks at the one it was given."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class Sink:
    """The loopback SMTP server, in a thread of its own, on a port that was free."""

    def __init__(self) -> None:
        self._controller = _Loopback(_Keeper(), hostname="127.0.0.1", port=0, ready_timeout=10)

    def start(self) -> str:
        """Starts it and gives its address as an ENTRAIDE_SMTP_URL."""
        self._controller.start()
        return f"smtp://127.0.0.1:{self._controller.port}"

    def stop(self) -> None:
        """Stops it."""
        self._controller.stop(no_assert=True)
