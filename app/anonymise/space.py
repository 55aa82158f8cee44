"""The rows as points and the classes as boxes: losses of many boxes at once, and blocks of neighbours."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.anonymise.hierarchy import Attribute

Longs = NDArray[np.int64]
Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


class Space:
    """All quasi-identifiers together, in search steps."""

    def __init__(self, attributes: Sequence[Attribute]) -> None:
        self.attributes = list(attributes)
        self.width = len(self.attributes)
        self.steps: list[Ints] = [np.ascontiguousarray(a.steps, np.int32) for a in self.attributes]
        self.rows = len(self.steps[0]) if self.steps else 0
        self.tables = [a.table for a in self.attributes]
        self.flat = [np.ascontiguousarray(t).ravel() for t in self.tables]
        self.sizes = [len(t) for t in self.tables]
        self.offsets = np.concatenate(([0], np.cumsum(self.sizes)))[:-1].astype(np.int64)
        self.reach = int(sum(self.sizes))
        self.stretches = [_stretches(a, n) for a, n in zip(self.attributes, self.sizes, strict=True)]
        self.leaves = [np.arange(s, dtype=np.int32) for s in self.sizes]

    @cached_property
    def hot(self) -> Floats:
        """Each row as ones and zeros over all steps of all attributes."""
        table = np.zeros((self.rows, self.reach), np.float32)
        for offset, steps in zip(self.offsets, self.steps, strict=True):
            table[np.arange(self.rows), offset + steps] = 1
        return table

    def loss(self, lows: Sequence[Ints], highs: Sequence[Ints]) -> Floats:
        """Sum over attributes of the NCP of each box."""
        total: Floats = np.zeros(np.shape(lows[0]), np.float32)
        for a in range(self.width):
            total += self.flat[a].take(lows[a] * np.int32(self.sizes[a]) + highs[a])
        return total

    def boxes(self, group: NDArray[np.int64], groups: int) -> tuple[list[Ints], list[Ints]]:
        """Lowest and highest step of each group in each attribute."""
        order = np.argsort(group, kind="stable")
        starts = np.searchsorted(group[order], np.arange(groups))
        lows = [np.minimum.reduceat(s[order], starts) for s in self.steps]
        highs = [np.maximum.reduceat(s[order], starts) for s in self.steps]
        return lows, highs

    def rowwise(self, lows: Sequence[Ints], highs: Sequence[Ints]) -> Floats:
        """For each box, the loss after taking in each step of each attribute, attributes side by side."""
        shape = np.shape(lows[0])
        table = np.empty((*shape, self.reach), np.float32)
        for a in range(self.width):
            low = np.minimum(lows[a][..., None], self.leaves[a])
            high = np.maximum(highs[a][..., None], self.leaves[a])
            start = self.offsets[a]
            table[..., start : start + self.sizes[a]] = self.flat[a].take(
                low * np.int32(self.sizes[a]) + high
            )
        return table

    def stretch(
        self, lows: Sequence[Ints], highs: Sequence[Ints], flat: Sequence[NDArray[np.int64]]
    ) -> Floats:
        """Loss of one box per line after taking in each row of the line (`flat` are indices into `rowwise`)."""
        table = self.rowwise(lows, highs).ravel()
        total: Floats = table.take(flat[0])
        for a in range(1, self.width):
            total += table.take(flat[a])
        return total


def _stretches(attribute: Attribute, size: int) -> tuple[Longs, Longs]:
    """First and last step of everything that may be cut out: each start of the line, each node of the hierarchy."""
    found = {(0, s) for s in range(size - 1)}
    levels = attribute.levels
    if levels is not None:
        head = np.flatnonzero(np.diff(attribute.step_of, prepend=-1))
        for column in levels[head].T:
            edges = np.flatnonzero(np.diff(column, prepend=-1, append=-1))
            found |= {(int(i), int(j) - 1) for i, j in itertools.pairwise(edges)}
    ordered = np.array(sorted(found - {(0, size - 1)}), np.int64).reshape(-1, 2)
    return ordered[:, 0], ordered[:, 1]


def blocks(
    lines: Sequence[NDArray[np.float64]], weights: NDArray[np.float64], size: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Cut points into blocks of at most `size` neighbours: halve each part along a random wide attribute."""
    points = len(lines[0])
    parts = 1
    segment = np.zeros(points, np.int64)
    order = np.arange(points)
    values = np.stack(lines)
    while -(-points // parts) > size:
        bounds = np.searchsorted(segment, np.arange(parts + 1))
        starts = bounds[:-1]
        spread = np.maximum.reduceat(values[:, order], starts, axis=1) - np.minimum.reduceat(
            values[:, order], starts, axis=1
        )
        score = spread * weights[:, None] * rng.random(spread.shape) ** 0.5
        axis = score.argmax(axis=0)
        key = values[axis[segment], order]
        order = order[np.lexsort((rng.random(points), key, segment))]
        middle = (bounds[:-1] + bounds[1:]) // 2
        segment = segment * 2 + (np.arange(points) >= middle[segment])
        parts *= 2
    bounds = np.searchsorted(segment, np.arange(parts + 1))
    longest = int(np.diff(bounds).max())
    grid = np.full((parts, longest), -1, np.int64)
    grid[segment, np.arange(points) - bounds[segment]] = order
    return grid
