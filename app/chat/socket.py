"""The socket's door: /ws?ticket=... A ticket and an Origin open it; then one operation after the other."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, WebSocket
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.responses import Response

from app.access.permissions import Permission
from app.chat import connections
from app.chat.connections import Admission
from app.chat.hub import Hub, hub_of
from app.chat.line import NOT_TEXT, TOO_LARGE, Line
from app.chat.outbox import refused
from app.chat.presence import followed, show, type_
from app.chat.schemas import OPERATION, Operation, Send, Subscribe, Typing, Unsubscribe
from app.core import limits, logs, strict_json
from app.core.errors import Invalid, Refusal, Unavailable
from app.core.validation import sentence
from app.core.wire import wire_of

LARGEST = 16 * 1024
log = logs.get_logger("socket")
OPERATIONS = limits.Limit("socket_operations", "20/second", burst=100, local=True)
doors = APIRouter()


async def ask(websocket: WebSocket, ticket: str = "") -> Admission | Refusal:
    """Who is there, asked before anything is upgraded; a refusal is answered over HTTP."""
    hub, headers = hub_of(websocket.app), websocket.headers
    try:
        return await hub.in_thread(
            connections.admit, ticket[:2000], headers.get("origin"), headers.get("host", ""), hub.worker_id
        )
    except Refusal as refusal:
        return refusal
    except (DBAPIError, PoolTimeout):
        return Unavailable()


ask.permission = Permission.socket_open  # type: ignore[attr-defined]


@doors.websocket("/ws")
async def talk(websocket: WebSocket, admission: Annotated[Admission | Refusal, Depends(ask)]) -> None:
    """Opens, reads operations until the socket ends, and never lets one of them end it by a mistake."""
    if isinstance(admission, Refusal):
        log.info("a socket was refused", code=admission.code)
        await websocket.send_denial_response(Response(status_code=admission.status))
        return
    hub = hub_of(websocket.app)
    await websocket.accept()
    line = Line(wire_of(websocket), admission.actor, admission.token, admission.socket_id)
    hub.join(line)
    try:
        await _listen(websocket, hub, line)
    finally:
        hub.leave(line)


async def _listen(websocket: WebSocket, hub: Hub, line: Line) -> None:
    while True:
        event = await websocket.receive()
        if event["type"] == "websocket.disconnect":
            return
        text = event.get("text")
        if text is None or len(text) > LARGEST:
            line.close(NOT_TEXT if text is None else TOO_LARGE)
            return
        await answer(hub, line, text)


async def answer(hub: Hub, line: Line, text: str) -> None:
    """One frame: done, or answered by an `error` frame."""
    operation: Operation | None = None
    given: object = None
    try:
        limits.count(OPERATIONS, line.id.bytes)
        given = strict_json.parse(text.encode("utf-8", "surrogatepass"))
        operation = OPERATION.validate_python(given)
        await do(hub, line, operation)
    except ValidationError as error:
        _refuse(line, _invalid(error), given)
    except Refusal as refusal:
        _refuse(line, refusal, given)
    except (DBAPIError, PoolTimeout):
        _refuse(line, Unavailable(), given)


async def do(hub: Hub, line: Line, operation: Operation) -> None:
    """Does one operation; a Refusal is the answer when it may not be done."""
    if isinstance(operation, Send):
        await hub.send(line, operation)
    elif isinstance(operation, Subscribe):
        await hub.follow(line, operation.room, operation.since)
    elif isinstance(operation, Unsubscribe):
        hub.unfollow(line, operation.room)
    elif isinstance(operation, Typing):
        await type_(hub, line, operation.room)
    else:
        await show(hub, line, followed(line, operation.room), operation.show)


def _invalid(error: ValidationError) -> Invalid:
    """One sentence for a frame that is not one of ours, and a code that says in what."""
    detail = error.errors()[0]
    unknown = detail["type"] in ("union_tag_invalid", "union_tag_not_found", "model_attributes_type")
    if unknown:
        return Invalid("This operation is not known.", code="unknown-op")
    return Invalid(
        sentence(detail), code="unknown-field" if detail["type"] == "extra_forbidden" else "invalid"
    )


def _refuse(line: Line, refusal: Refusal, given: object) -> None:
    """An `error` frame that names the room and key it is about, when the frame named them."""
    named = given if isinstance(given, dict) else {}
    refused(line, refusal, room=_id(named.get("room")), key=_id(named.get("key")))


def _id(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
