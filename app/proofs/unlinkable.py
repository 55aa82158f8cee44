"""Unlinkable: two colluding members, with every byte they can see, do no better than chance at matching personas.

Each matcher gives a likeness to a pair of personas of two communities; the AUC is how often a true pair is more alike than a
false one (0.5 is chance). What people say themselves (that they are a carer, what they write) is theirs to reveal and left
out. Few pairs stray from 0.5 by chance, and the best of several matchers strays furthest: so the bound of a matcher is 0.55 or,
where the sample is too small for that, what shuffled owners stay below at a level shared by all matchers (Bonferroni: 1 % over
their number). The people are those of the bench shape, who live in every community: thousands of true pairs, so that 0.55 it is.
"""

import random
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from app.demo.people import invented
from app.proofs import dump, stolen
from app.proofs.instance import Instance
from app.proofs.reader import Reader
from app.proofs.report import Attack

API = "/api/v1"
# The product's promise (security.md): an AUC of 0.55 is what nobody can use, one true pair in a crowd of hundreds.
BOUND = 0.55
LEVEL = 0.01
SHUFFLES = 100
COMMUNITIES = 6
Pairs = NDArray[np.float64]


@dataclass
class Seen:
    """Everything the colluders see of one persona, as numbers."""

    id: str
    community: str
    marks: dict[str, float | str] = field(default_factory=dict)


Matcher = Callable[[Seen, Seen], float]


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """What members see, then what a thief of the database sees."""
    if instance.var is None:
        raise RuntimeError("unlinkable needs the database in hand, to know which personas belong together")
    step("colluding members look")
    seen = _look(instance)
    step("who is whose, from the keys")
    owners = _owners(instance)
    found = match(seen, owners, step)
    step("the database without its key")
    return [*found, *_dump(instance, owners)]


def _look(instance: Instance) -> list[Seen]:
    """One member of each community looks at the list, each page and each picture of the others."""
    found: list[Seen] = []
    for slug, name in _colluders(instance.shape):
        spy = Reader(instance.url).sign_in(name)
        listed = spy.items(f"{API}/communities/{slug}/personas")
        for place, one in enumerate(listed):
            began = time.perf_counter()
            page = spy.get(f"/c/{slug}/members/{one['id']}")
            taken = time.perf_counter() - began
            picture = re.search(r"<svg class=\"pebble.*?</svg>", page.text, re.DOTALL)
            number = int(one["id"].replace("-", ""), 16)
            headers = sorted((key, value) for key, value in page.headers if key.lower() not in (
                "date", "content-security-policy", "set-cookie"))  # fmt: skip
            seen = Seen(one["id"], slug)
            seen.marks = {
                "id": number / 2**128, "last digits of the id": (number % 2**16) / 2**16,
                "place in the list": place / max(len(listed), 1), "handle": one["handle"],
                "month": one.get("joined") or "", "picture": picture[0] if picture else "", "time": taken,
                "headers": str(headers), "size": float(len(page.body) - 8 * len(one["handle"].encode())),
            }  # fmt: skip
            found.append(seen)
    return found


def _colluders(shape: str) -> list[tuple[str, str]]:
    """A member in each of the largest communities."""
    people: dict[str, list[str]] = defaultdict(list)
    for one in invented(shape):
        if one.role == "member" and one.name.startswith("member-"):
            for slug in one.communities:
                people[slug].append(one.name)
    largest = sorted(people, key=lambda slug: -len(people[slug]))[:COMMUNITIES]
    return [(slug, people[slug][0]) for slug in largest]


def _owners(instance: Instance) -> dict[str, str]:
    """Persona -> account, which only the key tells."""
    from app.core import keys

    assert instance.var is not None
    with dump.inside(instance.var), dump.owner(instance.var) as connection:
        rows = connection.execute(
            "SELECT id, owner_tag, owner_sealed FROM persona WHERE owner_sealed IS NOT NULL"
        )
        return {str(own): keys.unseal("owner", bytes(sealed), bytes(tag)).hex() for own, tag, sealed in rows}


def _hash(value: str) -> int:
    return int.from_bytes(sha256(value.encode()).digest()[:8], "big")


