"""The socket, from outside: who gets what, in which order, and what is refused. A real process, real sockets."""

import asyncio
import contextlib
import json
import time
from typing import Any
from uuid import uuid4

import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.chat.conftest import Server

Socket = websockets.ClientConnection


async def put(socket: Socket, op: str, **fields: Any) -> None:
    await socket.send(json.dumps({"op": op, **fields}))


async def get(socket: Socket, seconds: float = 5) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), seconds))
    return found


async def quiet(socket: Socket) -> bool:
    try:
        await get(socket, 0.3)
    except TimeoutError:
        return True
    return False


async def follow(server: Server, name: str, since: int | None = None) -> Socket:
    """A socket that follows the room; a refused question comes back only after the subscription."""
    socket = await server.connect(name)
    await put(socket, "subscribe", room=server.room, **({} if since is None else {"since": since}))
    if since is None:
        await put(socket, "nothing")
        assert (await get(socket))["code"] == "unknown-op"
    return socket


async def say(server: Server, socket: Socket, body: str, **more: Any) -> dict[str, Any]:
    await put(socket, "send", room=server.room, key=str(uuid4()), body=body, **more)
    return await get(socket)


async def closed_with(socket: Socket, seconds: float = 5) -> int | None:
    with pytest.raises(ConnectionClosed) as ended:
        async with asyncio.timeout(seconds):
            while True:
                await socket.recv()
    return ended.value.rcvd.code if ended.value.rcvd else None


def test_ack_for_the_sender_message_for_all_others(server: Server) -> None:
    async def work() -> None:
        one, other_device, bob = [await follow(server, name) for name in ("m0", "m0", "m1")]
        key = str(uuid4())
        await put(one, "send", room=server.room, key=key, body="Bonsoir")
        ack = await get(one)
        assert set(ack) == {"ev", "key", "seq", "id"} and (ack["ev"], ack["key"]) == ("ack", key)
        for socket in (other_device, bob):
            message = await get(socket)
            assert set(message) == {"ev", "room", "seq", "id", "persona", "body", "at"}
            assert (message["ev"], message["seq"], message["id"]) == ("message", ack["seq"], ack["id"])
            assert message["body"] == "Bonsoir" and message["room"] == server.room
        await put(one, "send", room=server.room, key=key, body="Bonsoir")
        assert await get(one) == ack
        assert await quiet(bob) and await quiet(one)

    server.run(work())


def test_a_replay_has_no_gap_and_no_double_while_others_write(server: Server) -> None:
    async def work() -> None:
        writer = await follow(server, "m2")
        first = (await say(server, writer, "début"))["seq"]

        async def write() -> None:
            for number in range(150):
                await put(writer, "send", room=server.room, key=str(uuid4()), body=f"n{number}")

        async def read(since: int) -> list[int]:
            socket = await follow(server, "m3", since)
            return [(await get(socket))["seq"] for _ in range(first + 150 - since)]

        _, *seen = await asyncio.gather(write(), read(first - 1), read(0), read(first))
        assert seen == [list(range(since + 1, first + 151)) for since in (first - 1, 0, first)]
        assert [(await get(writer))["seq"] for _ in range(150)] == list(range(first + 1, first + 151))

    server.run(work())


def test_strangers_and_inventions_are_alike(server: Server) -> None:
    async def work() -> None:
        charlie = await server.connect("charlie")
        answers = []
        for room in (server.room, str(uuid4())):
            for op, more in (
                ("subscribe", {"since": 0}),
                ("send", {"key": str(uuid4()), "body": "x"}),
                ("typing", {}),
            ):
                await put(charlie, op, room=room, **more)
                frame = await get(charlie)
                answers.append({name: value for name, value in frame.items() if name not in ("room", "key")})
        assert answers[:3] == answers[3:] and {one["code"] for one in answers} == {"not-found"}

    server.run(work())


BAD = [
    "{", "[]", "5", '"\\ud800"', '{"op":"subscribe"}', '{"op":"dance"}', '{"op":"subscribe","room":"x"}',
    '{"op":"subscribe","op":"subscribe"}', '{"op":"subscribe","room":"%s","since":NaN}',
    '{"op":"subscribe","room":"%s","since":1e400}', '{"op":"subscribe","room":"%s","since":-1}',
    '{"op":"subscribe","room":"%s","since":true}', '{"op":"subscribe","room":"%s","since":' + "9" * 400 + "}",
    '{"op":"subscribe","room":"%s","more":1}', '{"op":"send","room":"%s","key":"k","body":"x"}',
    '{"op":"send","room":"%s","key":"7a0b6a0e-6f57-4cf2-a6e6-6d5ff2b5c2f1","body":"a\\u0000b"}',
    '{"op":"send","room":"%s","key":"7a0b6a0e-6f57-4cf2-a6e6-6d5ff2b5c2f1","body":"\\u200b "}',
    '{"op":"send","room":"%s","key":"7a0b6a0e-6f57-4cf2-a6e6-6d5ff2b5c2f1","body":""}',
    "[" * 5000,
]  # fmt: skip


