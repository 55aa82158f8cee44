"""The one door of the engine: `anonymise(table, policy) -> Result`."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from app.anonymise import verify
from app.anonymise.lattice import full_domain
from app.anonymise.prepare import Prepared, prepare
from app.anonymise.publish import Shown, classes_of, show
from app.anonymise.search import search
from app.anonymise.space import Space
from app.anonymise.table import FLOOR_K, CannotAnonymise, Policy, Result, Role, Table


def anonymise(table: Table, policy: Policy) -> Result:
    """Publish the table so that every class of quasi-identifiers meets k, l and t, or raise `CannotAnonymise`.

    Rows come back in random order; what could not be protected is left out and counted. The promise is counted again on
    the finished cells by `verify`, and a file that does not keep it is never returned. The random numbers come from the
    operating system; no seed is kept.
    """
    prepared = prepare(table, policy)
    shown = _recoded(table, policy, prepared)
    columns = _columns(table, prepared, shown)
    order = list(range(len(shown.kept)))
    secrets.SystemRandom().shuffle(order)
    columns = {name: [cells[place] for place in order] for name, cells in columns.items()}
    quasi = table.named(Role.QUASI)
    sensitive = {one.name: one.values for one in prepared.guarantee.sensitive if one.ordered}
    found = verify.recount(columns, quasi, table.named(Role.SENSITIVE), sensitive)
    verify.check(found, policy)
    classes = classes_of([columns[name] for name in quasi], len(order))
    ids = None if table.ids is None else [table.ids[int(shown.kept[place])] for place in order]
    report = _report(table, policy, prepared, shown, found)
    return Result(columns, [int(one) for one in classes], ids, report)


def _recoded(table: Table, policy: Policy, prepared: Prepared) -> Shown:
    guarantee = prepared.guarantee
    if not prepared.attributes:
        _check_whole(prepared, table.rows)
        return Shown(np.arange(table.rows), {}, 0.0, {})
    if policy.mode == "global":
        shown = full_domain(prepared.attributes, guarantee, policy.max_suppression, policy.seconds)
        return shown
    _check_whole(prepared, table.rows)
    rng = np.random.Generator(np.random.Philox(secrets.randbits(128)))
    return show(prepared.attributes, search(Space(prepared.attributes), guarantee, rng, policy.seconds))


def _check_whole(prepared: Prepared, rows: int) -> None:
    """A table that is no safe class as a whole has no safe classes."""
    one = np.zeros(rows, np.int64)
    if not prepared.guarantee.met(np.array([rows]), prepared.guarantee.counts(one, 1)).all():
        raise CannotAnonymise("Even as one single class the table does not meet the policy.")


def _columns(table: Table, prepared: Prepared, shown: Shown) -> dict[str, list[str]]:
    """The exported columns in the table's order, kept rows only."""

    def kept(cells: Sequence[str]) -> list[str]:
        return [cells[int(place)] for place in shown.kept]

    columns = {}
    for name in table.columns:
        if name in shown.columns:
            columns[name] = shown.columns[name]
        elif name in prepared.plain:
            columns[name] = kept(prepared.plain[name])
        elif name in table.named(Role.SENSITIVE):
            columns[name] = kept(table.columns[name])
    return columns


def _report(
    table: Table, policy: Policy, prepared: Prepared, shown: Shown, found: verify.Recount
) -> dict[str, Any]:
    """The figures of exports.md: GCP over all cells, a suppressed cell counting 1; CAVG; DM; prosecutor risk."""
    suppressed = table.rows - found.rows
    width = len(prepared.attributes)
    cells = table.rows * width
    asked = {name: value for name, value in asdict(policy).items() if name not in ("stigmatising", "seconds")}
    stigmatising = policy.stigmatising
    return {
        "rows_in": table.rows,
        "rows_out": found.rows,
        "suppressed": suppressed,
        "suppression": suppressed / table.rows,
        "classes": found.classes,
        "k": found.k,
        "l": found.l,
        "t": {name: round(value, 6) for name, value in found.t.items()},
        "cavg": found.rows / found.classes / policy.k if found.classes else 0.0,
        "dm": found.squares + suppressed * table.rows,
        "gcp": (shown.loss + suppressed * width) / cells if cells else 0.0,
        "risk": {
            "max": 1 / found.k if found.k else 0.0,
            "mean": found.classes / found.rows if found.rows else 0.0,
        },
        "levels": shown.mix,
        "dropped": prepared.dropped,
        "merged": prepared.merged,
        "policy": {**asked, "stigmatising": None if stigmatising is None else sorted(stigmatising)},
        "below_floor": policy.k < FLOOR_K or policy.l < 2 or policy.t > 0.3,
    }
