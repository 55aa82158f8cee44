"""The threads in which doors do their work. A lean pool: a request is handed over once and comes back once.

The general pool of the framework copies contexts, counts tokens and makes several objects a journey; that was 6 % of a
thread page. These threads belong to the process and serve any event loop.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

from app.core.settings import get_settings

Result = TypeVar("Result")
_waiting: SimpleQueue[tuple[Callable[[], Any], asyncio.AbstractEventLoop, asyncio.Future[Any]]] = (
    SimpleQueue()
)
_lock = threading.Lock()
_started = 0


async def in_thread(work: Callable[[], Result]) -> Result:
    """Runs something that may wait for the database in one of our threads."""
    if _started < get_settings().threads:
        _start_one()
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()
    _waiting.put((work, loop, answer))
    return await answer


def _start_one() -> None:
    global _started
    with _lock:
        if _started < get_settings().threads:
            _started += 1
            threading.Thread(target=_serve, name=f"door {_started}", daemon=True).start()


def _serve() -> None:
    while True:
        _do_one()


def _do_one() -> None:
    work, loop, answer = _waiting.get()
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - whatever it is, the one who waits hears it
        _bring(loop, _fail, answer, error)
    else:
        _bring(loop, _settle, answer, result)


def _bring(loop: asyncio.AbstractEventLoop, how: Callable[..., None], *values: Any) -> None:
    with suppress(RuntimeError):  # the loop has ended: nobody waits
        loop.call_soon_threadsafe(how, *values)


def _settle(answer: asyncio.Future[Any], result: Any) -> None:
    if not answer.done():
        answer.set_result(result)


def _fail(answer: asyncio.Future[Any], error: BaseException) -> None:
    if not answer.done():
        answer.set_exception(error)
