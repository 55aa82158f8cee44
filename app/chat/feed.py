"""A followed room inside one process: every number reaches each follower once and in order.

A message that this process stored is already here; what others stored is fetched once, after their signal. Frames are
encoded once: readers who may see the same get the same bytes; a sender's own socket gets the ack in the message's place,
and who blocked, or was blocked by, an author gets a `skip`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from app.chat import frames
from app.chat.frames import Row
from app.chat.line import Following, Line
from app.core import logs
from app.core.wire import Parcel

MOST = 64
Fetch = Callable[[UUID, tuple[UUID, ...], int, int], Awaitable[list[Row]]]
log = logs.get_logger("chat")


@dataclass(slots=True)
class Entry:
    """A message to hand out: its bytes, who wrote it, and the socket that waits for its ack."""

    seq: int
    author_id: UUID | None
    payload: bytes
    sender: Line | None = None
    ack: bytes = b""


class Feed:
    """The followers of one room (or of something that only signals) and the newest number they were given."""

    def __init__(self, place_id: UUID, fetch: Fetch) -> None:
        self.place_id = place_id
        self.walls: tuple[UUID, ...] = ()
        self.seq: int | None = None  # unknown until the first seat was taken
        self.target = 0
        self.followers: set[Following] = set()
        self.arriving = 0  # readers whose seat is being asked for
        self.storing: set[UUID] = set()  # keys on their way to the database from this process
        self.stored = asyncio.Event()
        self._fetch = fetch
        self._pending: dict[int, Entry] = {}
        self._pump: asyncio.Task[None] | None = None

    def begin(self, seq: int, walls: tuple[UUID, ...]) -> None:
        """The first seat was taken: the room stood at this number. What was heard since then is not forgotten."""
        if self.seq is None:
            self.seq, self.walls = seq, walls
            for known in [one for one in self._pending if one <= seq]:
                self.keep(self._pending.pop(known))
        self.reach(max(seq, self.target))

    def keep(self, entry: Entry) -> None:
        """Takes a message that this process stored."""
        if self.seq is None or entry.seq > self.seq:
            self._pending[entry.seq] = entry
        elif entry.sender is not None:
            entry.sender.say(entry.ack)  # the room went on without it: say at least that it is stored

    def reach(self, seq: int) -> None:
        """The room has come to this number."""
        self.target = max(self.target, seq)
        if self.seq is not None and self.target > self.seq and self._pump is None:
            self._pump = asyncio.create_task(self._go_on())

    async def _go_on(self) -> None:
        try:
            while self.seq is not None and self.seq < self.target:
                entries = self._next_pending() or await self._next_fetched()
                if entries:
                    self._distribute(entries)
                    self.seq = entries[-1].seq
        except (
            Exception
        ) as error:  # the database is away: the next signal, or the minute's check, tries again
            log.warning("a room could not be read", exc_info=error)
        finally:
            self._pump = None

    def _next_pending(self) -> list[Entry]:
        assert self.seq is not None
        entries: list[Entry] = []
        seq = self.seq + 1
        while len(entries) < MOST and (entry := self._pending.pop(seq, None)) is not None:
            entries.append(entry)
            seq += 1
        return entries

    async def _next_fetched(self) -> list[Entry]:
        """What another process stored. A row of ours that is just being acknowledged waits for its sender to be known."""
        assert self.seq is not None
        upto = min([*self._pending, self.target + 1]) - 1
        rows = await self._fetch(self.place_id, self.walls, self.seq, upto)
        if not rows:  # deleted for good in the meantime
            self.seq = upto
            return []
        entries: list[Entry] = []
        for row in rows:
            known = self._pending.pop(row.seq, None)
            if known is None and row.key in self.storing:
                break
            entries.append(known or Entry(row.seq, row.author_id, frames.message(self.place_id, row)))
        if not entries:
            self.stored.clear()
            await self.stored.wait()
        return entries

    def settle(self, keys: set[UUID]) -> None:
        """These were stored or refused."""
        self.storing -= keys
        self.stored.set()

    def _distribute(self, entries: list[Entry]) -> None:
        common = Parcel(*[entry.payload for entry in entries])
        authors = {entry.author_id for entry in entries}
        senders = {entry.sender for entry in entries if entry.sender is not None}
        last = entries[-1].seq
        for follower in tuple(self.followers):
            if not follower.live:
                continue
            if (
                follower.seq == entries[0].seq - 1
                and follower.line not in senders
                and follower.seat.blocked.isdisjoint(authors)
            ):
                follower.line.hand(common)
            elif follower.seq < last:
                follower.line.hand(Parcel(*self._for_one(follower, entries)))
            follower.seq = max(follower.seq, last)
        for entry in entries:
            if entry.sender is not None:
                self._acknowledge(entry)

    def _for_one(self, follower: Following, entries: list[Entry]) -> list[bytes]:
        payloads = []
        for entry in entries:
            if entry.seq <= follower.seq:
                continue
            if entry.sender is follower.line:
                payloads.append(entry.ack)
                entry.sender = None
            elif entry.author_id in follower.seat.blocked:
                payloads.append(frames.skip(self.place_id, entry.seq))
            else:
                payloads.append(entry.payload)
        return payloads

    def _acknowledge(self, entry: Entry) -> None:
        """For a sender who does not follow the room, or is still reading what it missed."""
        sender = entry.sender
        assert sender is not None
        following = sender.following.get(self.place_id)
        if following is not None and not following.live and following.seq < entry.seq:
            following.acks[entry.seq] = entry.ack  # comes in its turn
        else:
            sender.say(entry.ack)

    def tell(self, payload: bytes, *, but: UUID | None = None, present_only: bool = False) -> None:
        """Something beside the messages, for every live follower who meets persona `but` and is not it."""
        parcel = Parcel(payload)
        for follower in tuple(self.followers):
            mine = but is not None and (but == follower.seat.persona_id or but in follower.seat.blocked)
            if follower.live and not mine and (follower.present or not present_only):
                follower.line.hand(parcel)
