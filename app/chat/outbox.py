"""What the sockets of this process send to one room: stored together, as many as came while the last ones were stored.

One transaction for many messages is what makes a busy room cheap; a quiet one stores each message at once.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.chat import frames
from app.chat.feed import Entry, Feed
from app.chat.line import Line
from app.chat.reading import Seat
from app.chat.schemas import Send
from app.chat.screen import screen
from app.chat.sending import Draft, Sent, send_all
from app.core import db, logs
from app.core.errors import Refusal, Unavailable
from app.core.render import translate
from app.review.distress import lines_for

TOGETHER = 64
log = logs.get_logger("chat")


@dataclass(frozen=True, slots=True)
class Letter:
    """What one socket wants to send."""

    line: Line
    seat: Seat
    send: Send


def store(room_id: UUID, walls: tuple[UUID, ...], letters: list[Letter]) -> list[Sent | Refusal]:
    """Screens and stores, in a thread: one transaction for all that may be stored."""
    outcomes: dict[int, Sent | Refusal] = {}
    drafts: dict[int, Draft] = {}
    for number, letter in enumerate(letters):
        try:
            screened = screen(letter.send.body, letter.send.pii)
            drafts[number] = Draft(letter.seat.persona_id, letter.send.key, screened, letter.line.actor)
        except Refusal as refusal:
            outcomes[number] = refusal
    if drafts:
        try:
            with db.transaction() as session:
                db.act_in(session, walls)
                outcomes |= zip(drafts, send_all(session, room_id, list(drafts.values())), strict=True)
        except (DBAPIError, PoolTimeout, Refusal) as error:
            log.warning("messages could not be stored", count=len(drafts), exc_info=error)
            reason: Sent | Refusal = error if isinstance(error, Refusal) else Unavailable()
            outcomes |= dict.fromkeys(drafts, reason)
    return [outcomes[number] for number in range(len(letters))]


def refused(line: Line, refusal: Refusal, *, room: UUID | None = None, key: UUID | None = None) -> None:
    """Tells a socket why not, in its reader's language."""
    reason = translate(line.actor.locale, refusal.message, **refusal.params)
    line.say(
        frames.error(
            refusal.code,
            reason,
            room=room,
            key=key,
            spans=getattr(refusal, "spans", None),
            retry_after=getattr(refusal, "retry_after", None),
        )
    )


def numbers(locale: str) -> list[dict[str, str]]:
    """The lines of help, in the reader's language."""
    return [
        {"number": one.number, "name": translate(locale, one.name), "hours": translate(locale, one.hours)}
        for one in lines_for(locale)
    ]


class Outbox:
    """The letters of one room that wait for the database."""

    def __init__(self, seat: Seat, run: Callable[..., Awaitable[list[Sent | Refusal]]]) -> None:
        self.room_id = seat.place_id
        self.walls = seat.walls
        self.task: asyncio.Task[None] | None = None
        self._run = run
        self._letters: deque[Letter] = deque()

    def put(self, letter: Letter, feed_of: Callable[[UUID], Feed | None]) -> None:
        """Takes a letter; it is stored with whatever else waits."""
        letter.line.begin()
        self._letters.append(letter)
        if self.task is None:
            self.task = asyncio.create_task(self._empty(feed_of))

    async def _empty(self, feed_of: Callable[[UUID], Feed | None]) -> None:
        try:
            while self._letters:
                letters = [self._letters.popleft() for _ in range(min(TOGETHER, len(self._letters)))]
                await self._store(letters, feed_of)
        finally:
            self.task = None

    async def _store(self, letters: list[Letter], feed_of: Callable[[UUID], Feed | None]) -> None:
        keys = {letter.send.key for letter in letters}
        feed = feed_of(self.room_id)
        if feed is not None:
            feed.storing |= keys
        try:
            outcomes = await self._run(store, self.room_id, self.walls, letters)
            last = 0
            for letter, outcome in zip(letters, outcomes, strict=True):
                last = max(last, self._answer(letter, outcome, feed))
            if feed is not None and last:
                feed.reach(last)
        except Exception as error:  # nobody may wait for ever because of a mistake of ours
            log.error("messages were not stored", count=len(letters), exc_info=error)
            for letter in letters:
                refused(letter.line, Unavailable(), room=self.room_id, key=letter.send.key)
        finally:
            for letter in letters:
                letter.line.end()
            if feed is not None:
                feed.settle(keys)

    def _answer(self, letter: Letter, outcome: Sent | Refusal, feed: Feed | None) -> int:
        if isinstance(outcome, Refusal):
            refused(letter.line, outcome, room=self.room_id, key=letter.send.key)
            return 0
        if outcome.fresh and outcome.distress:
            letter.line.say(frames.help_(self.room_id, outcome.key, numbers(letter.line.actor.locale)))
        ack = frames.ack(outcome.key, outcome.seq, outcome.id)
        if feed is None or not outcome.fresh:
            letter.line.say(ack)
            return 0
        row = frames.Row(
            outcome.seq, outcome.id, outcome.author_id, outcome.handle, outcome.key, outcome.body, outcome.at
        )
        feed.keep(Entry(outcome.seq, outcome.author_id, frames.message(self.room_id, row), letter.line, ack))
        return outcome.seq