def test_bad_frames_are_answered_and_the_socket_lives(server: Server) -> None:
    async def work() -> None:
        socket = await server.connect("m4")
        for bad in BAD:
            await socket.send(bad.replace("%s", server.room))
            frame = await get(socket)
            assert frame["ev"] == "error" and frame["code"] and frame["reason"], bad
        asked = await say(server, socket, "mon numéro : 06 12 34 56 78")
        assert asked["code"] == "pii" and asked["spans"][0]["kind"] == "phone" and asked["key"]
        assert (await say(server, socket, "mon numéro : 06 12 34 56 78", pii="mask"))["ev"] == "ack"

    server.run(work())


def test_binary_and_oversized_frames_close(server: Server) -> None:
    async def work() -> None:
        socket = await server.connect("m4")
        await socket.send(b"\x00\x01")
        assert await closed_with(socket) == 1003
        socket = await server.connect("m4")
        await socket.send(json.dumps({"op": "send", "body": "x" * 17_000}))
        assert await closed_with(socket) == 1009

    server.run(work())


def test_who_opens_a_socket(server: Server) -> None:
    async def refused(address: str, status: int, **options: Any) -> None:
        with pytest.raises(InvalidStatus) as no:
            await websockets.connect(address, **options)
        assert no.value.response.status_code == status

    async def work() -> None:
        address = server.address("m1")
        for origin in (
            "https://evil.example",
            "null",
            "http://[",
            f"http://127.0.0.1:{server.port}.evil.example",
        ):
            await refused(address, 403, origin=origin)
        socket = await websockets.connect(address, origin=f"http://127.0.0.1:{server.port}")
        server.sockets.append(socket)
        await refused(address, 403)
        await refused(address.split("?")[0], 401)
        await refused(address[:-4] + "AAAA", 403)
        sockets = [socket, *[await server.connect("m1") for _ in range(4)]]
        await refused(server.address("m1"), 429)
        await sockets[0].close()
        await asyncio.sleep(1)
        await (await server.connect("m1")).close()

    server.run(work())


def test_a_mute_a_ban_and_a_block_reach_open_sockets(server: Server) -> None:
    async def work() -> None:
        muted, banned, blocker, writer = [await follow(server, name) for name in ("m4", "m5", "m6", "m7")]
        await asyncio.to_thread(server.world, "mute", "m4")
        assert (await say(server, muted, "puis-je ?"))["code"] == "forbidden"
        await asyncio.to_thread(server.world, "block", "m6", "m7")
        await asyncio.sleep(0.5)
        seq = (await say(server, writer, "vu par les autres"))["seq"]
        assert (await get(blocker)) == {"ev": "skip", "room": server.room, "seq": seq}
        assert (await get(muted))["body"] == "vu par les autres"

        async def cut_off() -> tuple[int | None, float]:
            return await closed_with(banned, 30), time.time()

        reading = asyncio.create_task(cut_off())
        done_at = (await asyncio.to_thread(server.world, "ban", "m5"))["at"]
        code, at = await reading
        assert code == 4403 and at - done_at < 1
        with contextlib.suppress(ConnectionClosed):
            await banned.send("{}")

    server.run(work())


def test_a_slow_reader_is_closed_and_nobody_else_feels_it(server: Server) -> None:
    async def work() -> None:
        stuck = await follow(server, "m3")
        stuck.transport.pause_reading()
        writer, reader = await follow(server, "m0"), await follow(server, "m1")
        sent, body = 1200, "x" * 1900

        async def write() -> None:
            for _ in range(sent):
                await put(writer, "send", room=server.room, key=str(uuid4()), body=body)

        async def read(socket: Socket) -> list[int]:
            return [(await get(socket, 20))["seq"] for _ in range(sent)]

        _, acks, seen = await asyncio.gather(write(), read(writer), read(reader))
        assert acks == seen == list(range(seen[0], seen[0] + sent))
        stuck.transport.resume_reading()
        assert await closed_with(stuck, 20) in (
            1013,
            None,
        )  # None: it did not even take the close frame in time

    server.run(work())


def test_too_old_is_a_reset(server: Server) -> None:
    async def work() -> None:
        writer = await follow(server, "m0")
        last = (await say(server, writer, "récent"))["seq"]
        await asyncio.to_thread(server.world, "old", str(last - 1))
        late = await follow(server, "m1", 1)
        assert await get(late) == {"ev": "reset", "room": server.room, "seq": last - 1}
        assert (await get(late))["seq"] == last
        early = await follow(server, "m2", last + 50)
        assert await get(early) == {"ev": "reset", "room": server.room, "seq": last}

    server.run(work())
