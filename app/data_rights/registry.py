"""The rooms that know persons, found by name: every `<room>/rights.py` there is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sqlmodel import Session

from app.access.person import Person
from app.core import rooms

Gather = Callable[[Session, Person], dict[str, Any]]
Erase = Callable[..., int]
# Erased in this order at the end: what others hang on goes last.
# These hang on the account alone: they are erased with it, not again with each persona.
ACCOUNT_ONLY = frozenset(
    {"accounts", "consents", "dashboard", "data_rights", "releases", "studies", "surveys"}
)
LAST = ("notifications", "review", "consents", "communities", "accounts")


@dataclass(frozen=True, slots=True)
class Keeper:
    """A room that keeps something about persons."""

    room: str
    gather: Gather
    erase: Erase


@cache
def keepers() -> tuple[Keeper, ...]:
    """All of them, in the order of erasure."""
    found = []
    for room in rooms.names():
        if find_spec(f"app.{room}.rights") is not None:
            module = import_module(f"app.{room}.rights")
            found.append(Keeper(room, module.gather, module.erase))
    return tuple(sorted(found, key=lambda one: (LAST.index(one.room) if one.room in LAST else -1, one.room)))


def keeper(room: str) -> Keeper:
    """The keeper of a room."""
    return next(one for one in keepers() if one.room == room)
