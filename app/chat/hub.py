"""The sockets of one process: who is connected, what they follow, and what the bus says about it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from uuid import UUID, uuid4

from fastapi import FastAPI

from app.access import live
from app.chat import connections, frames, presence, replay
from app.chat.asking import beat, fetch, still_allowed, take_seat
from app.chat.ear import Ear
from app.chat.feed import Feed
from app.chat.frames import Row
from app.chat.line import REVOKED, Following, Line
from app.chat.outbox import Letter, Outbox
from app.chat.reading import Seat
from app.chat.schemas import Send
from app.core import logs, metrics
from app.core.errors import NotFound
from app.core.realtime import Bus, Signal

THREADS = 4
CHECK_SECONDS = 60.0
TOGETHER = 20
Answer = TypeVar("Answer")
log = logs.get_logger("chat")


class Hub:
    """Everything live of this process, on one event loop."""

    def __init__(self) -> None:
        self.worker_id = uuid4()
        self.lines: set[Line] = set()
        self.bus = Bus()
        self._feeds: dict[UUID, Feed] = {}
        self._outboxes: dict[UUID, Outbox] = {}
        self._ear = Ear(self._hear)
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="chat")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed: list[UUID] = []

    async def start(self) -> None:
        """Begins to listen and to look after the sockets."""
        self.bus.on_gap(self._after_gap)
        self.bus.subscribe("sessions", self._ear)
        self.bus.subscribe("standing", self._ear)
        await self.bus.start()
        self._begin(self._beat_for_ever())
        self._begin(self._check_for_ever())

    async def stop(self) -> None:
        """Lets what is being stored end, then forgets everything."""
        storing = [one.task for one in self._outboxes.values() if one.task is not None]
        if storing:
            await asyncio.wait(storing, timeout=5)
        for task in tuple(self._tasks):
            task.cancel()
        await self.bus.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def in_thread(self, deed: Callable[..., Answer], *arguments: Any) -> Answer:
        """Runs a deed that talks to the database; sockets themselves own no session."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, deed, *arguments)

    def join(self, line: Line) -> None:
        """A socket is open."""
        self.lines.add(line)
        metrics.sockets.inc()

    def leave(self, line: Line) -> None:
        """A socket is closed."""
        self.lines.discard(line)
        metrics.sockets.dec()
        for place_id in list(line.following):
            self.unfollow(line, place_id)
        self._closed.append(line.id)
        if len(self._closed) == 1:
            self._begin(self._forget_closed())

    async def seat(self, line: Line, place_id: UUID) -> Seat:
        """The reader's place, asked once and again whenever its standing may have changed."""
        known = line.seats.get(place_id)
        if known is None:
            known = line.seats[place_id] = await self.in_thread(take_seat, line.actor, place_id)
        return known

    async def follow(self, line: Line, place_id: UUID, since: int | None) -> None:
        """Follows a room: first what was missed, then everything as it comes."""
        await line.settled.wait()  # own messages on their way get their ack, not a replay
        self.unfollow(line, place_id)
        feed = self._feeds.get(place_id)
        if feed is None:  # listen before reading the newest number, so that none falls between
            feed = self._feeds[place_id] = Feed(place_id, self._fetch)
            self.bus.subscribe(live.topic(place_id), self._ear)
        feed.arriving += 1
        try:
            seat = line.seats[place_id] = await self.in_thread(take_seat, line.actor, place_id)
        except BaseException:
            feed.arriving -= 1
            self._forget_if_idle(feed)
            raise
        feed.arriving -= 1
        feed.begin(seat.last_seq, seat.walls)
        following = line.following[place_id] = Following(line, seat, seat.last_seq)
        feed.followers.add(following)
        if not seat.is_room:
            following.live = True
            if since is not None and seat.last_seq > since:
                line.say(frames.signal(place_id, seat.last_seq))
            return
        if since is not None:
            replay.start_from(following, since)
        await replay.catch_up(feed, following, self._fetch)

    def unfollow(self, line: Line, place_id: UUID) -> None:
        """Follows it no more; a room without followers is forgotten here."""
        following = line.following.pop(place_id, None)
        feed = self._feeds.get(place_id)
        if following is None or feed is None:
            return
        feed.followers.discard(following)
        if following.present:
            self._begin(presence.show(self, line, following, False))
        self._forget_if_idle(feed)

    def _forget_if_idle(self, feed: Feed) -> None:
        if not (feed.followers or feed.storing or feed.arriving):
            self._feeds.pop(feed.place_id, None)
            self.bus.unsubscribe(self._ear, live.topic(feed.place_id))

    async def send(self, line: Line, send: Send) -> None:
        """Puts a message on its way; `ack` or `error` comes when the database has answered."""
        seat = await self.seat(line, send.room)
        if not seat.is_room:
            raise NotFound
        box = self._outboxes.get(send.room)
        if box is None:
            box = self._outboxes[send.room] = Outbox(seat, self.in_thread)
        box.put(Letter(line, seat, send), self._feeds.get)

    async def _fetch(self, place_id: UUID, walls: tuple[UUID, ...], after: int, upto: int) -> list[Row]:
        return await self.in_thread(fetch, place_id, walls, after, upto)

    def _hear(self, signal: Signal) -> None:
        if signal.topic == "sessions":
            ended = signal.payload.get("ended")
            for line in [one for one in self.lines if str(one.actor.session_id) == ended]:
                line.close(REVOKED)
        elif signal.topic == "standing":
            persona = signal.payload.get("persona")
            changed = [
                one for one in self.lines if any(str(s.persona_id) == persona for s in one.seats.values())
            ]
            if changed:
                self._begin(self.check(changed))
        else:
            self._hear_place(UUID(signal.topic.removeprefix("live ")), signal.payload)

    def _hear_place(self, place_id: UUID, payload: dict[str, Any]) -> None:
        feed = self._feeds.get(place_id)
        if feed is None:
            return
        if "removed" in payload:
            feed.tell(frames.removed(place_id, payload["removed"]))
        elif "seq" not in payload:
            self._begin(presence.hear(self, feed, payload))
        elif any(not one.seat.is_room for one in feed.followers):
            feed.tell(frames.signal(place_id, payload["seq"]))
        else:
            feed.reach(payload["seq"])

    async def check(self, lines: list[Line]) -> None:
        """Asks again for each of these what it may do; who lost its session or a room it follows is cut off."""
        for start in range(0, len(lines), TOGETHER):
            some = [one for one in lines[start : start + TOGETHER] if one in self.lines]
            answers = await self.in_thread(
                still_allowed, [(one.token, one.actor.by_ticket, list(one.seats)) for one in some]
            )
            for line, answer in zip(some, answers, strict=True):
                if answer is None:
                    line.close(REVOKED)
                    continue
                line.actor, line.seats = answer
                for place_id, following in line.following.items():
                    if place_id in line.seats:
                        following.seat = line.seats[place_id]
                        if following.seat.is_room and place_id in self._feeds:
                            self._feeds[place_id].reach(following.seat.last_seq)

    def _after_gap(self) -> None:
        self._begin(self.check(list(self.lines)))

    async def _check_for_ever(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await self.check(list(self.lines))
            except Exception as error:
                log.warning("the sockets could not be checked", exc_info=error)

    async def _forget_closed(self) -> None:
        """A page that is opened again closes one socket and opens another: the old one must not count for long."""
        await asyncio.sleep(0.05)
        await self._beat()

    async def _beat(self) -> None:
        closed, self._closed = self._closed, []
        try:
            await self.in_thread(beat, self.worker_id, closed)
        except Exception as error:
            self._closed += closed
            log.warning("no sign of life could be given", exc_info=error)

    async def _beat_for_ever(self) -> None:
        while True:
            await self._beat()
            await asyncio.sleep(connections.BEAT)


async def start(app: FastAPI) -> None:
    """Called when the application starts."""
    app.state.hub = Hub()
    await app.state.hub.start()


async def stop(app: FastAPI) -> None:
    """Called when it stops."""
    await app.state.hub.stop()


def hub_of(app: FastAPI) -> Hub:
    """The hub of this process; one without a bus where nobody started the application (a test's client)."""
    if not hasattr(app.state, "hub"):
        app.state.hub = Hub()
    hub: Hub = app.state.hub
    return hub


__all__ = ["Following", "Hub", "hub_of", "start", "stop"]
