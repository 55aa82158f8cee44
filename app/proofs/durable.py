"""Nothing acknowledged is lost: kill -9 while members write; what was answered is there, once, when it runs again."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from app.demo.cast import HOME
from app.proofs.instance import Instance
from app.proofs.reader import Reader, fresh_word
from app.proofs.report import Attack, Count

API = "/api/v1"
# "Acknowledged" is a promise about each single text.
NONE = 0
ROUNDS = 3
SECONDS = 2.0
WRITERS = ("bob", "alice", "lena")


@dataclass
class Said:
    """What one writer sent in a round, and which of it was acknowledged."""

    sent: dict[str, tuple[str, str, dict[str, Any]]] = field(default_factory=dict)
    acked: set[str] = field(default_factory=set)


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """Rounds of writing, kill and recovery."""
    if instance.var is None or instance.process is None:
        raise RuntimeError("durable needs a demo of its own: it is killed")
    lost, doubled = Count("an acknowledged text lost", NONE), Count("a text there twice", NONE)
    late = Count("a text sent again after the kill that is not there once", NONE)
    people = [Reader(instance.url).sign_in(name) for name in WRITERS]
    thread = _thread(people[0])
    room = people[0].items(f"{API}/communities/{HOME}/rooms")[0]["id"]
    for number in range(ROUNDS):
        step(f"writing, then kill -9: {number + 1} of {ROUNDS}")
        said = _write_until_killed(instance, people, thread, room)
        instance.start()
        _send_again(people, said)
        there = _count(people[0], thread, room)
        for one in said:
            for word in one.sent:
                if word in one.acked:
                    lost.add(there.count(word) == 0, word)
                else:
                    late.add(there.count(word) != 1, word)
                doubled.add(there.count(word) > 1, word)
    return [lost.done(), doubled.done(), *([late.done()] if late.tries else [])]


def _thread(bob: Reader) -> str:
    made = bob.send(
        "POST", f"{API}/communities/{HOME}/threads", {"title": fresh_word(), "body": "A long talk."}
    )
    if made.status != 201:
        raise RuntimeError(f"a member could not write: {made.status}")
    return str(made.json()["id"])


def _write_until_killed(instance: Instance, people: list[Reader], thread: str, room: str) -> list[Said]:
    said = [Said() for _ in people]
    writers = [
        threading.Thread(target=_write, args=(person, one, thread, room))
        for person, one in zip(people, said, strict=True)
    ]
    for writer in writers:
        writer.start()
    time.sleep(SECONDS)
    instance.kill()
    for writer in writers:
        writer.join()
    return said


def _write(person: Reader, said: Said, thread: str, room: str) -> None:
    """Posts and chat messages, one after the other, until the server is gone."""
    while True:
        word, key = fresh_word(), str(uuid4())
        post = len(said.sent) % 2 == 0
        path = f"{API}/threads/{thread}/posts" if post else f"{API}/rooms/{room}/messages"
        body = {"body": word} if post else {"body": word, "key": key}
        said.sent[word] = (path, key, body)
        try:
            answer = person.send("POST", path, body, Idempotency_Key=key)
        except OSError:
            return
        except Exception as ended:  # the connection broke in the middle of an answer
            if "http.client" in type(ended).__module__:
                return
            raise
        if answer.status in (200, 201):
            said.acked.add(word)
        else:
            del said.sent[word]  # refused: nothing was promised
            time.sleep(0.2)


def _send_again(people: list[Reader], said: list[Said]) -> None:
    """What got no answer is sent once more with its key, as a client would; so is the last that did."""
    for person, one in zip(people, said, strict=True):
        last = [word for word in one.sent if word in one.acked][-1:]
        for word in [word for word in one.sent if word not in one.acked] + last:
            path, key, body = one.sent[word]
            person.send("POST", path, body, Idempotency_Key=key)


def _count(reader: Reader, thread: str, room: str) -> list[str]:
    """Every word that is there, as often as it is there."""
    posts = [
        one["html"].removeprefix("<p>").removesuffix("</p>")
        for one in reader.items(f"{API}/threads/{thread}/posts?size=100")
    ]
    return posts + [one["body"] for one in reader.items(f"{API}/rooms/{room}/messages")]
