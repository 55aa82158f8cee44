"""Nothing acknowledged is lost, nothing is doubled: the server is killed with -9 while members write and read.

Each member keeps a ledger: what it meant to send, what was acknowledged, and every number it received. After the rounds
the room is read from its beginning and compared with the ledgers, from outside alone.
"""

import asyncio
import contextlib
import json
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import WebSocketException

from tests.chat.conftest import Server

LOST = (WebSocketException, OSError, TimeoutError)


@dataclass
class Member:
    """One writer and reader with its ledger. After each loss it comes back and sends again what nobody acknowledged."""

    server: Server
    name: str
    stop: asyncio.Event
    count: int = 0
    waiting: dict[str, str] = field(default_factory=dict)
    acks: dict[str, tuple[int, str]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    seen: list[int] = field(default_factory=list)
    repeats: int = 0

    async def live(self) -> None:
        """Until told to stop and everything was acknowledged."""
        while not (self.stop.is_set() and not self.waiting):
            with contextlib.suppress(*LOST):
                await self._sit()
            await asyncio.sleep(0.05)

    async def _sit(self) -> None:
        address = await asyncio.to_thread(self.server.address, self.name)
        from websockets import connect

        async with connect(address, compression=None, open_timeout=5) as socket:
            since = self.seen[-1] if self.seen else 0
            await socket.send(json.dumps({"op": "subscribe", "room": self.server.room, "since": since}))
            for key, body in self.waiting.items():
                await self._send(socket, key, body)
            while not (self.stop.is_set() and not self.waiting):
                if len(self.waiting) < 5 and not self.stop.is_set():
                    await self._write(socket)
                with contextlib.suppress(TimeoutError):
                    self._take(json.loads(await asyncio.wait_for(socket.recv(), 0.02)))

    async def _write(self, socket: Any) -> None:
        key, body = str(uuid4()), f"{self.name} {self.count}"
        self.count += 1
        self.waiting[key] = self.bodies[key] = body  # the intent, before anything leaves
        await self._send(socket, key, body)

    async def _send(self, socket: Any, key: str, body: str) -> None:
        await socket.send(json.dumps({"op": "send", "room": self.server.room, "key": key, "body": body}))

    def _take(self, frame: dict[str, Any]) -> None:
        assert frame["ev"] in ("ack", "message"), frame
        if frame["ev"] == "ack":
            known = (frame["seq"], frame["id"])
            assert self.acks.setdefault(frame["key"], known) == known, "one key, two messages"
            self.waiting.pop(frame["key"], None)
        again = frame["seq"] <= (self.seen[-1] if self.seen else 0)
        if again:  # only the ack of a repeated key may name an older number
            assert frame["ev"] == "ack", f"{self.name} got number {frame['seq']} twice"
            self.repeats += 1
        else:
            expected = self.seen[-1] + 1 if self.seen else frame["seq"]
            assert frame["seq"] == expected, f"{self.name} missed {expected}..{frame['seq'] - 1}"
            self.seen.append(frame["seq"])


async def rounds(server: Server, number: int, dice: random.Random) -> list[Member]:
    """So many kills while six members write."""
    stop = asyncio.Event()
    members = [Member(server, f"m{n}", stop) for n in range(6)]
    living = [asyncio.create_task(one.live()) for one in members]
    for _ in range(number):
        await asyncio.sleep(dice.uniform(0.3, 1.5))
        server.kill()
        await asyncio.to_thread(server.start)
    await asyncio.sleep(0.5)
    stop.set()
    await asyncio.wait_for(asyncio.gather(*living), 30)
    return members


async def history(server: Server, last: int) -> list[dict[str, Any]]:
    """The whole room, read anew."""
    socket = await server.connect("m7")
    await socket.send(json.dumps({"op": "subscribe", "room": server.room, "since": 0}))
    return [json.loads(await asyncio.wait_for(socket.recv(), 10)) for _ in range(last)]


def compare(members: list[Member], whole: list[dict[str, Any]]) -> int:
    """The ledgers against the room; gives how many messages were acknowledged."""
    assert [one["seq"] for one in whole] == list(range(1, len(whole) + 1))
    stored = {one["id"]: one for one in whole}
    assert len(stored) == len(whole)
    bodies = [one["body"] for one in whole]
    assert len(set(bodies)) == len(bodies), "a message was stored twice"
    for member in members:
        assert set(member.acks) == set(member.bodies), "something was never acknowledged"
        for key, (seq, message_id) in member.acks.items():
            assert (stored[message_id]["seq"], stored[message_id]["body"]) == (seq, member.bodies[key])
        own = [body for body in bodies if body.startswith(member.name + " ")]
        assert own == [f"{member.name} {n}" for n in range(member.count)], "order of a sender"
    acked = sum(len(member.acks) for member in members)
    assert acked == len(whole)
    return acked


def play(server: Server, number: int) -> int:
    acked = 0

    async def work() -> None:
        nonlocal acked
        members = await rounds(server, number, random.Random(20_26))
        last = max(seq for member in members for seq, _ in member.acks.values())
        acked = compare(members, await history(server, last))

    server.run(work(), 60 + number * 15)
    return acked


def test_kill_between_messages(server: Server) -> None:
    assert play(server, 2) > 50


@pytest.mark.long
def test_twenty_kills(server: Server) -> None:
    assert play(server, 20) > 1_000
