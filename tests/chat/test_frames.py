"""What is encoded by hand is what the contract says."""

from uuid import uuid4

import pytest
from pydantic import ValidationError

from app.chat import frames
from app.chat.contract import FRAME
from app.chat.frames import Row
from app.chat.outbox import numbers
from app.core import clock
from app.core.wire import Parcel, text_frame

ROOM, KEY, ID = uuid4(), uuid4(), uuid4()


def row(**values: object) -> Row:
    known = {
        "seq": 3,
        "id": ID,
        "author_id": uuid4(),
        "handle": "Héron",
        "key": KEY,
        "body": "Bonsoir",
        "at": clock.now(),
    }
    return Row(**(known | values))  # type: ignore[arg-type]


ENCODED = [
    ("ack", frames.ack(KEY, 3, ID)),
    ("message", frames.message(ROOM, row())),
    ("message", frames.message(ROOM, row(author_id=None, handle=""))),
    ("skip", frames.message(ROOM, row(body=None))),
    ("skip", frames.skip(ROOM, 3)),
    ("removed", frames.removed(ROOM, 3)),
    ("reset", frames.reset(ROOM, 3)),
    ("signal", frames.signal(ROOM, 3)),
    ("typing", frames.typing(ROOM, ID)),
    ("presence", frames.presence(ROOM, ID, True)),
    ("help", frames.help_(ROOM, KEY, numbers("fr"))),
    ("error", frames.error("pii", "…", room=ROOM, key=KEY, spans=[{"kind": "phone", "start": 1, "end": 4}])),
    ("error", frames.error("too-many", "…", retry_after=3)),
]


@pytest.mark.parametrize(("name", "payload"), ENCODED)
def test_frames_keep_the_contract(name: str, payload: bytes) -> None:
    assert FRAME.validate_json(payload).ev == name


def test_the_contract_refuses_what_it_does_not_name() -> None:
    with pytest.raises(ValidationError):
        FRAME.validate_json(frames.skip(ROOM, 3)[:-1] + b',"body":"x"}')
    with pytest.raises(ValidationError):
        FRAME.validate_json(b'{"ev":"dance"}')


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_frames_are_framed_as_the_protocol_says(size: int) -> None:
    from websockets.frames import Frame, Opcode

    payload = b"x" * size
    assert text_frame(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)
    assert Parcel(payload, b"y").frames == text_frame(payload) + text_frame(b"y")
