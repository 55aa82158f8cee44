"""The live bus: publish, subscribe, forget, over PostgreSQL LISTEN/NOTIFY. It knows topics and ids, no domain words.

`publish` belongs to the transaction: PostgreSQL delivers on commit, in order, to every process, and forgets on rollback.
Signals carry ids; who hears one fetches what it may see. While the listening connection is down signals are lost, so
after every reconnect the `on_gap` callbacks run and subscribers catch up from the database.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from psycopg import AsyncConnection
from sqlalchemy import text
from sqlmodel import Session

from app.core import logs, metrics
from app.core.pools import conninfo
from app.core.settings import get_settings

CHANNEL = "entraide"
QUEUE_SIZE = 256
LARGEST = 2_000  # bytes; PostgreSQL takes 7,999
QUIET_SECONDS = 15.0
log = logs.get_logger("realtime")
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


@dataclass(frozen=True, slots=True)
class Signal:
    """What arrived: a topic and its small payload."""

    topic: str
    payload: dict[str, Any]


class Lost(Exception):
    """The subscriber was too slow and its queue overflowed: close it, it will come back and catch up."""


def publish(session: Session, channel: str, payload: dict[str, Any]) -> None:
    """Signals subscribers of a topic when this transaction commits. Equal signals of one transaction arrive once."""
    message = orjson.dumps([channel, payload])
    if len(message) > LARGEST:
        raise ValueError("a signal carries ids, not contents")
    session.connection().execute(_NOTIFY, {"channel": CHANNEL, "payload": message.decode()})


class Subscription:
    """A bounded queue of signals for one reader, of one or several topics."""

    def __init__(self) -> None:
        self.topics: set[str] = set()
        self.lost = False
        self._queue: asyncio.Queue[Signal] = asyncio.Queue(QUEUE_SIZE)

    def offer(self, signal: Signal) -> None:
        """Adds a signal without ever waiting; a full queue cuts the reader off."""
        try:
            self._queue.put_nowait(signal)
        except asyncio.QueueFull:
            if not self.lost:
                metrics.signals_lost.inc()
            self.lost = True

    async def next(self) -> Signal:
        """The next signal; Lost when this reader was cut off."""
        if self.lost:
            raise Lost
        return await self._queue.get()

    async def __aiter__(self) -> AsyncIterator[Signal]:
        while True:
            yield await self.next()


class Bus:
    """One listening connection for the process, and who wants to hear which topic. Lives on one event loop."""

    def __init__(self, url: str = "") -> None:
        self._url = url
        self._readers: dict[str, set[Subscription]] = {}
        self._gap_callbacks: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None
        self.connected = asyncio.Event()

    async def start(self) -> None:
        """Begins to listen, and returns once it does or after two seconds without a database."""
        self._task = asyncio.create_task(self._listen_for_ever(), name="bus")
        try:
            await asyncio.wait_for(self.connected.wait(), 2)
        except TimeoutError:
            log.warning("the bus is not connected yet")

    async def stop(self) -> None:
        """Ends listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self.connected.clear()

    def subscribe(self, topic: str, subscription: Subscription | None = None) -> Subscription:
        """Hears a topic from now on; give a subscription to hear several topics in one queue."""
        reader = subscription or Subscription()
        reader.topics.add(topic)
        self._readers.setdefault(topic, set()).add(reader)
        return reader

    def unsubscribe(self, subscription: Subscription, topic: str | None = None) -> None:
        """Forgets one topic of a reader, or all of them."""
        for one in [topic] if topic else list(subscription.topics):
            subscription.topics.discard(one)
            readers = self._readers.get(one)
            if readers is not None:
                readers.discard(subscription)
                if not readers:
                    del self._readers[one]

    def on_gap(self, callback: Callable[[], None]) -> None:
        """Calls back, on the loop, after each reconnect: signals may have been missed."""
        self._gap_callbacks.append(callback)

    def deliver(self, payload: str) -> None:
        """Hands a raw notification to its readers."""
        try:
            topic, content = orjson.loads(payload)
        except ValueError:
            log.warning("a signal that is not ours")
            return
        metrics.signals.inc()
        readers = self._readers.get(topic)
        if readers:
            signal = Signal(topic, content)
            for reader in tuple(readers):
                reader.offer(signal)

    async def _listen_for_ever(self) -> None:
        wait, again = 0.2, False
        while True:
            try:
                async with await self._connect() as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.connected.set()
                    if again:
                        log.info("the bus is back")
                        for callback in self._gap_callbacks:
                            callback()
                    wait, again = 0.2, True
                    await self._listen(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("the bus lost its connection", seconds=wait, exc_info=error)
            self.connected.clear()
            await asyncio.sleep(wait)
            wait = min(wait * 2, 3.0)

    async def _connect(self) -> AsyncConnection[Any]:
        address = conninfo(self._url or get_settings().database_url)
        return await AsyncConnection.connect(address, autocommit=True, connect_timeout=5)

    async def _listen(self, connection: AsyncConnection[Any]) -> None:
        """Until the connection breaks; a quiet one is asked now and then whether it still lives."""
        while True:
            async for notification in connection.notifies(timeout=QUIET_SECONDS):
                self.deliver(notification.payload)
            async with asyncio.timeout(QUIET_SECONDS):
                await connection.execute("SELECT 1")
