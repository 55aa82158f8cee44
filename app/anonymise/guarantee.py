"""k-anonymity, l-diversity and t-closeness, asked of many classes at once.

A class is known by its counts: one histogram per sensitive column. A union of classes that meet the guarantee meets
it too, which is why it also holds for every subset of the quasi-identifiers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Reals = NDArray[np.float64]
EDGE = 1e-9
"""t is met with this much to spare, so that another program's rounding cannot disagree."""


@dataclass(frozen=True)
class Sensitive:
    """One sensitive column as codes in value order, with its distribution in the published table."""

    name: str
    values: list[str]
    codes: NDArray[np.int32]
    ordered: bool
    close: bool
    """Whether t applies to it."""

    @cached_property
    def whole(self) -> Reals:
        counts = np.bincount(self.codes, minlength=len(self.values))
        return counts / max(len(self.codes), 1)


@dataclass(frozen=True)
class Guarantee:
    """The (k, l, t) that every class must meet."""

    k: int
    l: int
    t: float
    entropy_l: float | None
    sensitive: tuple[Sensitive, ...]

    @property
    def only_k(self) -> bool:
        return not self.sensitive or (self.l <= 1 and self.t >= 1 and self.entropy_l is None)

    def counts(self, group: NDArray[np.integer], groups: int) -> list[Counts]:
        """Histogram of each group in each sensitive column."""
        tables = []
        for column in self.sensitive:
            width = len(column.values)
            flat = np.bincount(group * np.int64(width) + column.codes, minlength=groups * width)
            tables.append(flat.reshape(groups, width))
        return tables

    def met(self, sizes: Counts, counts: Sequence[Counts]) -> NDArray[np.bool_]:
        """Which classes meet the guarantee."""
        return self.shortfall(sizes, counts) <= 0

    def shortfall(self, sizes: Counts, counts: Sequence[Counts]) -> Reals:
        """0 where met, otherwise how far a class is from meeting it (comparable between classes)."""
        missing = np.maximum(self.k - sizes, 0) / self.k
        if self.only_k:
            return missing
        for column, table in zip(self.sensitive, counts, strict=True):
            missing = missing + np.maximum(self.l - (table > 0).sum(axis=-1), 0)
            share = table / np.maximum(sizes, 1)[..., None]
            if self.entropy_l is not None:
                logs = np.log(share, out=np.zeros_like(share), where=share > 0)
                entropy = -(share * logs).sum(axis=-1)
                missing = missing + np.maximum(np.log(self.entropy_l) - entropy, 0)
            if column.close and self.t < 1:
                missing = missing + np.maximum(distance(share, column) - (self.t - EDGE), 0)
        return missing


def distance(share: Reals, column: Sensitive) -> Reals:
    """Earth mover's distance to the whole table: equal distance, or ordered when the values have an order."""
    difference = share - column.whole
    if column.ordered and share.shape[-1] > 1:
        ordered: Reals = np.abs(np.cumsum(difference, axis=-1)).sum(axis=-1) / (share.shape[-1] - 1)
        return ordered
    equal: Reals = np.abs(difference).sum(axis=-1) / 2
    return equal
