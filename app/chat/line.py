"""One open socket: its reader, what it follows, and a bounded queue with a writer of its own for when it is slow."""

import asyncio
from collections import deque
from uuid import UUID

from app.access.predicates import Actor
from app.chat.reading import Seat
from app.core import metrics
from app.core.wire import Parcel, Wire

QUEUE = 256
REVOKED, TOO_SLOW, NOT_TEXT, TOO_LARGE = 4403, 1013, 1003, 1009


class Following:
    """A reader in a room: the number up to which everything was handed over, and whether live messages come in turn."""

    __slots__ = ("acks", "line", "live", "present", "seat", "seq")

    def __init__(self, line: "Line", seat: Seat, seq: int) -> None:
        self.line = line
        self.seat = seat
        self.seq = seq
        self.live = False
        self.present = False
        self.acks: dict[int, bytes] = {}


class Line:
    """A socket's side of the hub. Everything here runs on the event loop; nothing waits for the reader."""

    def __init__(self, wire: Wire, actor: Actor, token: str, socket_id: UUID) -> None:
        self.id = socket_id
        self.wire = wire
        self.actor = actor
        self.token = token
        self.seats: dict[UUID, Seat] = {}
        self.following: dict[UUID, Following] = {}
        self.unsettled = 0
        self.settled = asyncio.Event()
        self.settled.set()
        self._waiting: deque[Parcel] = deque()
        self._behind = 0
        self._writer: asyncio.Task[None] | None = None

    def hand(self, parcel: Parcel) -> None:
        """Sends at once, or queues while the reader is behind; one who is too far behind is closed."""
        if not self._waiting and self.wire.write(parcel):
            return
        if self.wire.gone:
            return
        self._waiting.append(parcel)
        self._behind += len(parcel.payloads)
        if self._behind > QUEUE:
            metrics.signals_lost.inc()
            self.close(TOO_SLOW)
        elif self._writer is None:
            self._writer = asyncio.create_task(self._catch_up())

    def say(self, payload: bytes) -> None:
        """One payload for this reader alone."""
        self.hand(Parcel(payload))

    async def caught_up(self) -> None:
        """Waits until nothing is queued, so that a long replay never fills the queue."""
        while self._waiting and not self.wire.gone and self._writer is not None:
            await asyncio.shield(self._writer)

    def close(self, code: int) -> None:
        """Closes the socket; what is queued is forgotten."""
        self.wire.cut(code)
        self._waiting.clear()
        self._behind = 0

    def begin(self) -> None:
        """A message of this socket is on its way to the database."""
        self.unsettled += 1
        self.settled.clear()

    def end(self) -> None:
        """It was stored or refused."""
        self.unsettled -= 1
        if not self.unsettled:
            self.settled.set()

    async def _catch_up(self) -> None:
        try:
            while self._waiting and not self.wire.gone:
                await self.wire.drained()
                while self._waiting and self.wire.write(self._waiting[0]):
                    self._behind -= len(self._waiting.popleft().payloads)
        finally:
            self._writer = None
