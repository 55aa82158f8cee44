"""Closed: a crawler with nothing, or with a session that is not of this community, meets no byte of what members read.

Every door of the application's own list is visited with real ids of a community, taken as a member, and with invented ones.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import quote, unquote
from uuid import uuid4

from websockets.exceptions import WebSocketException

from app.proofs import canaries, doors
from app.proofs.canaries import API, Canaries
from app.proofs.doors import Address
from app.proofs.instance import Instance
from app.proofs.reader import Answer, Reader, fresh_word, hear, say
from app.proofs.report import Attack, Count
from app.proofs.visitors import Visitor, all_visitors

# No leak is small enough: a single byte of member content breaks the promise.
NO_BYTE = 0
VOLATILE = ("date", "content-security-policy", "set-cookie", "content-length", "server")
CHANGING = re.compile(rb'(nonce="|name="csrf" (?:content|value)="|name="key" value=")[^"]*')
Step = Callable[[str], None]


def prove(instance: Instance, step: Step) -> list[Attack]:
    """Everything that is tried."""
    step("members write and read")
    bob, alice, mona = (Reader(instance.url).sign_in(name) for name in ("bob", "alice", "mona"))
    charlie = Reader(instance.url).sign_in("charlie")
    known = canaries.plant(bob, alice)
    canaries.gather(known, bob, charlie)
    canaries.gather_private(known, alice, mona)
    every = _doors_of(instance)
    addresses = list(doors.addresses(every, known))
    visitors = all_visitors(instance, charlie, mona, known)
    before = _written(bob, known)
    found = []
    for one in visitors:
        step(f"{one.title} at {len(every)} doors")
        found += walk(one, addresses, known)
        step(f"{one.title} at the socket")
        found.append(listen(one, bob, known))
    found.append(_changed(before, _written(bob, known)))
    step("another member at private doors")
    found += pry(Visitor("a member of the same community", bob), addresses)
    return found


def _doors_of(instance: Instance) -> list[tuple[str, str]]:
    """The doors of the code, and those that the running server documents: neither may know more than we visit."""
    from app.main import create_app

    found = set(doors.all_doors(create_app()))
    contract = Reader(instance.url).get(f"{API}/openapi.json").json() or {"paths": {}}
    for path, methods in contract["paths"].items():
        found |= {
            (method.upper(), path)
            for method in methods
            if method in ("get", "post", "put", "patch", "delete")
        }
    return sorted(found)


def walk(visitor: Visitor, addresses: list[Address], known: Canaries) -> list[Attack]:
    """Visits every address; counts answers that hold member content, and those that tell real from invented ids."""
    leaks = Count(f"{visitor.title}: member content at a door", NO_BYTE)
    twins = Count(f"{visitor.title}: a real id told from an invented one", NO_BYTE)
    pattern = known.patterns(*visitor.own)
    seen: dict[bytes, bool] = {}
    for address in addresses:
        own_right = address.template.startswith(visitor.rights) if visitor.rights else False
        if own_right and address.method != "GET":
            continue
        real = visit(visitor.reader, address.method, address.real)
        answers = [real]
        if address.method == "GET" and address.first:
            answers.append(visitor.reader.get(address.real, HX_Request="true"))
            for query in _queries(address.template, known):
                found = visitor.reader.get(address.real + query)
                leaks.add(holds(found, query, pattern), f"GET {address.template}, asked for a word")
        for answer in answers:
            leaks.add(holds(answer, address.real, pattern, seen), f"{address.method} {address.template}")
        if address.private and not own_right:
            other = visit(visitor.reader, address.method, address.invented)
            alike = _print(real, address.real) == _print(other, address.invented)
            twins.add(not alike, f"{address.method} {address.template}: {real.status} and {other.status}")
    return [leaks.done(), twins.done()]


def visit(reader: Reader, method: str, path: str) -> Answer:
    """One door; what must be sent is sent, so that nothing but the guard stands in the way."""
    if method == "GET":
        return reader.get(path)
    if path.startswith("/api/"):
        return reader.send(method, path, {"body": "A word.", "reason": "other", "version": 1, "act": "hide"})
    return reader.form(path, body="A word.", reason="other", version="1", act="hide")


def _queries(template: str, known: Canaries) -> list[str]:
    """Questions that would bring something up at a door that searches."""
    if not template.endswith("/search"):
        return []
    words = [*known.planted, *sorted(known.texts)[:5]]
    return [f"?q={quote(word)}" for word in words]


def holds(
    answer: Answer, path: str, pattern: re.Pattern[bytes], seen: dict[bytes, bool] | None = None
) -> bool:
    """Whether an answer holds a canary, what was asked for aside: a sign-in page leads back to it, a search repeats it."""
    asked = {path.encode(), quote(path, safe="").encode(), unquote(path.removeprefix("?q=")).encode()}
    whole = b"\n".join(f"{name}: {value}".encode("utf-8", "replace") for name, value in answer.headers)
    whole += b"\n" + answer.body
    for one in asked:
        whole = whole.replace(one, b"")
    if seen is None:
        return pattern.search(whole) is not None
    digest = sha256(CHANGING.sub(b"", whole)).digest()
    if digest not in seen:
        seen[digest] = pattern.search(whole) is not None
    return seen[digest]


def _print(answer: Answer, path: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """An answer without what differs from one request to the next."""
    encoded = quote(path, safe="")
    headers = [
        (name.lower(), value.replace(encoded, "").replace(path, ""))
        for name, value in answer.headers
        if name.lower() not in VOLATILE
    ]
    body = CHANGING.sub(b"", answer.body).replace(path.encode(), b"").replace(encoded.encode(), b"")
    return answer.status, sorted(headers), body


def listen(visitor: Visitor, bob: Reader, known: Canaries) -> Attack:
    """Every operation of the socket on the real room and on an invented one, while a member speaks in the real one."""
    count = Count(f"{visitor.title}: something of the room at the socket", NO_BYTE)
    room, word = known.ids["room_id"][0], fresh_word()
    known.planted.append(word)
    pattern = known.patterns(*visitor.own)
    try:
        line = visitor.reader.socket()
    except (WebSocketException, OSError):
        count.add(False)
        return count.done()
    with line:
        answers = []
        for place in (room, str(uuid4())):
            said = []
            for operation in OPERATIONS:
                say(line, room=place, **operation)
                said += hear(line, 0.15)
            answers.append([one.replace(place, "") for one in said])
            for frame in said:
                count.add(pattern.search(frame.replace(place, "").encode()) is not None, "a frame")
        count.add(answers[0] != answers[1], "the real room answers differently")
        if not canaries.speak(bob, room, word):
            raise RuntimeError("a member could not speak in the room")
        for frame in hear(line, 0.5) or [""]:
            count.add(pattern.search(frame.encode()) is not None, "a frame heard meanwhile")
    return count.done()


OPERATIONS = (
    {"op": "subscribe", "since": 0},
    {"op": "send", "key": "3f0f7f1e-7a53-4c0e-9d0a-0f4e2f6f3d10", "body": "A word."},
    {"op": "typing"},
    {"op": "presence", "show": True},
    {"op": "unsubscribe"},
)


def pry(member: Visitor, addresses: list[Address]) -> list[Attack]:
    """A member at what belongs to one other member alone: letters, measures, receipts, alerts."""
    theirs = ("conversation_id", "measure", "entry_id", "mark_id", "alert_id", "event_id", "share_id")
    twins = Count(f"{member.title}: another's private thing told from an invented one", NO_BYTE)
    for address in addresses:
        if (
            address.private
            and any("{" + name in address.template for name in theirs)
            and address.real != address.template
        ):
            real = visit(member.reader, address.method, address.real)
            other = visit(member.reader, address.method, address.invented)
            alike = _print(real, address.real) == _print(other, address.invented)
            twins.add(not alike, f"{address.method} {address.template}: {real.status} and {other.status}")
    return [twins.done()]


def _written(bob: Reader, known: Canaries) -> dict[str, str]:
    """What the members' texts look like now."""
    found = {}
    for post in known.ids["post_id"][:20]:
        found[post] = str((bob.get(f"{API}/posts/{post}").json() or {}).get("html"))
    for thread in known.ids["thread_id"][:20]:
        found[thread] = str((bob.get(f"{API}/threads/{thread}").json() or {}).get("posts"))
    return found


def _changed(before: dict[str, str], after: dict[str, str]) -> Attack:
    count = Count("a text written or changed by somebody outside", NO_BYTE)
    for own_id, text in before.items():
        count.add(after.get(own_id) != text, own_id)
    return count.done()
