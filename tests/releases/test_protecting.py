"""Groups of different history never share a class, and all of them together keep the promise."""

import random

import pytest

from app.anonymise import verify
from app.anonymise.table import CannotAnonymise, Policy, Role, Table
from app.releases.protecting import protect

ILL = ["none", "some", "much"]


def table(people: int, seed: int = 1) -> Table:
    chance = random.Random(seed)
    columns = {
        "age": [str(chance.randint(18, 90)) for _ in range(people)],
        "ill": [chance.choice(ILL) for _ in range(people)],
        "pet": ["cat"] * (people - 3) + ["llama"] * 3,
    }
    roles = {"age": Role.QUASI, "ill": Role.SENSITIVE, "pet": Role.PLAIN}
    return Table(
        columns,
        roles,
        numeric=frozenset({"age"}),
        ordered={"ill": ILL},
        ids=[f"{n:03d}" for n in range(people)],
    )


def test_groups_stay_apart_and_the_whole_keeps_k_l_and_t() -> None:
    whole, policy = table(140), Policy.product(seconds=0.4)
    assert whole.ids is not None
    made = protect(whole, policy, [whole.ids[:100], whole.ids[100:]], 11)
    assert sorted(made.ids) == sorted(whole.ids)
    found = verify.recount(made.columns, ["age"], ["ill"], {"ill": ILL})
    verify.check(found, policy)
    members: dict[str, list[str]] = {}
    for tag, label in zip(made.ids, made.columns["age"], strict=True):
        members.setdefault(label, []).append(tag)
    for tags in members.values():
        fresh = sum(tag >= "100" for tag in tags)
        assert fresh == 0 or fresh >= 11
    assert (made.report["rows"], made.report["k"], made.report["merged"]["pet"]) == (140, found.k, 2)


def test_a_group_unlike_the_others_is_refused() -> None:
    whole = table(140)
    strange = Table(
        {**whole.columns, "ill": ["none"] * 100 + ["much", "some"] * 20},
        whole.roles, numeric=whole.numeric, ordered=whole.ordered, ids=whole.ids,
    )  # fmt: skip
    assert whole.ids is not None
    with pytest.raises(CannotAnonymise):
        protect(strange, Policy.product(seconds=0.4), [whole.ids[:100], whole.ids[100:]], 11)


def test_rows_of_stars_alone_are_counted_as_suppressed() -> None:
    whole = table(20)
    assert whole.ids is not None
    with pytest.raises(CannotAnonymise, match="nothing but"):
        protect(whole, Policy(min_rows=11, seconds=0.2), [whole.ids], 11)