def _near(name: str) -> Matcher:
    return lambda one, two: -abs(float(one.marks[name]) - float(two.marks[name]))


def _same(name: str) -> Matcher:
    return lambda one, two: float(one.marks[name] == two.marks[name])


def _bits(name: str) -> Matcher:
    return lambda one, two: -float((_hash(str(one.marks[name])) ^ _hash(str(two.marks[name]))).bit_count())


def _letters(name: str) -> Matcher:
    def alike(one: Seen, two: Seen) -> float:
        a, b = (
            {str(each.marks[name])[at : at + 3].casefold() for at in range(len(str(each.marks[name])) - 2)}
            for each in (one, two)
        )
        return len(a & b) / max(len(a | b), 1)

    return alike


def _months(one: Seen, two: Seen) -> float:
    def number(value: float | str) -> int:
        year, _, month = str(value).partition("-")
        return int(year or 0) * 12 + int(month or 0)

    return -abs(number(one.marks["month"]) - number(two.marks["month"]))


MATCHERS: dict[str, Matcher] = {
    "ids close to each other": _near("id"), "last digits of the ids": _near("last digits of the id"),
    "place in the list": _near("place in the list"), "handles alike by letters": _letters("handle"),
    "handles close by hash": _bits("handle"), "joined in the same month": _months,
    "pictures alike by bytes": _letters("picture"), "pictures close by hash": _bits("picture"),
    "headers and ETags alike": _same("headers"), "size of the page": _near("size"), "time of the answer": _near("time"),
}  # fmt: skip


def match(seen: list[Seen], owners: dict[str, str], step: Callable[[str], None]) -> list[Attack]:
    """Each matcher over all true pairs and as many times more false ones."""
    known = [one for one in seen if one.id in owners]
    left, right, truth = _pairs(known, owners)
    found = []
    for name, matcher in MATCHERS.items():
        step(f"matching: {name}")
        scores = np.array([matcher(known[a], known[b]) for a, b in zip(left, right, strict=True)])
        value = auc(scores, truth)
        bound = max(BOUND, _by_chance(scores, truth))
        title = f"AUC of {name} ({int(truth.sum())} true pairs)"
        found.append(Attack(title, len(truth), round(value, 4), round(bound, 4), (f"AUC {value:.4f}",)))
    return found


def _pairs(known: list[Seen], owners: dict[str, str]) -> tuple[list[int], list[int], NDArray[np.bool_]]:
    """Every pair across two communities: all true ones, and a sample of the false ones."""
    dice = random.Random(7)
    true: list[tuple[int, int]] = []
    false: list[tuple[int, int]] = []
    for a in range(len(known)):
        for b in range(a + 1, len(known)):
            if known[a].community != known[b].community:
                (true if owners[known[a].id] == owners[known[b].id] else false).append((a, b))
    chosen = true + dice.sample(false, min(len(false), max(10 * len(true), 2000)))
    return [a for a, _ in chosen], [b for _, b in chosen], np.arange(len(chosen)) < len(true)


def auc(scores: Pairs, truth: NDArray[np.bool_]) -> float:
    """How often a true pair scores above a false one; ties count half."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    sums = np.zeros(len(counts))
    np.add.at(sums, inverse, ranks)
    ranks = (sums / counts)[inverse]
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return 1.0
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _by_chance(scores: Pairs, truth: NDArray[np.bool_]) -> float:
    """The AUC that shuffled owners stay below, at the level that all matchers share (normal tail beyond the draws)."""
    dice = np.random.default_rng(11)
    drawn = np.array([auc(scores, dice.permutation(truth)) for _ in range(SHUFFLES)])
    from statistics import NormalDist

    return float(drawn.mean() + NormalDist().inv_cdf(1 - LEVEL / len(MATCHERS)) * drawn.std())


def _dump(instance: Instance, owners: dict[str, str]) -> list[Attack]:
    """Every table, without the key: shared values between personas of one person, equal tags, account ids outside the vault."""
    assert instance.var is not None
    whole = dump.whole(instance.var)
    return [
        stolen.tags(whole["public.persona"]),
        stolen.joins(whole, owners),
        stolen.outside(whole, set(owners.values())),
    ]
