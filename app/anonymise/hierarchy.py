"""A quasi-identifier as the search sees it: values on a line, classes as stretches of that line, a loss per stretch.

The leaves of a hierarchy are put in depth-first order, so the lowest common ancestor of any set of values is the
one of its first and last. Numbers are in their own order. Both kinds then answer the same three questions:
the loss of a stretch (NCP over the values present), its label, and the loss of stretching it to a further value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.anonymise.table import CannotAnonymise, Hierarchy

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

FINE = 192
"""Longer lines are searched in this many steps; labels and reported losses are always exact."""
STAR = "*"


@dataclass(frozen=True)
class Attribute:
    """One quasi-identifier: `codes` are exact positions, `steps` the positions the search works on."""

    name: str
    values: list[str]
    """Values in line order."""
    codes: Ints
    levels: NDArray[np.int64] | None
    """Categorical: node per value and level; None for numbers."""
    labels: list[list[str]]
    """Categorical: label of each value at each level."""
    numbers: NDArray[np.float64]
    """Numeric: the value of each position, NaN (last) for a missing one."""
    step_of: Ints
    """Exact position -> search step."""
    table: Floats
    """Search loss of the stretch from step i to step j."""

    @property
    def steps(self) -> Ints:
        return self.step_of[self.codes]

    def level_of(self, low: Ints, high: Ints) -> Ints:
        """Lowest level at which the two values share a label (categorical only)."""
        assert self.levels is not None
        level: Ints = (self.levels[low] != self.levels[high]).sum(axis=1).astype(np.int32)
        return level

    def loss(self, low: Ints, high: Ints) -> NDArray[np.float64]:
        """Exact NCP of each stretch."""
        if self.levels is None:
            spread = _spread(self.numbers)
            width = self.numbers[high] - self.numbers[low]
            return np.where(low == high, 0.0, np.where(np.isnan(width), 1.0, width / spread))
        return _leaf_loss(self.levels)[low, self.level_of(low, high)]

    def label(self, low: int, high: int) -> str:
        """What the file shows for a stretch."""
        if low == high:
            return self.values[low]
        if self.levels is not None:
            return self.labels[low][int(self.level_of(np.array([low]), np.array([high]))[0])]
        whole = high == len(self.values) - 1 and (low == 0 or math.isnan(self.numbers[high]))
        return STAR if whole else f"{self.values[low]}-{self.values[high]}"


def number(text: str) -> float:
    """The number a cell holds, NaN for an empty one; `ValueError` for anything else."""
    if text.strip() in ("", "?", "NA"):
        return math.nan
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def numeric(name: str, cells: Sequence[str]) -> Attribute:
    """An attribute published as intervals between two values that people gave."""
    try:
        number_of = {c: number(c) for c in set(cells)}
    except ValueError as problem:
        raise CannotAnonymise(f"Column {name}: {problem.args[0]!r} is not a number.") from None
    shown: dict[float, str] = {}
    for text in sorted(number_of):
        shown.setdefault(number_of[text], text.strip()) if not math.isnan(number_of[text]) else None
    line = sorted(shown)
    missing = [t for t, v in number_of.items() if math.isnan(v)]
    rank = {v: i for i, v in enumerate(line)}
    position = {t: len(line) if math.isnan(v) else rank[v] for t, v in number_of.items()}
    numbers = np.array(line + ([math.nan] if missing else []))
    codes = np.fromiter((position[c] for c in cells), np.int32, len(cells))
    step_of = _quantiles(codes, len(line), FINE)
    if missing:
        step_of = np.append(step_of, step_of.max(initial=-1) + 1).astype(np.int32)
    return Attribute(
        name,
        [shown[v] for v in line] + missing[:1],
        codes,
        None,
        [],
        numbers,
        step_of,
        _number_table(numbers, step_of),
    )


def categorical(name: str, cells: Sequence[str], hierarchy: Hierarchy | None) -> Attribute:
    """An attribute published as nodes of its hierarchy; without one, each value or `*`."""
    present = set(cells)
    if hierarchy is None:
        hierarchy = {v: (v, STAR) for v in sorted(present)}
    unknown = sorted(present - hierarchy.keys())
    if unknown:
        raise CannotAnonymise(f"Column {name}: the hierarchy does not know the value {unknown[0]!r}.")
    order = {v: i for i, v in enumerate(hierarchy)}
    values = sorted(present, key=order.__getitem__)
    paths = [list(hierarchy[v]) for v in values]
    depth = len(paths[0]) if paths else 0
    if any(len(p) != depth for p in paths):
        raise CannotAnonymise(
            f"Column {name}: the lines of the hierarchy do not have the same number of levels."
        )
    if any(p[-1] != STAR for p in paths):
        paths = [[*p, STAR] for p in paths]
    node: list[dict[str, int]] = [{} for _ in paths[0]]
    levels = np.array(
        [[node[i].setdefault(x, len(node[i])) for i, x in enumerate(p)] for p in paths], np.int64
    )
    for i in range(levels.shape[1] - 1):
        pairs = np.unique(levels[:, i : i + 2], axis=0)
        if len(pairs) != len(np.unique(pairs[:, 0])):
            raise CannotAnonymise(
                f"Column {name}: level {i + 2} of the hierarchy splits a group of level {i + 1}."
            )
    line = np.lexsort(levels.T)
    levels, values, paths = levels[line], [values[i] for i in line], [paths[i] for i in line]
    rank = {v: i for i, v in enumerate(values)}
    codes = np.fromiter((rank[c] for c in cells), np.int32, len(cells))
    counts = [len(np.unique(levels[:, i])) for i in range(levels.shape[1])]
    base = next(i for i, c in enumerate(counts) if c <= 2 * FINE)
    step_of = np.concatenate(([0], np.cumsum(np.diff(levels[:, base]) != 0))).astype(np.int32)
    return Attribute(
        name, values, codes, levels, paths, np.empty(0), step_of, _tree_table(levels, step_of, base)
    )


def _spread(numbers: NDArray[np.float64]) -> float:
    known = numbers[~np.isnan(numbers)]
    return float(known.max() - known.min()) or 1.0 if len(known) else 1.0


def _leaf_loss(levels: NDArray[np.int64]) -> NDArray[np.float64]:
    """NCP of the node of each value at each level, counting the leaves present."""
    leaves = np.stack([np.bincount(column)[column] for column in levels.T], axis=1)
    return (leaves - 1) / max(len(levels) - 1, 1)


def _quantiles(codes: Ints, size: int, steps: int) -> Ints:
    """Positions -> at most `steps` steps holding about as many rows each."""
    if size <= steps:
        return np.arange(size, dtype=np.int32)
    heavy = np.cumsum(np.bincount(codes, minlength=size)[:size])
    coarse = np.minimum((heavy - 1) * steps // max(int(heavy[-1]), 1), steps - 1)
    return np.unique(coarse, return_inverse=True)[1].astype(np.int32)


def _number_table(numbers: NDArray[np.float64], step_of: Ints) -> Floats:
    size = int(step_of.max(initial=-1)) + 1
    low, high = np.full(size, math.nan), np.full(size, math.nan)
    np.fmin.at(low, step_of, numbers)
    np.fmax.at(high, step_of, numbers)
    table = (high[None, :] - low[:, None]) / _spread(numbers)
    table[np.isnan(table)] = 1.0
    if size and math.isnan(low[-1]):
        table[-1, -1] = 0.0
    clipped: Floats = np.clip(table, 0, 1).astype(np.float32)
    return clipped


def _tree_table(levels: NDArray[np.int64], step_of: Ints, base: int) -> Floats:
    first = np.flatnonzero(np.diff(step_of, prepend=-1))
    loss, nodes = _leaf_loss(levels)[first], levels[first]
    table = np.zeros((len(first), len(first)), np.float32)
    for level in range(levels.shape[1] - 1, base - 1, -1):
        same = nodes[:, level][:, None] == nodes[:, level][None, :]
        table[same] = np.broadcast_to(loss[:, level][:, None], same.shape)[same]
    return table
