"""How many texts each thread gets: like people in the demo, exactly as promised in the bench."""

import random
from functools import cache

from app.demo.cast import HOME
from app.demo.scene import Place, Scene

WELCOME, PINNED_LONG, PINNED_SHORT = 26, 9, 4
THREADS = {"demo": 350, "bench": 2_000}
BENCH_POSTS, BENCH_LONGEST, BENCH_COMMUNITIES = 20_000, 2_000, 20
LONG = (24, 22, 21)
"""A few threads of the largest community have a second page."""


def lengths(scene: Scene, place: Place, dice: random.Random) -> list[int]:
    """The lengths of the threads of a place, beside those that its staff opened."""
    if scene.shape == "bench":
        return _bench_share(scene, place)
    weights = {
        one.slug: (2 + len(one.members) if one.home == one.slug else 2) ** 0.7
        for one in scene.places.values()
    }
    total = THREADS["demo"] - 4 * len(weights)
    count = max(6, round(total * weights[place.slug] / sum(weights.values())))
    drawn = [max(2, min(18, round(dice.lognormvariate(1.75, 0.42)))) for _ in range(count)]
    return [*LONG, *drawn[len(LONG) :]] if place.slug == HOME else drawn


def _bench_share(scene: Scene, place: Place) -> list[int]:
    order = [HOME, *(slug for slug in scene.places if slug != HOME)]
    every = bench_lengths()
    size = len(every) // BENCH_COMMUNITIES
    at = order.index(place.slug) * size
    return every[at : at + size]


@cache
def bench_lengths() -> list[int]:
    """The lengths of all threads of the bench but the pinned ones: with those they add up to its posts and threads."""
    pinned_posts = BENCH_COMMUNITIES * 2 * (PINNED_LONG + PINNED_SHORT) + 2 * (WELCOME - PINNED_LONG)
    count = THREADS["bench"] - 4 * BENCH_COMMUNITIES
    made = [BENCH_LONGEST, *([2, 4, 6, 7, 8, 9, 10, 12, 14, 24] * (count // 10 + 1))[: count - 1]]
    short = BENCH_POSTS - pinned_posts - sum(made)
    for number in range(abs(short)):
        made[1 + number % (count - 1)] += 1 if short > 0 else -1
    return made
