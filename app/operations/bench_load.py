"""The readers: one process reads a plan from its standard input and writes what it measured to its standard output.

Closed loop: each reader asks again as soon as it was answered. `python -m app.operations.bench_load` is started by the
bench, once for each measurement, so that the load's own CPU is known apart from the server's. When everything is warm or
connected it writes `ready` and waits for a line, so that what came before is counted to nothing.
"""

import asyncio
import contextlib
import random
import resource
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import orjson
import uvloop

from app.operations.bench_client import Connection, Listener, get, post

Plan = dict[str, Any]
Result = dict[str, Any]


def main() -> None:
    """Plan in, result out."""
    plan = orjson.loads(sys.stdin.buffer.readline())
    work: dict[str, Callable[[Plan], Coroutine[Any, Any, Result]]] = {
        "pages": pages, "sign_in": sign_in, "chat": chat,
    }  # fmt: skip
    result = uvloop.run(work[plan["work"]](plan))
    used = resource.getrusage(resource.RUSAGE_SELF)
    result["load_cpu"] = used.ru_utime + used.ru_stime
    sys.stdout.buffer.write(orjson.dumps(result))


async def ready() -> None:
    """Tells the bench that measuring begins, once it has looked at the server's processes."""
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.readline)


def _request(plan: Plan, kind: str, dice: random.Random, me: dict[str, str]) -> bytes:
    host = f"{plan['host']}:{plan['port']}"
    if kind == "reply":
        fields = {"csrf": me["csrf"], "idempotency_key": uuid4().hex, "body": plan["text"], "lang": "fr"}
        return post(host, dice.choice(me["threads"]), urlencode(fields).encode(), me["session"])
    return get(host, dice.choice(me["threads" if kind == "thread" else "lists"]), me["session"])


async def pages(plan: Plan) -> Result:
    """So many readers for so many seconds; `kinds` are drawn by weight (thread, list, reply)."""
    delays: list[float] = []
    statuses: dict[int, int] = {}
    sizes: list[int] = []
    kinds, weights = list(plan["kinds"]), list(plan["kinds"].values())

    async def read(number: int, until: float) -> None:
        dice = random.Random(f"{number} {until}")
        me = plan["people"][number % len(plan["people"])]
        connection = Connection(plan["host"], plan["port"])
        while (before := time.monotonic()) < until:
            request = _request(plan, dice.choices(kinds, weights)[0], dice, me)
            reply = await connection.ask(request)
            delays.append(time.monotonic() - before)
            statuses[reply.status] = statuses.get(reply.status, 0) + 1
            sizes.append(reply.size)
        connection.close()

    async def all_read(seconds: float) -> float:
        start = time.monotonic()
        await asyncio.gather(*[read(number, start + seconds) for number in range(plan["readers"])])
        return time.monotonic() - start

    await all_read(plan["warm"])
    for kept in (delays, statuses, sizes):
        kept.clear()
    await ready()
    took = await all_read(plan["seconds"])
    return _summary(delays, statuses, sum(sizes), took)


def _summary(delays: list[float], statuses: dict[int, int], size: int, seconds: float) -> Result:
    good = sum(count for status, count in statuses.items() if status < 400)
    return {
        "count": len(delays), "good": good, "rate": good / seconds, "bytes": size / max(len(delays), 1),
        "statuses": {str(status): count for status, count in statuses.items()}, **percentiles(delays),
    }  # fmt: skip


