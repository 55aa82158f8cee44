"""What travels on the socket, encoded once. The names are those of the published contract."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from app.core.wire import Parcel


@dataclass(frozen=True, slots=True)
class Row:
    """A stored message as it is read for delivery; no body when it is not there for readers any more."""

    seq: int
    id: UUID
    author_id: UUID | None
    handle: str
    key: UUID
    body: str | None
    at: datetime


def message(room_id: UUID, row: Row) -> bytes:
    """What everybody but the sending socket gets."""
    if row.body is None:
        return skip(room_id, row.seq)
    return orjson.dumps(
        {
            "ev": "message",
            "room": room_id,
            "seq": row.seq,
            "id": row.id,
            "persona": {"id": row.author_id, "handle": row.handle},
            "body": row.body,
            "at": row.at,
        },
        option=orjson.OPT_UTC_Z,
    )


def ack(key: UUID, seq: int, message_id: UUID) -> bytes:
    """What the sending socket gets once its message is stored."""
    return orjson.dumps({"ev": "ack", "key": key, "seq": seq, "id": message_id})


def help_(room_id: UUID, key: UUID, lines: list[dict[str, str]]) -> bytes:
    """Numbers to call, for the author of worrying words alone."""
    return orjson.dumps({"ev": "help", "room": room_id, "key": key, "lines": lines})


def skip(room_id: UUID, seq: int) -> bytes:
    """A number that this reader may not see: blocked, hidden and deleted look alike."""
    return orjson.dumps({"ev": "skip", "room": room_id, "seq": seq})


def removed(room_id: UUID, seq: int) -> bytes:
    """A message shown before is gone now."""
    return orjson.dumps({"ev": "removed", "room": room_id, "seq": seq})


def reset(room_id: UUID, seq: int) -> bytes:
    """What lies up to `seq` cannot be replayed: read the page again. What follows begins after it."""
    return orjson.dumps({"ev": "reset", "room": room_id, "seq": seq})


def signal(place_id: UUID, seq: int) -> bytes:
    """Something new is there; HTTP brings it."""
    return orjson.dumps({"ev": "signal", "room": place_id, "seq": seq})


def error(code: str, reason: str, **more: Any) -> bytes:
    """Why something was not done. `key` and `room` name what it was about; `pii` carries `spans`."""
    return orjson.dumps(
        {
            "ev": "error",
            "code": code,
            "reason": reason,
            **{name: value for name, value in more.items() if value is not None},
        }
    )


def typing(room_id: UUID, persona_id: UUID) -> bytes:
    """Somebody is writing; the page knows the handle from the history."""
    return orjson.dumps({"ev": "typing", "room": room_id, "persona": {"id": persona_id}})


def presence(room_id: UUID, persona_id: UUID, here: bool) -> bytes:
    """Somebody who shows itself came or went; only for others who do."""
    return orjson.dumps({"ev": "presence", "room": room_id, "persona": {"id": persona_id}, "here": here})


def parcel(payloads: list[bytes]) -> Parcel:
    """Payloads framed together."""
    return Parcel(*payloads)
