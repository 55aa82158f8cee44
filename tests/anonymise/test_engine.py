"""The engine keeps its promise on tables shaped like the public ones, fails closed, and says what it did."""

from dataclasses import replace
from itertools import combinations

import pytest

from app.anonymise import engine, verify
from app.anonymise.engine import anonymise
from app.anonymise.table import CannotAnonymise, Policy, Role, Table
from tests.anonymise.synthetic import census, health

QUICK = Policy(seconds=0.6, min_rows=1)


@pytest.mark.parametrize("policy", [QUICK, replace(QUICK, k=5, l=1, t=1.0), replace(QUICK, k=3, t=0.2)])
@pytest.mark.parametrize("mode", ["local", "global"])
def test_every_class_of_every_subset_meets_the_policy(policy: Policy, mode: str) -> None:
    table = health(1500)
    result = anonymise(table, replace(policy, mode=mode))
    quasi = table.named(Role.QUASI)
    for size in (1, 2, 3, len(quasi)):
        for some in combinations(quasi, size):
            found = verify.recount(result.columns, some, ["health"])
            assert found.k >= policy.k and found.l["health"] >= policy.l
            assert found.t["health"] <= policy.t + 1e-9
    assert result.report["suppression"] <= (0.1 if mode == "global" else 0)
    assert len(result.columns["health"]) == result.report["rows_out"]


def test_labels_cover_the_values_of_their_row() -> None:
    table = replace(census(2000, numeric_age=True), ids=[str(row) for row in range(2000)])
    result = anonymise(table, QUICK)
    assert result.ids is not None and sorted(result.ids, key=int) == table.ids
    for row, was in enumerate(map(int, result.ids)):
        for name, hierarchy in table.hierarchies.items():
            assert result.columns[name][row] in hierarchy[table.columns[name][was]]
        label = result.columns["age"][row]
        if label != "*":
            low, _, high = label.partition("-")
            assert float(low) <= float(table.columns["age"][was]) <= float(high or low)


def test_the_local_recoding_is_far_finer_than_one_granularity() -> None:
    table = census(3000)
    local, whole = (anonymise(table, replace(QUICK, mode=mode)) for mode in ("local", "global"))
    assert local.report["gcp"] < 0.75 * whole.report["gcp"]
    assert local.report["suppressed"] == 0


def test_the_reported_loss_is_that_of_the_published_cells() -> None:
    table = health(800)
    result = anonymise(table, QUICK)
    lost = 0.0
    for name in table.named(Role.QUASI):
        values = set(table.columns[name])
        numbers = [float(value) for value in values] if name in table.numeric else []
        for label in result.columns[name]:
            if label in values:
                continue
            if label == "*":
                lost += 1
                continue
            low, high = map(float, label.split("-"))
            lost += (high - low) / (max(numbers) - min(numbers))
    assert result.report["gcp"] == pytest.approx(lost / (800 * 7))


def test_columns_without_a_role_stay_behind() -> None:
    table = health(600)
    columns = {**table.columns, "email": ["a@b.example"] * 600, "note": ["words"] * 600, "city": ["x"] * 600}
    roles = {**table.roles, "email": Role.PLAIN, "note": Role.FREE_TEXT}
    result = anonymise(replace(table, columns=columns, roles=roles), QUICK)
    assert not {"email", "note", "city"} & set(result.columns)
    assert result.report["dropped"] == {
        "email": "never exported",
        "note": "free_text",
        "city": "no role",
    }


def test_rare_answers_of_a_plain_question_become_other() -> None:
    table = health(600)
    plain = ["tea"] * 590 + ["coffee"] * 7 + ["water"] * 3
    roles = {**table.roles, "drink": Role.PLAIN}
    result = anonymise(replace(table, columns={**table.columns, "drink": plain}, roles=roles), QUICK)
    assert set(result.columns["drink"]) == {"*"}, "ten people are too few to be the only others"
    plain[:5] = ["coffee"] * 5
    result = anonymise(replace(table, columns={**table.columns, "drink": plain}, roles=roles), QUICK)
    assert sorted(result.columns["drink"]).count("other") == 15 and set(result.columns["drink"]) == {
        "other",
        "tea",
    }


def test_what_cannot_be_protected_is_refused() -> None:
    table = health(600)
    with pytest.raises(CannotAnonymise, match="aggregates only"):
        anonymise(health(40), Policy())
    with pytest.raises(CannotAnonymise, match="single class"):
        anonymise(replace(table, columns={**table.columns, "health": ["poor"] * 600}), QUICK)
    with pytest.raises(CannotAnonymise, match="does not know"):
        anonymise(replace(table, columns={**table.columns, "region": ["moon"] * 600}), QUICK)
    with pytest.raises(CannotAnonymise, match="not a number"):
        anonymise(replace(table, columns={**table.columns, "age": ["old"] * 600}), QUICK)
    with pytest.raises(CannotAnonymise, match="weaker than the floor"):
        Policy.product(k=4)


def test_a_search_that_breaks_its_promise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: every row a class of its own. The second count must refuse the file."""

    def faulty(space: object, *_: object) -> object:
        import numpy as np

        return np.arange(600)

    monkeypatch.setitem(vars(engine), "search", faulty)
    with pytest.raises(CannotAnonymise, match="finished file"):
        anonymise(health(600), QUICK)


def test_two_runs_differ_in_order_and_keep_the_same_rows() -> None:
    table = Table(
        {"sex": ["f", "m"] * 60, "answer": ["yes", "no", "yes", "yes"] * 30},
        {"sex": Role.QUASI, "answer": Role.SENSITIVE},
    )
    first, second = (anonymise(table, QUICK).columns for _ in range(2))
    assert first != second
    assert sorted(zip(*first.values(), strict=True)) == sorted(zip(*second.values(), strict=True))