def percentiles(delays: list[float]) -> dict[str, float]:
    """p50, p95 and p99 in milliseconds."""
    ranked = sorted(delays) or [0.0]
    return {
        f"p{part}": ranked[min(len(ranked) - 1, len(ranked) * part // 100)] * 1000 for part in (50, 95, 99)
    }


async def sign_in(plan: Plan) -> Result:
    """Everybody signs in once, so many at a time; gives the sessions too."""
    host = f"{plan['host']}:{plan['port']}"
    waiting, found, delays = list(plan["people"]), [], []
    await ready()
    start = time.monotonic()

    async def come() -> None:
        connection = Connection(plan["host"], plan["port"])
        while waiting:
            person = waiting.pop()
            page = await connection.ask(get(host, "/sign-in"))
            csrf = page.body.partition(b'name="csrf" content="')[2].partition(b'"')[0].decode()
            fields = {"csrf": csrf, "email": person["email"], "password": person["password"], "next": "/help"}
            before = time.monotonic()
            reply = await connection.ask(post(host, "/sign-in", urlencode(fields).encode()))
            if reply.status == 303 and reply.session:
                delays.append(time.monotonic() - before)
                page = await connection.ask(get(host, "/communities", reply.session))
                token = page.body.partition(b'name="csrf" content="')[2].partition(b'"')[0].decode()
                found.append({**person, "session": reply.session, "csrf": token})
        connection.close()

    await asyncio.gather(*[come() for _ in range(plan["readers"])])
    took = time.monotonic() - start
    return {
        "people": found,
        "count": len(delays),
        "good": len(delays),
        "rate": len(delays) / took,
        "bytes": 0,
        **percentiles(delays),
    }


async def _socket(plan: Plan, me: dict[str, str], sampled: bool, connection: Connection) -> Listener:
    host = f"{plan['host']}:{plan['port']}"
    address = "/api/v1/auth/socket-ticket"
    reply = await connection.ask(
        post(host, address, b"", me["session"], kind="application/json", csrf=me["csrf"])
    )
    ticket = orjson.loads(reply.body)["ticket"]
    upgrade = (
        f"GET /ws?ticket={ticket} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    loop = asyncio.get_running_loop()
    _, listener = await loop.create_connection(
        lambda: Listener(upgrade.encode(), sampled), plan["host"], plan["port"]
    )
    await listener.ready
    listener.say(orjson.dumps({"op": "subscribe", "room": plan["room"]}))
    return listener


async def chat(plan: Plan) -> Result:
    """So many sockets in one room, some of which write: as fast as acks come, or at a given pace in all."""
    people, sockets = plan["people"], []
    connection = Connection(plan["host"], plan["port"])
    for number in range(plan["sockets"]):
        me = people[number % len(people)]
        sockets.append(await _socket(plan, me, number % 10 == 9, connection))
    await asyncio.sleep(1)
    await ready()
    writers = sockets[: plan["writers"]]
    start = time.monotonic()
    sent = await asyncio.gather(*[_write(plan, one, start + plan["seconds"]) for one in writers])
    took = time.monotonic() - start
    total, deadline = sum(sent), time.monotonic() + 5
    wanted = total * len(sockets)
    while _received(sockets) < wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    delays = [delay for one in sockets for delay in one.delays]
    for one in sockets:
        with contextlib.suppress(OSError):
            one.transport.close()
    return {
        "count": total, "good": total, "rate": total / took, "deliveries": _received(sockets), "wanted": wanted,
        "lost_sockets": sum(one.closed for one in sockets), "errors": sum(one.errors for one in sockets), **percentiles(delays),
    }  # fmt: skip


def _received(sockets: list[Listener]) -> int:
    return sum(one.messages + one.acks for one in sockets)


async def _write(plan: Plan, socket: Listener, until: float) -> int:
    """One writer: keeps `window` messages on their way, or sends at its share of the pace."""
    sent, pause = 0, plan["writers"] / plan["pace"] if plan["pace"] else 0.0
    begin = time.monotonic() + random.random() * pause
    while time.monotonic() < until and not socket.closed:
        if pause:
            await asyncio.sleep(max(0.0, begin + sent * pause - time.monotonic()))
        else:
            while sent - socket.acks - socket.errors >= plan["window"] and not socket.closed:
                socket.acked.clear()
                await socket.acked.wait()
        body = f"{time.monotonic()} {plan['text']}"
        socket.say(orjson.dumps({"op": "send", "room": plan["room"], "key": uuid4(), "body": body}))
        sent += 1
    end = time.monotonic() + 5
    while socket.acks + socket.errors < sent and time.monotonic() < end and not socket.closed:
        await asyncio.sleep(0.01)
    return socket.acks


if __name__ == "__main__":
    main()
