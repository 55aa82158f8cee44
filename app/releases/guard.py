"""The guard against repeated files: nobody is known by what changed between two releases of a survey.

For each class of an earlier release, those who are no more in the new one are none, or at least m and l-diverse; the same
for those who are new in a class of the new one. Pure: opaque tags in, opaque tags out.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

LEAST = 11
Cells = tuple[str, ...]


def smallest_change(k: int) -> int:
    """m: the fewest people by whom two releases may differ in a class."""
    return max(k, LEAST)


@dataclass(frozen=True)
class Published:
    """A release as the guard sees it: who is in which class, and the sensitive cells of each."""

    quasi: Mapping[str, Cells]
    sensitive: Mapping[str, Cells]

    @cached_property
    def classes(self) -> list[frozenset[str]]:
        """The members of each class; equal cells are one class."""
        found: dict[Cells, set[str]] = defaultdict(set)
        for tag, label in self.quasi.items():
            found[label].add(tag)
        return [frozenset(members) for members in found.values()]

    def diverse(self, members: Iterable[str], l: int) -> bool:
        """Whether these people hold at least l values in every sensitive column."""
        rows = [self.sensitive[tag] for tag in members]
        return all(len(set(column)) >= l for column in zip(*rows, strict=True))


def hold_back(candidates: Iterable[str], earlier: Sequence[Published], m: int, l: int) -> set[str]:
    """Whom to keep out of the new release, for good: random members of the classes that few people left.

    Holding somebody back for one earlier release changes the others, so it goes round until nothing moves.
    """
    staying, held = set(candidates), set[str]()
    chance = secrets.SystemRandom()
    moved = True
    while moved:
        moved = False
        for release in earlier:
            for members in release.classes:
                left = members - staying
                still = sorted(members & staying)
                chance.shuffle(still)
                while left and still and not (len(left) >= m and release.diverse(left, l)):
                    left, moved = left | {still[-1]}, True
                    held.add(still[-1])
                    staying.discard(still.pop())
    return held


def cohorts(candidates: Iterable[str], earlier: Sequence[Published], m: int) -> list[list[str]]:
    """People by the earlier releases they were in; a group smaller than m waits for more of its kind and is left out."""
    groups: dict[tuple[bool, ...], list[str]] = defaultdict(list)
    for tag in sorted(candidates):
        groups[tuple(tag in release.quasi for release in earlier)].append(tag)
    return [members for members in groups.values() if len(members) >= m]


def choose(
    wanted: Iterable[str], earlier: Sequence[Published], m: int, l: int
) -> tuple[list[list[str]], set[str]]:
    """The groups to publish, and whom to hold back for good: also who was in an earlier release and is too few of its kind now."""
    asked, held = set(wanted), set[str]()
    known = {tag for release in earlier for tag in release.quasi}
    while True:
        held |= hold_back(asked - held, earlier, m, l)
        groups = cohorts(asked - held, earlier, m)
        left_out = (asked - held - {tag for group in groups for tag in group}) & known
        if not left_out:
            return groups, held
        held |= left_out


def differences(new: Published, earlier: Sequence[Published], m: int, l: int) -> int:
    """How many classes break the rule, counted anew on what would be published; 0 is the only good answer."""
    return sum(
        _broken(release, new.quasi.keys(), m, l) + _broken(new, release.quasi.keys(), m, l)
        for release in earlier
    )


def _broken(release: Published, others: Iterable[str], m: int, l: int) -> int:
    known = set(others)
    apart = (members - known for members in release.classes)
    return sum(bool(left) and not (len(left) >= m and release.diverse(left, l)) for left in apart)


@dataclass(frozen=True, slots=True)
class Attack:
    """The before/after attack: how often somebody holding both files claimed an answer, and how often rightly."""

    tries: int
    claims: int
    right: int


def attack(new: Published, before: Published, victims: Iterable[str]) -> Attack:
    """Tries it on each person who left: the class as it was, less the rows of the same cells now; one value left is a claim."""
    then, now = _cells(before), _cells(new)
    tries = claims = right = 0
    for victim in victims:
        if victim not in before.quasi:
            continue
        label = before.quasi[victim]
        for column, truth in enumerate(before.sensitive[victim]):
            tries += 1
            apart = then[label, column] - now.get((label, column), Counter())
            if label in set(new.quasi.values()) and len(apart) == 1:
                claims += 1
                right += next(iter(apart)) == truth
    return Attack(tries, claims, right)


def _cells(release: Published) -> dict[tuple[Cells, int], Counter[str]]:
    found: dict[tuple[Cells, int], Counter[str]] = defaultdict(Counter)
    for tag, label in release.quasi.items():
        for column, value in enumerate(release.sensitive[tag]):
            found[label, column][value] += 1
    return found
