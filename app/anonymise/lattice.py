"""Full-domain generalisation: one granularity per column, found in the lattice of levels.

The search follows the idea of Flash (Kohlmayer and others, 2012): nodes in order of loss, and from each one a binary search
up a path to the top. A node that fails takes everything below it with it; a node whose loss without any suppression is
not below the best found cannot win, so the search ends there. The result is the best node unless the time ran out.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.anonymise.guarantee import Guarantee
from app.anonymise.hierarchy import STAR, Attribute
from app.anonymise.publish import Shown
from app.anonymise.table import CannotAnonymise

Longs = NDArray[np.int64]
Node = tuple[int, ...]
MOST_NODES = 4_000_000
BINS = 64
ROUNDS = 12
"""How often rows are taken away and t is measured anew before a node is given up."""


@dataclass(frozen=True)
class Ladder:
    """One column at each of its levels, finest first: node, loss and label of each exact position."""

    attribute: Attribute
    nodes: NDArray[np.int64]
    losses: NDArray[np.float64]
    labels: list[list[str]]

    @property
    def height(self) -> int:
        return len(self.nodes)


def ladder(attribute: Attribute) -> Ladder:
    """The levels of an attribute: those of its hierarchy, or nested bins of equal width for numbers."""
    if attribute.levels is not None:
        nodes = np.ascontiguousarray(attribute.levels.T)
        labels = [[line[level] for line in attribute.labels] for level in range(len(nodes))]
    else:
        nodes, labels = _bins(attribute)
    losses = []
    for column in nodes:
        low, high = _ends(column)
        losses.append(attribute.loss(low[column], high[column]))
    return Ladder(attribute, nodes, np.array(losses), labels)


def _ends(column: Longs) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    size = int(column.max(initial=0)) + 1
    low = np.full(size, len(column), np.int32)
    high = np.zeros(size, np.int32)
    np.minimum.at(low, column, np.arange(len(column), dtype=np.int32))
    np.maximum.at(high, column, np.arange(len(column), dtype=np.int32))
    return low, high


def _bins(attribute: Attribute) -> tuple[Longs, list[list[str]]]:
    numbers = attribute.numbers
    known = ~np.isnan(numbers)
    count = len(numbers)
    lines = [np.arange(count, dtype=np.int64)]
    if known.any():
        first, last = float(numbers[known].min()), float(numbers[known].max())
        bins = BINS
        while bins >= 2:
            share = (numbers - first) / ((last - first) or 1.0) * bins
            place = np.minimum(np.where(known, share, 0), bins - 1).astype(np.int64)
            place[~known] = bins
            line = np.unique(place, return_inverse=True)[1].astype(np.int64)
            if line.max() < lines[-1].max():
                lines.append(line)
            bins //= 2
    lines.append(np.zeros(count, np.int64))
    labels = []
    for line in lines:
        low, high = _ends(line)
        labels.append([attribute.label(int(low[one]), int(high[one])) for one in line])
    labels[-1] = [STAR] * count
    return np.array(lines), labels


class Lattice:
    """All nodes, what is known of each, and the test of one."""

    def __init__(self, ladders: Sequence[Ladder], guarantee: Guarantee, limit: float) -> None:
        self.ladders, self.guarantee, self.limit = list(ladders), guarantee, limit
        self.shape = tuple(one.height for one in self.ladders)
        if math.prod(self.shape) > MOST_NODES:
            raise CannotAnonymise("Too many levels for one granularity per column. Use the local mode.")
        self.rows = len(self.ladders[0].attribute.codes) if self.ladders else 0
        self.failed = np.zeros(self.shape, bool)
        self.coded = [one.nodes[:, one.attribute.codes] for one in self.ladders]
        self.cost = [one.losses[:, one.attribute.codes] for one in self.ladders]
        totals = [lines.sum(axis=1) for lines in self.cost]
        self.base = np.zeros(self.shape)
        for axis, total in enumerate(totals):
            self.base += total.reshape([-1 if place == axis else 1 for place in range(len(self.shape))])
        self.best: tuple[float, Node, NDArray[np.bool_]] | None = None

    def test(self, node: Node) -> bool:
        """Whether the node can be published with few enough rows left out; keeps the best one seen."""
        if self.failed[node]:
            return False
        keep = self._kept(node)
        if keep is None:
            self.failed[tuple(slice(0, level + 1) for level in node)] = True
            return False
        lost = int((~keep).sum()) * len(self.ladders)
        loss = lost + sum(
            float(lines[level][keep].sum()) for lines, level in zip(self.cost, node, strict=True)
        )
        if self.best is None or loss < self.best[0]:
            self.best = (loss, node, keep)
        return True

    def _kept(self, node: Node) -> NDArray[np.bool_] | None:
        key = np.zeros(self.rows, np.int64)
        for lines, level, one in zip(self.coded, node, self.ladders, strict=True):
            key = key * (int(one.nodes[level].max()) + 1) + lines[level]
            if key.max(initial=0) > 2**40:
                key = np.unique(key, return_inverse=True)[1].astype(np.int64)
        keep = np.ones(self.rows, bool)
        for _ in range(ROUNDS):
            group = np.unique(key[keep], return_inverse=True)[1]
            sizes = np.bincount(group)
            among = replace(
                self.guarantee,
                sensitive=tuple(replace(one, codes=one.codes[keep]) for one in self.guarantee.sensitive),
            )
            met = among.met(sizes, among.counts(group, len(sizes)))
            if met.all():
                return keep
            keep[keep] = met[group]
            if int((~keep).sum()) > self.limit * self.rows:
                return None
        return None

    def path(self, node: Node) -> list[Node]:
        """From a node to the top, each step the one that costs least."""
        found = [node]
        while found[-1] != tuple(height - 1 for height in self.shape):
            here = found[-1]
            ups = [
                (*here[:axis], here[axis] + 1, *here[axis + 1 :])
                for axis in range(len(here))
                if here[axis] + 1 < self.shape[axis]
            ]
            found.append(min(ups, key=lambda up: float(self.base[up])))
        return found


def full_domain(attributes: Sequence[Attribute], guarantee: Guarantee, limit: float, seconds: float) -> Shown:
    """The cells of the best node of the lattice, or `CannotAnonymise` when none can be published."""
    end = time.monotonic() + seconds
    lattice = Lattice([ladder(one) for one in attributes], guarantee, limit)
    order = np.argsort(lattice.base, axis=None, kind="stable")
    for place in order:
        node = tuple(int(level) for level in np.unravel_index(int(place), lattice.shape))
        if lattice.best is not None and (lattice.base[node] >= lattice.best[0] or time.monotonic() > end):
            break
        if lattice.failed[node]:
            continue
        path = lattice.path(node)
        low, high = 0, len(path) - 1
        while low <= high:
            middle = (low + high) // 2
            if lattice.test(path[middle]):
                high = middle - 1
            else:
                low = middle + 1
    if lattice.best is None:
        raise CannotAnonymise("Not even the coarsest table meets the policy.")
    return _shown(lattice)


def _shown(lattice: Lattice) -> Shown:
    assert lattice.best is not None
    _, node, keep = lattice.best
    columns, mix, loss = {}, {}, 0.0
    for one, level, cost in zip(lattice.ladders, node, lattice.cost, strict=True):
        labels = one.labels[level]
        columns[one.attribute.name] = [labels[code] for code in one.attribute.codes[keep]]
        loss += float(cost[level][keep].sum())
        name = "exact" if level == 0 else STAR if level == one.height - 1 else f"level {level}"
        mix[one.attribute.name] = {name: int(keep.sum())}
    return Shown(np.flatnonzero(keep), columns, loss, mix)
