"""HTTP with deadlines: a request that trickles in is closed, so that half-open ones never pile up.

uvicorn waits for ever for the rest of a request. Here headers have ten seconds and 32 KiB; a body has twelve seconds and
one more for each 16 KiB that arrived. Sockets leave this protocol at their upgrade.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 10.0
HEADER_BYTES = 32 * 1024
BODY_SECONDS = 12.0
BODY_RATE = 16 * 1024


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a deadline for what the client still owes us."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: float | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._heading = True
        self._received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(HEADER_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._heading:
            self._received += len(data)
            if self._deadline is None:  # the next request of a kept connection
                self._wait(HEADER_SECONDS)
        super().data_received(data)
        if self._heading and self._received > HEADER_BYTES:
            self._answer_and_close(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        self._heading = False
        self._wait(BODY_SECONDS)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        super().on_body(body)
        if self._deadline is not None:
            self._deadline += len(body) / BODY_RATE

    def on_message_complete(self) -> None:
        self._stop_waiting()
        self._heading, self._received = True, 0
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        self._forget()
        super().handle_websocket_upgrade()

    def _wait(self, seconds: float) -> None:
        self._deadline = self.loop.time() + seconds
        if self._timer is None or self._timer.when() > self._deadline:
            self._arm()

    def _stop_waiting(self) -> None:
        self._deadline = (
            None  # the timer runs on and finds nothing to do: one a connection, not three a request
        )

    def _arm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        assert self._deadline is not None
        self._timer = self.loop.call_at(self._deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._deadline is None:
            return
        if self._deadline > self.loop.time():
            self._arm()
        else:
            self._answer_and_close(b"408 Request Timeout")

    def _forget(self) -> None:
        self._deadline = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _answer_and_close(self, status: bytes) -> None:
        self._forget()
        if self.transport.is_closing():
            return
        if self._received or not self._heading:
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
        self.transport.close()
