"""The second count agrees with figures worked out by hand."""

import importlib

import pytest

from app.anonymise.engine import anonymise
from app.anonymise.table import CannotAnonymise, Policy, Role
from app.anonymise.verify import check, recount
from tests.anonymise.synthetic import health

COLUMNS = {
    "age": ["20-30", "20-30", "30-40", "30-40", "*", "*"],
    "pain": ["1", "2", "1", "1", "3", "3"],
}


def test_classes_values_and_distances() -> None:
    found = recount(COLUMNS, ["age"], ["pain"], {"pain": ["1", "2", "3"]})
    assert (found.rows, found.classes, found.k, found.squares) == (6, 3, 2, 12)
    assert found.l == {"pain": 1}
    # Whole: 1/2, 1/6, 1/3. Class "*": all at 3, so (1/2 + 2/3) / 2 is carried.
    assert found.t["pain"] == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert recount(COLUMNS, ["age"], ["pain"]).t["pain"] == pytest.approx(2 / 3)


@pytest.mark.parametrize("policy", [Policy(k=3, l=1, t=1), Policy(k=2, l=2, t=1), Policy(k=2, l=1, t=0.5)])
def test_a_broken_promise_is_refused(policy: Policy) -> None:
    found = recount(COLUMNS, ["age"], ["pain"])
    with pytest.raises(CannotAnonymise):
        check(found, policy)
    check(found, Policy(k=2, l=1, t=1))


def test_a_third_party_counts_the_same() -> None:
    """pyCANON (Sáinz-Pardo Díaz and López García, 2022) on a file of ours."""
    pandas, anonymity = importlib.import_module("pandas"), importlib.import_module("pycanon.anonymity")
    table = health(600)
    result = anonymise(table, Policy(k=5, seconds=0.4, min_rows=1))
    frame, quasi = pandas.DataFrame(result.columns), table.named(Role.QUASI)
    assert anonymity.k_anonymity(frame, quasi) == result.report["k"]
    assert anonymity.l_diversity(frame, quasi, ["health"]) == result.report["l"]["health"]
    assert anonymity.t_closeness(frame, quasi, ["health"]) == pytest.approx(
        result.report["t"]["health"], abs=1e-3
    )
