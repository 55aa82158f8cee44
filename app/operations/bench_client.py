"""A lean HTTP/1.1 client for one kept connection, and a socket that counts frames: the load must cost less than the server.

Only what our server answers is understood: Content-Length bodies, no chunks. Requests are bytes made beforehand.
"""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

import orjson

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *entraide=([^;\r]+)", re.IGNORECASE)
MASK = b"\0\0\0\0"  # a zero key leaves the payload as it is (RFC 6455, section 5.3)


@dataclass(slots=True)
class Reply:
    """A status, the bytes on the wire, and the head for those who look into it."""

    status: int
    size: int
    head: bytes
    body: bytes

    @property
    def session(self) -> str:
        """The session's token, when the answer set one."""
        found = _COOKIE.search(self.head)
        return found[1].decode() if found else ""


class Connection:
    """One reader's connection."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes) -> Reply:
        """Sends one request and reads its answer; opens the connection when there is none."""
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        size = int(found[1]) if found else 0
        body = await self._reader.readexactly(size) if size else b""
        if b"connection: close" in head.lower():
            self.close()
        return Reply(int(head[9:12]), len(head) + size, head, body)

    def close(self) -> None:
        """Ends it."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def get(host: str, path: str, session: str = "") -> bytes:
    """A page request of a browser."""
    cookie = f"Cookie: entraide={session}; locale=fr\r\n" if session else ""
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n{cookie}\r\n".encode()


def post(
    host: str,
    path: str,
    body: bytes,
    session: str = "",
    *,
    kind: str = "application/x-www-form-urlencoded",
    csrf: str = "",
) -> bytes:
    """A form, or JSON, sent by a browser."""
    cookie = f"Cookie: entraide={session}; locale=fr\r\n" if session else ""
    token = f"X-CSRF-Token: {csrf}\r\n" if csrf else ""
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n{cookie}{token}\r\n"
    ).encode() + body


class Listener(asyncio.Protocol):
    """One socket in a room: counts messages and acks, and reads the sending time in every message when `sampled`."""

    def __init__(self, request: bytes, sampled: bool) -> None:
        self._request = request
        self._sampled = sampled
        self._rest = b""
        self._open = False
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.acked: asyncio.Event = asyncio.Event()
        self.messages = self.acks = self.errors = 0
        self.closed = False
        self.delays: list[float] = []
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asks for the upgrade."""
        self.transport = transport
        self.transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        """The server closed."""
        self.closed = True
        self.acked.set()
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the socket was refused"))

    def data_received(self, data: bytes) -> None:
        """The upgrade's answer, then frames."""
        data = self._rest + data if self._rest else data
        if not self._open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            self._open = True
            if b" 101 " not in head[:20]:
                self.ready.set_exception(ConnectionError(head[:40].decode()))
                return
            self.ready.set_result(None)
        self._rest = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        at, size = 0, len(data)
        while size - at >= 4:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            if start + length > size:
                break
            if data[at] == 0x89:  # a ping of the server wants its payload back
                pong = data[start : start + length]
                self.transport.write(bytes((0x8A, 0x80 | length)) + MASK + pong)
            elif data[at] == 0x81:
                self._take(data, start, start + length)
            at = start + length
        return data[at:]

    def _take(self, data: bytes, start: int, end: int) -> None:
        kind = data[start + 7 : start + 9]  # {"ev":"message  {"ev":"ack
        if kind == b"me":
            self.messages += 1
            if self._sampled:
                sent = float(orjson.loads(data[start:end])["body"].split()[0])
                self.delays.append(time.monotonic() - sent)
        elif kind == b"ac":
            self.acks += 1
            self.acked.set()
        else:
            self.errors += 1
            self.acked.set()

    def say(self, payload: bytes) -> None:
        """Sends one text frame."""
        size = len(payload)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        self.transport.write(head + MASK + payload)
