"""The live rooms: a month at most of short talks, numbered without a hole."""

import random
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from uuid import UUID

from app.demo.scene import Member, Place, Rows, Scene, last_evening, seeded_id, write
from app.demo.stories import HOURS
from app.models.chat import Message, Room

TALKS = {"demo": 9, "bench": 3}
HOME_TALKS = 22
DAYS = 24
ENGLISH = 0.3


@cache
def _talks(language: str) -> tuple[tuple[str, ...], ...]:
    text = resources.files(__package__).joinpath("texts", language, "chat.txt").read_text("utf-8")
    parts = text.split("== talk\n")[1:]
    return tuple(tuple(line for line in part.splitlines() if line) for part in parts)


def make_rooms(scene: Scene) -> None:
    """Writes a room for each community, and what was said there lately."""
    until = last_evening(scene.now)
    rooms: Rows = []
    messages: Rows = []
    for place in scene.places.values():
        dice = scene.dice("room", place.slug)
        room_id = seeded_id(dice)
        count = HOME_TALKS if place.slug == "multiple-sclerosis" else TALKS[scene.shape]
        said = _said(place, room_id, dice, count, until)
        rooms.append(
            {"id": room_id, "community_id": place.id, "last_seq": len(said), "slow_seconds": 0, "read_only": False}
        )  # fmt: skip
        messages += said
    write(scene.session, Room, rooms)
    write(scene.session, Message, messages)


def _said(place: Place, room_id: UUID, dice: random.Random, count: int, until: datetime) -> Rows:
    talks = []
    for language, share in (("fr", round(count * (1 - ENGLISH))), ("en", round(count * ENGLISH))):
        known = _talks(language)
        talks += [(language, one) for one in dice.sample(known, min(share, len(known)))]
    dice.shuffle(talks)
    lines: list[tuple[datetime, Member, str]] = []
    for language, talk in talks:
        day = until - timedelta(days=1 + dice.randrange(DAYS))
        at = day.replace(hour=dice.choices(range(24), HOURS)[0], minute=dice.randrange(60))
        people = [one for one in place.writers if one.locale == language]
        company = dice.sample(people, min(3, len(people)))
        for number, line in enumerate(talk):
            lines.append((at, company[number % len(company)], line))
            at += timedelta(seconds=dice.randint(15, 170))
    lines.sort(key=lambda line: line[0])
    return [
        {"id": seeded_id(dice), "room_id": room_id, "community_id": place.id, "seq": seq, "author_id": who.persona_id,
         "key": seeded_id(dice), "body": line, "status": "visible", "at": at}
        for seq, (at, who, line) in enumerate(lines, start=1)
    ]  # fmt: skip
