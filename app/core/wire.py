"""The wire under a socket: frames are written once and the same bytes go to every reader, without waiting for any.

uvicorn's protocol frames each message anew for each socket and makes the writer wait for a slow reader. Here `write`
answers False when the reader's buffer is full, and `cut` closes for good: a reader who does not even take the close
frame within three seconds is dropped. Frames: RFC 6455, section 5.2 (unmasked text from a server).
"""

import asyncio
import contextlib
import socket
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

EXTENSION = "entraide.wire"
BUFFER = 64 * 1024
PATIENCE = 3.0


def text_frame(payload: bytes) -> bytes:
    """One whole text message as it travels."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65_536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + payload
    return b"\x81\x7f" + size.to_bytes(8, "big") + payload


class Parcel:
    """Payloads that travel together, framed once for all readers."""

    __slots__ = ("frames", "payloads")

    def __init__(self, *payloads: bytes) -> None:
        self.payloads = payloads
        self.frames = b"".join(map(text_frame, payloads))


class Wire(Protocol):
    """What a hub needs of a socket."""

    def write(self, parcel: Parcel) -> bool:
        """Sends now, or False when the reader is behind."""

    async def drained(self) -> None:
        """Waits until the reader takes more, or is gone."""

    def cut(self, code: int) -> None:
        """Closes with a code, whatever the reader does."""

    @property
    def gone(self) -> bool:
        """Whether nothing more can be sent."""


class WireProtocol(WebSocketsSansIOProtocol):
    """uvicorn's protocol, with a wire that the application finds under `scope["extensions"]`."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=BUFFER)
        raw = transport.get_extra_info("socket")
        if raw is not None:  # else the kernel keeps megabytes for a reader who is not there
            with contextlib.suppress(OSError):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    async def run_asgi(self) -> None:
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[EXTENSION] = self
        await super().run_asgi()

    async def send(self, message: Any) -> None:
        """uvicorn takes a refusal over HTTP for an application that forgot to answer; it is told here that it is one."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True

    @property
    def gone(self) -> bool:
        """Whether nothing more can be sent."""
        return self.disconnected or self.close_sent or self.transport.is_closing()

    def write(self, parcel: Parcel) -> bool:
        """Hands framed bytes to the transport; False when the reader is behind or gone."""
        if self.gone or not self.writable.is_set():
            return False
        self.transport.write(parcel.frames)
        return True

    async def drained(self) -> None:
        """Waits until the buffer has room again, or the reader is gone."""
        await self.writable.wait()

    def cut(self, code: int) -> None:
        """Sends a close frame without waiting for room, and drops the connection if it is not answered soon."""
        if self.gone:
            return
        with contextlib.suppress(InvalidState):
            self.conn.send_close(code)
            self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code})
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(PATIENCE, self.transport.abort)

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.loop.call_later(PATIENCE, self.transport.abort)


class PlainWire:
    """The same over any ASGI server: a writer task sends one message after the other."""

    def __init__(self, websocket: WebSocket) -> None:
        self._socket = websocket
        self._waiting: list[bytes] = []
        self._task: asyncio.Task[None] | None = None
        self._free = asyncio.Event()
        self._free.set()
        self._code = 0

    @property
    def gone(self) -> bool:
        """Whether nothing more can be sent."""
        return bool(self._code) or self._socket.client_state is WebSocketState.DISCONNECTED

    def write(self, parcel: Parcel) -> bool:
        """Sends in order; False while earlier messages wait."""
        if self.gone or not self._free.is_set():
            return False
        self._waiting.extend(parcel.payloads)
        self._begin()
        return True

    async def drained(self) -> None:
        """Waits until everything was sent."""
        await self._free.wait()

    def cut(self, code: int) -> None:
        """Closes once what is being sent is out."""
        if not self.gone:
            self._code = code
            self._begin()

    def _begin(self) -> None:
        self._free.clear()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._send())

    async def _send(self) -> None:
        try:
            while self._waiting:
                await self._socket.send_text(self._waiting.pop(0).decode())
            if self._code:
                await self._socket.close(self._code)
        except (RuntimeError, WebSocketDisconnect, OSError):  # the reader went away; the endpoint hears of it
            self._waiting.clear()
        finally:
            self._free.set()


def wire_of(websocket: WebSocket) -> Wire:
    """The wire of an accepted socket."""
    found: Any = websocket.scope.get("extensions", {}).get(EXTENSION)
    return found if found is not None else PlainWire(websocket)
