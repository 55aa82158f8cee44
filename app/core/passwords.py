"""Passwords: Argon2id with 46 MiB, t=1, p=1 (OWASP ASVS 5.0, appendix C), two at a time, with a short queue.

A hash takes about 90 ms of one core and 46 MiB; two at a time bound what an attacker can cost us, and beyond the queue a
clear 429 says to come back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core import keys
from app.core.errors import TooMany

AT_ONCE, WAITING = 2, 30
SHORTEST, LONGEST = 10, 200

_hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=46 * 1024, parallelism=1),))
_running = BoundedSemaphore(AT_ONCE)
_queue = BoundedSemaphore(WAITING)


@contextmanager
def _turn() -> Iterator[None]:
    if not _queue.acquire(blocking=False):
        raise TooMany(retry_after=5)
    try:
        with _running:
            yield
    finally:
        _queue.release()


def hash_password(password: str) -> str:
    """The Argon2id hash to keep."""
    with _turn():
        return _hasher.hash(password)


def verify_password(password: str, kept: str | None) -> bool:
    """Whether the password is the one kept. Without one kept it takes just as long and says no."""
    with _turn():
        matches = _hasher.verify(password, kept or _nobody())
    return matches and kept is not None


@cache
def _nobody() -> str:
    return _hasher.hash(keys.token())
