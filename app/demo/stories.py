"""Threads as stories: somebody opens, others answer, ask and comfort, the author thanks and comes back with news."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.demo.grammar import Grammar, Plot
from app.demo.scene import Member
from app.demo.voice import Voice

# How likely each hour of the day (UTC) is to see somebody write.
HOURS = (3, 2, 1, 1, 1, 3, 8, 14, 16, 15, 13, 14, 16, 14, 11, 10, 11, 13, 17, 22, 24, 18, 10, 5)
DAYS = 90
SHAPES = ("experience", "tip", "both", "list", "comfort", "question", "reader")
WEIGHTS = {
    "to_be_heard": (36, 8, 8, 2, 26, 12, 5),
    "advice": (32, 22, 14, 7, 6, 12, 7),
    "information": (36, 22, 12, 7, 0, 13, 10),
}
NODS = {"to_be_heard": 0.5, "advice": 0.4, "information": 0.2}


@dataclass(slots=True)
class Said:
    """One text of a story."""

    author: Member
    body: str
    at: datetime


@dataclass(slots=True)
class Story:
    """A thread with its texts, in order."""

    plot: Plot
    language: str
    title: str
    posts: list[Said] = field(default_factory=list)


def some_evening(dice: random.Random, until: datetime) -> datetime:
    """A moment of the last ninety days, at an hour when people write; somewhat more of them lately."""
    day = until - timedelta(days=1 + int((DAYS - 1) * dice.random() ** 1.25))
    hour = dice.choices(range(24), HOURS)[0]
    return day.replace(hour=hour, minute=dice.randrange(60), second=dice.randrange(60), microsecond=0)


def next_moment(dice: random.Random, at: datetime) -> datetime:
    """When somebody answers: mostly within hours, rarely at night."""
    at += timedelta(minutes=4 + dice.lognormvariate(4.6, 1.3))
    if at.hour in (0, 1, 2, 3, 4) and dice.random() < 0.8:
        at += timedelta(hours=5 + 3 * dice.random())
    return at.replace(microsecond=0)


def tell(
    grammar: Grammar, plot: Plot, dice: random.Random, worn: Counter[str], titles: set[str], cast: list[Member],
    author: Member, length: int, start: datetime, until: datetime, *, whole: bool = False,
) -> Story:  # fmt: skip
    """A story of `length` texts; those that would come after `until` are left out, or squeezed in when `whole`."""
    voice = Voice(grammar, plot, dice, worn)
    story = Story(plot, grammar.language, _title(voice, author, titles))
    story.posts.append(Said(author, _opening(voice, author), start))
    at = start
    while len(story.posts) < length:
        at = next_moment(dice, at)
        left, last = length - len(story.posts), story.posts[-1].author
        for who, body in _turn(voice, dice, cast, author, left, len(story.posts), last):
            story.posts.append(Said(who, body, at))
            at = next_moment(dice, at)
    if whole:
        squeeze(story, dice, until)
    story.posts = [said for said in story.posts if said.at < until]
    return story


def squeeze(story: Story, dice: random.Random, until: datetime) -> None:
    """Spreads the texts of a long story evenly up to `until`, so that none is left out."""
    start = story.posts[0].at
    span = (until - start).total_seconds()
    moments = sorted(dice.uniform(0, span) for _ in story.posts[1:])
    for said, seconds in zip(story.posts[1:], moments, strict=True):
        said.at = (start + timedelta(seconds=seconds)).replace(microsecond=0)


def _title(voice: Voice, author: Member, titles: set[str]) -> str:
    title = ""
    for _ in range(8):
        title = voice.say("title", author.persona_id, own=True) or title
        if title not in titles:
            break
    titles.add(title)
    return title


def _opening(voice: Voice, author: Member) -> str:
    who, dice = author.persona_id, voice.dice
    hello = voice.say("hello", who) if dice.random() < 0.45 else ""
    parts = [
        voice.say("open", who, own=True),
        *(voice.say("more", who, own=True) for _ in range(dice.choice((1, 1, 2)))),
        voice.say("ask", who, own=True),
    ]
    return "\n\n".join(part for part in (hello, *parts) if part)


def _turn(
    voice: Voice, dice: random.Random, cast: list[Member], author: Member, left: int, told: int, last: Member
) -> list[tuple[Member, str]]:
    """Who speaks next and what they say: one text, or a question with the author's answer."""
    if told >= 3 and left == 1 and dice.random() < 0.7 and (news := voice.say("news", author.persona_id)):
        return [(author, news)]
    if told >= 4 and dice.random() < 0.12 and (thanks := voice.say("thanks", author.persona_id)):
        return [(author, thanks)]
    who = dice.choice([one for one in cast if one is not author and one is not last] or cast)
    shape = dice.choices(SHAPES, WEIGHTS[voice.plot.support])[0]
    if shape == "question" and left >= 2 and (asked := voice.say("question", who.persona_id, own=True)):
        question, _, answer = asked.partition(" => ")
        greeting = voice.say("ack", who.persona_id) if dice.random() < 0.4 else ""
        return [(who, f"{greeting} {question}".strip()), (author, answer)]
    return [(who, _answer(voice, shape, who))]


def _answer(voice: Voice, shape: str, member: Member) -> str:
    """An answer of the wished shape, or of whatever the thread has not heard yet."""
    who, dice = member.persona_id, voice.dice
    if shape == "reader" and (reader := voice.say("reader_thanks", who)):
        return reader
    if shape == "list" and len(voice.left("tip")) >= 3 and (heading := voice.say("listing", who)):
        tips = [voice.say("tip", who) for _ in range(3)]
        return heading + "\n\n" + "\n".join(f"- {tip}" for tip in tips)
    wished = {"both": ("experience", "tip"), "tip": ("tip",), "comfort": ("comfort",)}.get(
        shape, ("experience",)
    )
    middle = [voice.say(section, who, own=section == "experience") for section in wished]
    middle = [part for part in middle if part] or [_anything(voice, member)]
    hello = voice.say("hi", who) if dice.random() < 0.08 else ""
    head = voice.say("ack", who) if dice.random() < NODS[voice.plot.support] else ""
    tail = voice.say("closing", who) if dice.random() < 0.2 else ""
    glue = "\n\n" if sum(map(len, middle)) > 160 and dice.random() < 0.6 else " "
    text = glue.join(part for part in (head, *middle, tail) if part)
    return f"{hello}\n\n{text}" if hello else text


def _anything(voice: Voice, member: Member) -> str:
    """Something not heard yet; when everything was said, the thread may hear it again."""
    for section in ("experience", "tip", "comfort", "ack", "reader_thanks"):
        if phrase := voice.say(section, member.persona_id, own=section == "experience"):
            return phrase
    voice.said.clear()
    return voice.say("comfort", member.persona_id) or voice.say("ack", member.persona_id)
