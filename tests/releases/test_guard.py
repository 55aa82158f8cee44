"""The guard against repeated files, against an attacker who holds every file."""

import random

from app.releases import guard
from app.releases.guard import Published


def made(seed: int, people: int = 120, size: int = 12) -> Published:
    """A release with classes of `size` and three sensitive values."""
    chance = random.Random(seed)
    names = [f"{number:03d}" for number in range(people)]
    quasi = {name: (str(place // size),) for place, name in enumerate(names)}
    return Published(quasi, {name: (chance.choice("abc"),) for name in names})


def test_who_leaves_is_never_alone() -> None:
    before = made(1)
    for seed in range(30):
        chance = random.Random(seed)
        leavers = set(chance.sample(sorted(before.quasi), chance.randint(1, 9)))
        held = guard.hold_back(before.quasi.keys() - leavers, [before], 11, 2)
        staying = before.quasi.keys() - leavers - held
        for members in before.classes:
            left = members - staying
            assert not left or (len(left) >= 11 and len({before.sensitive[one] for one in left}) >= 2)
        assert not held & leavers


def test_nobody_is_held_back_for_nothing() -> None:
    before = made(2)
    assert guard.hold_back(before.quasi, [before], 11, 2) == set()


def test_holding_back_for_one_release_respects_the_others() -> None:
    first = made(3)
    second = Published({name: (str(int(name) % 7),) for name in first.quasi}, first.sensitive)
    held = guard.hold_back(first.quasi.keys() - {"000"}, [first, second], 11, 2)
    staying = first.quasi.keys() - held - {"000"}
    for release in (first, second):
        for members in release.classes:
            left = members - staying
            assert not left or len(left) >= 11


def test_newcomers_come_in_groups_of_their_own() -> None:
    before = made(4, people=60)
    names = [f"{number:03d}" for number in range(80)]
    groups = guard.cohorts(names, [before], 11)
    assert sorted(map(len, groups)) == [20, 60]
    assert guard.cohorts(names[:65], [before], 11) == [sorted(before.quasi)]


def test_the_count_finds_what_the_guard_would_forbid() -> None:
    before = made(5, people=60)
    one_less = {name: label for name, label in before.quasi.items() if name != "000"}
    new = Published(one_less, {name: before.sensitive[name] for name in one_less})
    assert guard.differences(before, [before], 11, 2) == 0
    assert guard.differences(new, [before], 11, 2) == 1


def test_the_attack_names_the_victim_of_a_plain_recomputation() -> None:
    """Without the guard the attack works; that it can succeed is why its silence means something."""
    before = made(6, people=60)
    one_less = {name: label for name, label in before.quasi.items() if name != "007"}
    new = Published(one_less, {name: before.sensitive[name] for name in one_less})
    assert guard.attack(new, before, ["007"]) == guard.Attack(tries=1, claims=1, right=1)
    held = guard.hold_back(one_less, [before], 11, 2)
    kept = {name: label for name, label in one_less.items() if name not in held}
    safe = Published(kept, {name: before.sensitive[name] for name in kept})
    assert guard.attack(safe, before, ["007"]).right == 0


def test_who_returns_alone_waits() -> None:
    """Somebody of the first release, absent from the second, would be a group of one in the third."""
    first = made(7, people=60)
    second_tags = sorted(
        first.quasi.keys() - {"000"} - guard.hold_back(first.quasi.keys() - {"000"}, [first], 11, 2)
    )
    second = Published(
        {tag: first.quasi[tag] for tag in second_tags}, {tag: first.sensitive[tag] for tag in second_tags}
    )
    groups, held = guard.choose([*second_tags, "000"], [first, second], 11, 2)
    released = {tag for group in groups for tag in group}
    assert "000" in held and released <= set(second_tags), (
        "who is drawn to wait beside them is drawn at random"
    )
    assert released | held == {*second_tags, "000"} and len(held) <= 11
    published = Published(
        {tag: first.quasi[tag] for tag in released}, {tag: first.sensitive[tag] for tag in released}
    )
    # The second release is cut out by hand here, so a class of it may be smaller than any real one: the first must hold.
    assert guard.differences(published, [first], 11, 2) == 0
