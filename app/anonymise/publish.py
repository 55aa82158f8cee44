"""From classes to the cells that are shown: each class gets the narrowest label that covers its rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.anonymise.hierarchy import STAR, Attribute

Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Shown:
    """Cells per quasi-identifier for the rows that are kept (`kept` are their places), their loss, and how coarse they are."""

    kept: Longs
    columns: dict[str, list[str]]
    loss: float
    """Sum of NCP over the kept rows and all quasi-identifiers."""
    mix: dict[str, dict[str, int]]
    """Rows per level of each column: `exact`, `level 1`..., `interval`, `*`."""


def show(attributes: Sequence[Attribute], group: Longs) -> Shown:
    """The cells of a local recoding: every row is kept."""
    groups = int(group.max(initial=-1)) + 1
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(groups))
    columns, mix, loss = {}, {}, 0.0
    for attribute in attributes:
        codes = attribute.codes[order]
        low = np.minimum.reduceat(codes, starts)
        high = np.maximum.reduceat(codes, starts)
        losses = attribute.loss(low, high)
        labels = [attribute.label(int(a), int(b)) for a, b in zip(low, high, strict=True)]
        columns[attribute.name] = [labels[one] for one in group]
        loss += float(losses[group].sum())
        mix[attribute.name] = _mix(attribute, low, high, labels, group)
    return Shown(np.arange(len(group)), columns, loss, mix)


def _mix(
    attribute: Attribute,
    low: NDArray[np.int32],
    high: NDArray[np.int32],
    labels: list[str],
    group: Longs,
) -> dict[str, int]:
    sizes = np.bincount(group, minlength=len(labels))
    found: dict[str, int] = {}
    levels = attribute.level_of(low, high) if attribute.levels is not None else None
    for place, label in enumerate(labels):
        if low[place] == high[place]:
            name = "exact"
        elif label == STAR:
            name = STAR
        else:
            name = "interval" if levels is None else f"level {int(levels[place])}"
        found[name] = found.get(name, 0) + int(sizes[place])
    return found


def classes_of(columns: Sequence[Sequence[str]], rows: int) -> Longs:
    """Equivalence class of each row, from what the file shows: equal cells, equal class."""
    known: dict[tuple[str, ...], int] = {}
    lines = zip(*columns, strict=True) if columns else iter([()] * rows)
    return np.array([known.setdefault(line, len(known)) for line in lines], np.int64)
