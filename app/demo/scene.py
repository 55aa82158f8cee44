"""What a fill knows while it works: its dice, its clock, who lives where, and how rows are written in bulk."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from app.core import db
from app.demo.cast import Invented

SEED = 20_26
Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Member:
    """A persona of the demo: somebody in one community."""

    persona_id: UUID
    community: str
    handle: str
    role: str
    status: str
    kind: str
    locale: str
    joined_on: date
    owner: "Somebody"
    new: bool = False


@dataclass(slots=True)
class Somebody:
    """A person of the demo and their personas, by the slug of the community."""

    account_id: UUID
    card: Invented
    birth_year: int
    members: dict[str, Member] = field(default_factory=dict)


@dataclass(slots=True)
class Place:
    """A community of the demo, its topics and who lives there."""

    id: UUID
    slug: str
    home: str
    topics: dict[str, UUID]
    members: list[Member] = field(default_factory=list)

    def staff(self, *roles: str) -> list[Member]:
        """Those who hold one of these roles here."""
        return [one for one in self.members if one.role in roles]

    @property
    def writers(self) -> list[Member]:
        """Those who have written here: newcomers and those who wait at the door have not."""
        return [one for one in self.members if one.status == "active" and not one.new]


@dataclass(slots=True)
class Scene:
    """One fill. `step` tells the reader of the terminal what is being made."""

    session: Session
    shape: str
    now: datetime
    step: Callable[[str], None] = lambda _: None
    people: dict[str, Somebody] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def dice(self, *about: object) -> random.Random:
        """Dice of their own for each matter, so that a new room leaves the texts of the others as they were."""
        return random.Random("/".join(map(str, (SEED, self.shape, *about))))

    def open_walls(self) -> None:
        """Opens every community for this transaction; some deeds leave only their own one open."""
        db.act_in(self.session, [place.id for place in self.places.values()])

    def member(self, name: str, slug: str = "multiple-sclerosis") -> Member:
        """Somebody's persona in a community."""
        return self.people[name].members[slug]


def last_evening(now: datetime) -> datetime:
    """Half past eight in the evening, the last time it was: stories end there, so that each fill tells the same ones."""
    evening = now.replace(hour=20, minute=30, second=0, microsecond=0)
    return evening if evening <= now else evening - timedelta(days=1)


def seeded_id(dice: random.Random) -> UUID:
    """An id like any other (version 4), the same at the next fill."""
    return UUID(int=dice.getrandbits(128), version=4)


def write(session: Session, table: type[SQLModel], rows: Iterable[dict[str, Any]]) -> int:
    """Writes rows in one statement; the columns are those of the first row, as the database takes them."""
    kept = list(rows)
    if kept:
        session.connection().execute(insert(table), kept)
    return len(kept)
