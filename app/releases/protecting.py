"""The engine, group by group: people of different history never share a class, so that no class tells who is new.

Each group is searched by itself; the labels are then made over the whole table, and k, l and t counted on the whole.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.anonymise import verify
from app.anonymise.guarantee import Guarantee, Reals, Sensitive
from app.anonymise.prepare import Prepared, prepare
from app.anonymise.publish import Shown, show
from app.anonymise.search import search
from app.anonymise.space import Space
from app.anonymise.table import CannotAnonymise, Policy, Role, Table

Longs = NDArray[np.int64]
LEAST_SHARE = 0.25
"""Of the time of the search, for a small group."""


@dataclass(frozen=True)
class Protected:
    """The columns as they will be published, rows in random order, the tags beside them, and the figures."""

    columns: dict[str, list[str]]
    ids: list[str]
    report: dict[str, Any]


class Beside(Sensitive):
    """A sensitive column of one group, held close to the distribution of the whole table, which is what is published."""

    reference: Reals

    @property
    def whole(self) -> Reals:
        return self.reference

    @classmethod
    def part(cls, column: Sensitive, rows: Longs) -> "Beside":
        """The rows of a group."""
        made = cls(column.name, column.values, column.codes[rows], column.ordered, column.close)
        object.__setattr__(made, "reference", column.whole)
        return made


def protect(table: Table, policy: Policy, groups: Sequence[Sequence[str]], smallest: int) -> Protected:
    """Publishes the rows of all groups, or raises `CannotAnonymise`. `smallest`: the fewest people of one group in a class."""
    whole = _part(table, {tag for group in groups for tag in group})
    prepared = prepare(whole, policy)
    classes, base = np.full(whole.rows, -1, np.int64), 0
    for group in groups:
        rows = _rows(whole, set(group))
        seconds = policy.seconds * max(len(rows) / whole.rows, LEAST_SHARE)
        classes[rows] = base + _search(whole, prepared, policy, rows, max(policy.k, smallest), seconds)
        base = int(classes.max()) + 1
    return _published(whole, policy, prepared, classes)


def _rows(table: Table, wanted: set[str]) -> Longs:
    assert table.ids is not None
    return np.array([place for place, tag in enumerate(table.ids) if tag in wanted], np.int64)


def _search(whole: Table, prepared: Prepared, policy: Policy, rows: Longs, k: int, seconds: float) -> Longs:
    """The classes of one group."""
    parts = tuple(Beside.part(column, rows) for column in prepared.guarantee.sensitive)
    guarantee = Guarantee(k, policy.l, policy.t, policy.entropy_l, parts)
    one = np.zeros(len(rows), np.int64)
    if not guarantee.met(np.array([len(rows)]), guarantee.counts(one, 1)).all():
        raise CannotAnonymise("People who came or stayed together differ too much from the others.")
    if not prepared.attributes:
        return one
    assert whole.ids is not None
    own = prepare(_part(whole, {whole.ids[int(row)] for row in rows}), replace(policy, min_rows=1))
    rng = np.random.Generator(np.random.Philox(secrets.randbits(128)))
    return search(Space(own.attributes), guarantee, rng, seconds)


def _part(table: Table, wanted: set[str]) -> Table:
    assert table.ids is not None
    kept = [place for place, tag in enumerate(table.ids) if tag in wanted]
    columns = {name: [cells[place] for place in kept] for name, cells in table.columns.items()}
    return replace(table, columns=columns, ids=[table.ids[place] for place in kept])


def _published(whole: Table, policy: Policy, prepared: Prepared, classes: Longs) -> Protected:
    shown = (
        show(prepared.attributes, classes)
        if prepared.attributes
        else Shown(np.arange(whole.rows), {}, 0.0, {})
    )
    assert whole.ids is not None
    order = list(range(whole.rows))
    secrets.SystemRandom().shuffle(order)
    source = {
        name: shown.columns.get(name) or prepared.plain.get(name) or list(whole.columns[name])
        for name in whole.columns
    }
    columns = {name: [cells[place] for place in order] for name, cells in source.items()}
    quasi, sensitive = whole.named(Role.QUASI), whole.named(Role.SENSITIVE)
    found = verify.recount(columns, quasi, sensitive, whole.ordered)
    verify.check(found, policy)
    stars = sum(all(columns[name][row] == "*" for name in quasi) for row in range(whole.rows)) if quasi else 0
    if stars > policy.max_suppression * whole.rows:
        raise CannotAnonymise(
            f"{stars} of {whole.rows} rows would show nothing but *, more than the policy allows."
        )
    return Protected(
        columns, [whole.ids[place] for place in order], _report(whole, policy, prepared, shown, found, stars)
    )


def _report(
    whole: Table, policy: Policy, prepared: Prepared, shown: Shown, found: verify.Recount, stars: int
) -> dict[str, Any]:
    cells = whole.rows * len(prepared.attributes)
    return {
        "rows": found.rows,
        "classes": found.classes,
        "k": found.k,
        "l": found.l,
        "t": {name: round(value, 6) for name, value in found.t.items()},
        "cavg": round(found.rows / found.classes / policy.k, 6) if found.classes else 0.0,
        "dm": found.squares,
        "gcp": round(shown.loss / cells, 6) if cells else 0.0,
        "suppression": round(stars / whole.rows, 6),
        "risk": {"max": round(1 / found.k, 6), "mean": round(found.classes / found.rows, 6)},
        "levels": shown.mix,
        "merged": {name: len(values) for name, values in prepared.merged.items()},
        "policy": {"k": policy.k, "l": policy.l, "t": policy.t, "max_suppression": policy.max_suppression},
    }
