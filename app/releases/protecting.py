"""The engine, group by group: people of different history never share a class, so that no class tells who is new.

Each group is searched by itself; the labels are then made over the whole table, and k, l and t counted on the whole.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.anonymise import verify
from app.anonymise.engine import anonymise
from app.anonymise.prepare import Prepared, prepare
from app.anonymise.publish import Shown, show
from app.anonymise.table import CannotAnonymise, Policy, Role, Table

STRICTER = (1.0, 0.7, 0.45)
"""Parts of t to try for the groups: a group close to itself may still be far from the whole."""


@dataclass(frozen=True)
class Protected:
    """The columns as they will be published, rows in random order, the tags beside them, and the figures."""

    columns: dict[str, list[str]]
    ids: list[str]
    report: dict[str, Any]


def protect(table: Table, policy: Policy, groups: Sequence[Sequence[str]], smallest: int) -> Protected:
    """Publishes the rows of all groups, or raises `CannotAnonymise`. `smallest`: the fewest people of one group in a class."""
    wanted = {tag for group in groups for tag in group}
    whole = _part(table, wanted)
    prepared = prepare(whole, policy)
    problem = CannotAnonymise("No safe table was found.")
    for part in STRICTER if len(groups) > 1 else STRICTER[:1]:
        own = replace(
            policy,
            k=max(policy.k, smallest),
            t=policy.t * part,
            min_rows=1,
            seconds=policy.seconds / len(groups),
        )
        try:
            return _published(whole, policy, prepared, _classes(whole, own, groups))
        except CannotAnonymise as found:
            problem = found
    raise problem


def _part(table: Table, wanted: set[str]) -> Table:
    assert table.ids is not None
    kept = [place for place, tag in enumerate(table.ids) if tag in wanted]
    columns = {name: [cells[place] for place in kept] for name, cells in table.columns.items()}
    return replace(table, columns=columns, ids=[table.ids[place] for place in kept])


def _classes(
    whole: Table, policy: Policy, groups: Sequence[Sequence[str]]
) -> np.ndarray[Any, np.dtype[np.int64]]:
    assert whole.ids is not None
    place = {tag: one for one, tag in enumerate(whole.ids)}
    found, base = np.full(whole.rows, -1, np.int64), 0
    for group in groups:
        result = anonymise(_part(whole, set(group)), policy)
        assert result.ids is not None
        if len(result.ids) != len(group):
            raise CannotAnonymise("Somebody would have to be left out.")
        for tag, number in zip(result.ids, result.classes, strict=True):
            found[place[tag]] = base + number
        base = int(found.max()) + 1
    return found


def _published(
    whole: Table, policy: Policy, prepared: Prepared, classes: np.ndarray[Any, np.dtype[np.int64]]
) -> Protected:
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
