"""From a table of text to what the search works on; whatever must never leave stops here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.anonymise.guarantee import Guarantee, Sensitive
from app.anonymise.hierarchy import STAR, Attribute, categorical, number, numeric
from app.anonymise.table import EXPORTED, NEVER, CannotAnonymise, Policy, Role, Table

OTHER = "other"


@dataclass(frozen=True)
class Prepared:
    """Quasi-identifiers as attributes, the guarantee, the plain columns made safe, and what stays behind and why."""

    attributes: list[Attribute]
    guarantee: Guarantee
    plain: dict[str, list[str]]
    dropped: dict[str, str]
    merged: dict[str, list[str]]
    """Rare answers of plain columns that became `other`."""


def prepare(table: Table, policy: Policy) -> Prepared:
    """Checks the table against the policy and codes its columns, or raises `CannotAnonymise`."""
    _check(table, policy)
    names = table.named(Role.QUASI)
    attributes = [
        numeric(name, table.columns[name])
        if name in table.numeric
        else categorical(name, table.columns[name], table.hierarchies.get(name))
        for name in names
    ]
    sensitive = tuple(_sensitive(table, policy, name) for name in table.named(Role.SENSITIVE))
    plain, merged = {}, {}
    for name in table.named(Role.PLAIN):
        plain[name], rare = merge_rare(table.columns[name], policy.k)
        if rare:
            merged[name] = rare
    guarantee = Guarantee(policy.k, policy.l, policy.t, policy.entropy_l, sensitive)
    return Prepared(attributes, guarantee, plain, _dropped(table), merged)


def _check(table: Table, policy: Policy) -> None:
    if len({len(cells) for cells in table.columns.values()}) > 1:
        raise CannotAnonymise("The columns do not have the same number of rows.")
    if policy.k < 1 or policy.l < 1 or not 0 <= policy.t <= 1 or policy.seconds <= 0:
        raise CannotAnonymise("k and l are 1 or more, t lies between 0 and 1.")
    if table.rows < max(policy.min_rows, 1):
        raise CannotAnonymise(
            f"Only {table.rows} rows: below {max(policy.min_rows, 1)} people there are aggregates only."
        )
    if table.rows < policy.k:
        raise CannotAnonymise(f"Only {table.rows} rows, and every class needs {policy.k}.")
    quasi = table.named(Role.QUASI)
    if policy.max_quasi is not None and len(quasi) > policy.max_quasi:
        raise CannotAnonymise(f"{len(quasi)} quasi-identifiers, and at most {policy.max_quasi} are allowed.")
    if table.ids is not None and len(table.ids) != table.rows:
        raise CannotAnonymise("The ids do not match the rows.")


def _dropped(table: Table) -> dict[str, str]:
    """Fail closed: a column without a role, or with one that never leaves, is named and left out."""
    reasons = {}
    for name in table.columns:
        role = table.roles.get(name)
        if name.strip().lower() in NEVER:
            reasons[name] = "never exported"
        elif role is None:
            reasons[name] = "no role"
        elif role not in EXPORTED:
            reasons[name] = role.value
    return reasons


def _sensitive(table: Table, policy: Policy, name: str) -> Sensitive:
    cells = table.columns[name]
    present = set(cells)
    order: Sequence[str]
    if name in table.ordered:
        order = [value for value in table.ordered[name] if value in present]
        if unknown := sorted(present - set(order)):
            raise CannotAnonymise(f"Column {name}: the order does not know the value {unknown[0]!r}.")
    elif name in table.numeric:
        try:
            order = sorted(present, key=lambda text: (np.isnan(number(text)), number(text), text))
        except ValueError as problem:
            raise CannotAnonymise(f"Column {name}: {problem.args[0]!r} is not a number.") from None
    else:
        order = sorted(present)
    rank = {value: place for place, value in enumerate(order)}
    codes = np.fromiter((rank[cell] for cell in cells), np.int32, len(cells))
    has_order = name in table.ordered or name in table.numeric
    close = policy.stigmatising is None or name in policy.stigmatising
    return Sensitive(name, list(order), codes, has_order, close)


def merge_rare(cells: Sequence[str], k: int) -> tuple[list[str], list[str]]:
    """The column with answers given by fewer than k people as `other` (as `*` if even those together are fewer)."""
    counts = Counter(cells)
    ranked = sorted(counts, key=lambda value: (counts[value], value))
    rare = [value for value in ranked if counts[value] < k]
    while rare and sum(counts[value] for value in rare) < k and len(rare) < len(ranked):
        rare.append(ranked[len(rare)])
    hidden = set(rare)
    label = STAR if len(hidden) == len(counts) else OTHER
    return [label if cell in hidden else cell for cell in cells], sorted(hidden)
