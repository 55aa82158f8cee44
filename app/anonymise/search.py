"""The local search for classes: several starts from the top, then exchanges, then ruin and repair, until the time is up.

Every step keeps the guarantee, so the search may stop at any moment; only the loss depends on the time it had.
"""

import time

import numpy as np
from numpy.typing import NDArray

from app.anonymise.guarantee import Guarantee
from app.anonymise.polish import neighbours, polish
from app.anonymise.space import Space
from app.anonymise.topdown import split_down

Longs = NDArray[np.int64]
STARTS = (0.5, 0.35, 0.65, 0.2, 0.8, 1.0)
"""Values of `thrift` tried from the top; none is best for every table."""
SHARE_FOR_STARTS = 0.25
NOTHING = 1e-3
"""How near the loss of a box must be to the whole to be nothing but `*`."""
RUINED = (2, 3, 5, 9)
"""How many neighbouring classes are thrown together before they are split anew."""


def search(space: Space, guarantee: Guarantee, rng: np.random.Generator, seconds: float) -> Longs:
    """Class of each row, numbered from 0. Every class meets the guarantee if the whole table does."""
    began = time.monotonic()
    end = began + seconds
    best, least = np.zeros(space.rows, np.int64), np.inf
    for thrift in STARTS:
        if np.isfinite(least) and time.monotonic() - began > SHARE_FOR_STARTS * seconds:
            break
        group = compact(split_down(space, guarantee, rng, end, thrift=thrift))
        if (loss := float(row_loss(space, group).sum())) < least:
            best, least = group, loss
    turn, now = 0, best
    while time.monotonic() < end and int(best.max()) > 0:
        if turn % 2:
            now = _rebuild(space, guarantee, now, rng, end, RUINED[int(rng.integers(len(RUINED)))])
        else:
            now = compact(polish(space, guarantee, now, int(rng.choice((24, 48, 96))), rng, end)[0])
        if (loss := float(row_loss(space, now).sum())) < least:
            best, least = now, loss
        turn += 1
    return compact(best)


def compact(group: Longs) -> Longs:
    """The same classes, numbered from 0 without holes."""
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def row_loss(space: Space, group: Longs) -> NDArray[np.float32]:
    """Search loss of each row: that of the box of its class; twice as much for a row that would show nothing but `*`."""
    lows, highs = space.boxes(group, int(group.max()) + 1)
    loss = space.loss(lows, highs)
    doubled: NDArray[np.float32] = np.where(loss > space.width - NOTHING, 2 * loss, loss)[group]
    return doubled


def _rebuild(
    space: Space, guarantee: Guarantee, group: Longs, rng: np.random.Generator, end: float, size: int
) -> Longs:
    """Throws neighbouring classes together, splits them again with some whim, and keeps each block that gained."""
    groups = int(group.max()) + 1
    grid = neighbours(space, group, groups, min(size, groups), rng)
    block_of = np.empty(groups, np.int64)
    there = grid >= 0
    block_of[grid[there]] = np.nonzero(there)[0]
    block = block_of[group]
    again = split_down(
        space, guarantee, rng, end, start=compact(block), thrift=float(rng.uniform(0.2, 0.9)), whim=0.3
    )
    before = np.bincount(block, row_loss(space, group))
    after = np.bincount(block, row_loss(space, compact(again)))
    gained = (after < before - 1e-6)[block]
    return compact(np.where(gained, again + groups, group))
