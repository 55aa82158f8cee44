"""Chat over the socket as the contract has it: ticket, Origin, frames, replay, refusals, close codes."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest
from jsonschema import Draft202012Validator
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.contract.outsider import Outsider
from tests.server import ROOT, Server

FRAME = Draft202012Validator(json.loads((ROOT / "docs/contract/frames/receive.json").read_text()))
SEND = Draft202012Validator(json.loads((ROOT / "docs/contract/frames/send.json").read_text()))


class Socket:
    """One open socket that holds every frame, both ways, to its schema."""

    def __init__(self, line: ClientConnection) -> None:
        self.line = line

    def send(self, *, valid: bool = True, **frame: Any) -> "Socket":
        assert SEND.is_valid(frame) is valid, frame
        self.line.send(json.dumps(frame))
        return self

    def hear(self, ev: str, **wanted: Any) -> dict[str, Any]:
        """The next frame of this kind about these things; what others do meanwhile is passed over."""
        while True:
            frame: dict[str, Any] = json.loads(self.line.recv(timeout=20))
            FRAME.validate(frame)
            if frame["ev"] == ev and all(frame.get(name) == value for name, value in wanted.items()):
                return frame


@pytest.fixture
def opened(demo: Server) -> Iterator[Any]:
    """Opens sockets, and closes them at the end."""
    with ExitStack() as stack:

        def open_(person: Outsider, **options: Any) -> Socket:
            ticket = person.post("/auth/socket-ticket", status=200)
            assert ticket["expires_in"] == 30
            line = connect(address(demo, ticket["ticket"]), compression=None, proxy=None, **options)
            return Socket(stack.enter_context(line))

        yield open_


def address(demo: Server, ticket: str) -> str:
    return demo.url.replace("http", "ws", 1) + f"/ws?ticket={ticket}"


def test_the_door_is_refused_before_the_upgrade(demo: Server, opened: Any) -> None:
    alice = Outsider(demo).sign_in("alice")
    ticket = alice.post("/auth/socket-ticket", status=200)["ticket"]
    tries = [(ticket, "https://elsewhere.example"), ("not-a-ticket", None), ("", None)]
    for given, origin in tries:
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(address(demo, given), origin=origin, proxy=None),  # type: ignore[arg-type]
        ):
            pass
        assert refused.value.response.status_code in (401, 403)
    with connect(address(demo, ticket), proxy=None, origin=demo.url):  # type: ignore[arg-type]
        pass  # our own Origin; a foreign one had not used the ticket up
    with pytest.raises(InvalidStatus), connect(address(demo, ticket), proxy=None):  # a second time
        pass


def test_talking(demo: Server, opened: Any) -> None:
    alice, bob = Outsider(demo).sign_in("alice"), Outsider(demo).sign_in("bob")
    room = alice.get("/communities/multiple-sclerosis/rooms")["items"][0]
    first, second, other = opened(alice), opened(alice), opened(bob)
    last = room["last_seq"]
    for socket in (first, second, other):
        socket.send(op="subscribe", room=room["id"], since=last)
    # A subscription is in force once the room answers: its own error for an unknown operation comes after it.
    for socket in (first, second, other):
        socket.send(op="dance", valid=False).hear("error", code="unknown-op")
    key, body = str(uuid4()), f"Good evening, {uuid4().hex[:6]}."
    ack = first.send(op="send", room=room["id"], key=key, body=body).hear("ack", key=key)
    assert set(ack) == {"ev", "key", "seq", "id"}
    for socket in (second, other):
        message = socket.hear("message", id=ack["id"])
        assert (message["seq"], message["body"], message["room"]) == (ack["seq"], body, room["id"])
        assert set(message) == {"ev", "room", "seq", "id", "persona", "body", "at"}
    assert first.send(op="send", room=room["id"], key=key, body=body).hear("ack", key=key) == ack
    replayed = other.send(op="subscribe", room=room["id"], since=ack["seq"] - 1).hear("message", id=ack["id"])
    assert replayed["body"] == body
    kept = bob.get(f"/rooms/{room['id']}/messages")["items"]
    assert body in [one["body"] for one in kept]
    assert len(bob.listed(f"/rooms/{room['id']}/messages")) > 50

    gone = alice.call("DELETE", f"/rooms/{room['id']}/messages/{ack['id']}", 204)
    assert gone.content == b""
    other.hear("removed", seq=ack["seq"])
    other.send(op="subscribe", room=room["id"], since=ack["seq"] - 1).hear("skip", seq=ack["seq"])


def test_refusals_and_the_end(demo: Server, opened: Any) -> None:
    alice, charlie = Outsider(demo).sign_in("alice"), Outsider(demo).sign_in("charlie")
    room = alice.get("/communities/multiple-sclerosis/rooms")["items"][0]["id"]
    socket, key = opened(alice), str(uuid4())
    found = socket.send(op="send", room=room, key=key, body="Call 06 12 34 56 78").hear("error", key=key)
    assert found["code"] == "pii" and found["spans"] == [{"kind": "phone", "start": 5, "end": 19}]
    socket.line.send("{")
    socket.hear("error", code="json")
    socket.send(op="subscribe", room=room, extra=1, valid=False).hear("error", code="unknown-field")
    socket.send(op="send", room=room, key=str(uuid4()), body="   ").hear("error", code="invalid")
    outside = opened(charlie)
    real = outside.send(op="subscribe", room=room).hear("error")
    invented = outside.send(op="subscribe", room=str(uuid4())).hear("error")
    assert (real["code"], real["reason"]) == (invented["code"], invented["reason"]) == (
        "not-found", "There is nothing here.",
    )  # fmt: skip
    charlie.call("POST", "/auth/sign-out", 204)
    with pytest.raises(ConnectionClosed) as ended:
        outside.line.recv(timeout=20)
    assert ended.value.rcvd is not None and ended.value.rcvd.code == 4403
