"""The threads: who opens what, how long it gets, and the rows that stand for it, rendered as the deeds of threads do."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.demo.cast import HOME
from app.demo.grammar import Grammar, Plot, grammar
from app.demo.lengths import PINNED_LONG, PINNED_SHORT, WELCOME, lengths
from app.demo.scene import Member, Place, Rows, Scene, last_evening, seeded_id
from app.demo.signs import write_signs
from app.demo.stories import Story, some_evening, tell
from app.threads import markdown

ENGLISH = 0.34
STARS = 0.15
"""How often somebody of the printed cast takes part in a thread of their own community."""


def words_for(place: Place, language: str) -> Grammar:
    """The grammar of a place; a sub-group speaks as its community does, and a room for figures as the largest one."""
    return grammar(language, HOME if place.home.startswith("bench-") else place.home)


def make_threads(scene: Scene) -> None:
    """Writes every thread and its posts, and what readers left on them."""
    until = last_evening(scene.now)
    threads: Rows = []
    posts: Rows = []
    for place in scene.places.values():
        dice = scene.dice("threads", place.slug)
        for number, story in enumerate(_stories(scene, place, dice, until)):
            _write_down(place, story, dice, threads, posts, number, until)
    for one in posts:
        one["html"] = markdown.render(one["body"])
    write_signs(scene, threads, posts)


def _stories(scene: Scene, place: Place, dice: random.Random, until: datetime) -> Iterator[Story]:
    worn: Counter[str] = Counter()
    titles: set[str] = set()
    whole = scene.shape == "bench"
    for language in ("fr", "en"):  # each community is welcomed in both languages
        words = words_for(place, language)
        first = WELCOME if place.slug == HOME else PINNED_LONG
        for plot, length in zip(words.pinned, (first, PINNED_SHORT), strict=True):
            start = some_evening(dice, until - timedelta(days=45))
            author = dice.choice(place.staff("moderator", "lead") or place.writers)
            cast = _cast(place, language, dice, length)
            yield tell(words, plot, dice, worn, titles, cast, author, length, start, until, whole=whole)
    for length in lengths(scene, place, dice):
        words = words_for(place, "en" if dice.random() < ENGLISH else "fr")
        plot = _plot(words, dice, worn)
        cast = _cast(place, words.language, dice, length)
        author = next((one for one in cast if (one.kind == "carer") == (plot.kind == "carer")), cast[0])
        start = some_evening(dice, until)
        yield tell(words, plot, dice, worn, titles, cast, author, length, start, until, whole=whole)


def _plot(words: Grammar, dice: random.Random, worn: Counter[str]) -> Plot:
    """One of the scenes told least so far, so that each community hears them all."""
    told = [worn[f"plot {words.language} {number}"] for number in range(len(words.plots))]
    chosen = dice.choice([number for number, count in enumerate(told) if count == min(told)])
    worn[f"plot {words.language} {chosen}"] += 1
    return words.plots[chosen]


def _cast(place: Place, language: str, dice: random.Random, length: int) -> list[Member]:
    """Who takes part in a thread: people of its language, now and then somebody of the printed cast first."""
    likely = [one for one in place.writers if one.locale == language]
    chosen = dice.sample(likely, min(len(likely), 2 + length))
    stars = [one for one in likely if one.owner.card.name in ("alice", "bob", "charlie")]
    if stars and dice.random() < STARS:
        star = dice.choice(stars)
        chosen = [star, *(one for one in chosen if one is not star)]
    return chosen


def _write_down(
    place: Place, story: Story, dice: random.Random, threads: Rows, posts: Rows, number: int, until: datetime
) -> None:
    thread_id, staff = seeded_id(dice), story.plot.kind == "staff"
    welcome = staff and story.plot.topic == "introductions"
    old = story.posts[-1].at < until - timedelta(days=30)
    threads.append(
        {
            "id": thread_id, "community_id": place.id, "topic_id": place.topics[story.plot.topic], "title": story.title,
            "author_id": story.posts[0].author.persona_id, "support": story.plot.support, "lang": story.language,
            "status": "visible", "pinned": welcome, "locked": staff != welcome or (old and number % 19 == 7),
            "hosts_professionals": False, "post_count": len(story.posts), "created_at": story.posts[0].at,
            "last_post_at": story.posts[-1].at,
        }
    )  # fmt: skip
    for at, said in enumerate(story.posts):
        post: dict[str, Any] = {
            "id": seeded_id(dice), "community_id": place.id, "thread_id": thread_id, "author_id": said.author.persona_id,
            "opening": at == 0, "body": said.body, "note": "", "lang": story.language, "status": "visible",
            "thanks": 0, "helped": 0, "created_at": said.at,
        }  # fmt: skip
        posts.append(post)
