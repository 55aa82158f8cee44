"""Local search: exchange and move rows between neighbouring classes while that lowers the loss.

Classes are cut into random blocks of neighbours. Inside a block the gain of every exchange of two rows, and of every
move of one row out of a class that can spare it, is computed at once; the best ones that touch different classes are
made. Every change is refused unless both classes still meet the guarantee.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.anonymise.guarantee import Guarantee
from app.anonymise.space import Ints, Space, blocks

Longs = NDArray[np.int64]
Boxes = tuple[list[Ints], list[Ints]]
"""Lowest and highest step in each attribute."""
CELLS = 3_000_000
"""Pairs looked at in one array operation."""


def neighbours(space: Space, group: Longs, groups: int, size: int, rng: np.random.Generator) -> Longs:
    """Random blocks of at most `size` neighbouring classes."""
    lows, highs = space.boxes(group, groups)
    lines = [
        (low + high) / (2 * max(n - 1, 1)) for low, high, n in zip(lows, highs, space.sizes, strict=True)
    ]
    return blocks(lines, rng.random(space.width) + 0.05, size, rng)


def members(group: Longs, grid: Longs) -> tuple[Longs, Longs]:
    """Blocks of classes -> blocks of rows and each row's class inside the block (both -1 where short)."""
    home = np.empty(int(grid.max()) + 1, np.int64)
    local = np.empty_like(home)
    there = grid >= 0
    home[grid[there]], local[grid[there]] = np.nonzero(there)
    block = home[group]
    order = np.argsort(block, kind="stable")
    starts = np.searchsorted(block[order], np.arange(len(grid) + 1))
    rows = np.full((len(grid), int(np.diff(starts).max())), -1, np.int64)
    rows[block[order], np.arange(len(order)) - starts[block[order]]] = order
    return rows, np.where(rows >= 0, local[group[rows]], -1)


def polish(
    space: Space, guarantee: Guarantee, group: Longs, wanted: int, rng: np.random.Generator, end: float
) -> tuple[Longs, float]:
    """One pass of exchanges and moves (until `end` on the monotonic clock): the new classes and the loss it saved."""
    groups = int(group.max()) + 1
    sizes = np.bincount(group, minlength=groups)
    per_block = max(2, int(wanted * groups / space.rows))
    grid = neighbours(space, group, groups, per_block, rng)
    grid = grid[(grid >= 0).sum(axis=1) > 1]
    if not len(grid):
        return group, 0.0
    lows, highs = space.boxes(group, groups)
    loss = space.loss(lows, highs)
    spare_low, spare_high = without(space, group, groups)
    counts = guarantee.counts(group, groups)
    home = np.zeros(groups, bool)
    home[grid[grid >= 0]] = True
    taking = np.flatnonzero(home[group])
    renamed = np.cumsum(home) - 1
    rows, local = members(renamed[group[taking]], np.where(grid >= 0, renamed[grid], -1))
    rows = np.where(rows >= 0, taking[rows], -1)
    group, saved = group.copy(), 0.0
    step = max(1, CELLS // (rows.shape[1] * (rows.shape[1] + grid.shape[1])))
    for start in range(0, len(grid), step):
        if time.monotonic() > end:
            break
        part = slice(start, start + step)
        saved += _block(
            space,
            guarantee,
            group,
            sizes,
            counts,
            loss,
            (lows, highs),
            (spare_low, spare_high),
            grid[part],
            rows[part],
            local[part],
        )
    return group, saved


def without(space: Space, group: Longs, groups: int) -> Boxes:
    """For each row, the box of its class without it."""
    sizes = np.bincount(group, minlength=groups)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    second = np.minimum(starts + 1, ends - 1)
    before = np.maximum(ends - 2, starts)
    lows, highs = [], []
    for steps, size in zip(space.steps, space.sizes, strict=True):
        line = np.sort(group * size + steps) % size
        first, last = line[starts][group], line[ends - 1][group]
        lows.append(np.where(steps == first, line[second][group], first).astype(np.int32))
        highs.append(np.where(steps == last, line[before][group], last).astype(np.int32))
    return lows, highs


def _block(
    space: Space,
    guarantee: Guarantee,
    group: Longs,
    sizes: Longs,
    counts: Sequence[Longs],
    loss: NDArray[np.float32],
    boxes: Boxes,
    spare: Boxes,
    grid: Longs,
    rows: Longs,
    local: Longs,
) -> float:
    """Makes the best changes inside each block of classes; writes `group`, `sizes` and `counts`; gives the loss saved."""
    high, long = rows.shape
    there = rows >= 0
    safe = np.where(there, rows, 0)
    mine = group[safe]
    classes = np.where(grid >= 0, grid, 0)
    hot = space.hot[safe]
    spare_low = [x[safe] for x in spare[0]]
    spare_high = [x[safe] for x in spare[1]]
    after = space.rowwise(spare_low, spare_high) @ hot.transpose(0, 2, 1)
    size, old = sizes[mine].astype(np.float32), loss[mine]
    exchange = size[..., None] * (old[..., None] - after)
    gain = np.empty((high, long, long + grid.shape[1]), np.float32)
    np.add(exchange, exchange.transpose(0, 2, 1), out=gain[..., :long])
    joined = hot @ space.rowwise([x[classes] for x in boxes[0]], [x[classes] for x in boxes[1]]).transpose(
        0, 2, 1
    )
    to_size, to_old = sizes[classes].astype(np.float32)[:, None], loss[classes][:, None]
    leave = size * old - (size - 1) * space.loss(spare_low, spare_high)
    leave[size <= guarantee.k] = -np.inf
    gain[..., long:] = leave[..., None] + to_size * to_old - (to_size + 1) * joined
    owner = np.concatenate((local, np.where(grid >= 0, np.arange(grid.shape[1]), -1)), axis=1)
    gain[local[..., None] == owner[:, None, :]] = -np.inf
    gain[~there] = -np.inf
    gain.transpose(0, 2, 1)[owner < 0] = -np.inf
    flat = gain.reshape(high, -1)
    saved = 0.0
    live = np.arange(high)
    for _ in range(grid.shape[1]):
        best = flat[live].argmax(axis=1) if len(live) < high else flat.argmax(axis=1)
        value = flat[live, best]
        good = value > 1e-4
        live, best, value = live[good], best[good], value[good]
        if not len(live):
            break
        row, column = np.divmod(best, gain.shape[2])
        swap = column < long
        one, two = rows[live, row], rows[live, np.where(swap, column, 0)]
        from_, to = group[one], grid[live, owner[live, column]]
        allowed = _allowed(guarantee, sizes, counts, one, two, from_, to, swap)
        flat[live[~allowed], best[~allowed]] = -np.inf
        on, a, b, s = live[allowed], one[allowed], two[allowed], swap[allowed]
        f, g = from_[allowed], to[allowed]
        saved += float(value[allowed].sum())
        group[a] = g
        group[b[s]] = f[s]
        sizes[f[~s]] -= 1
        sizes[g[~s]] += 1
        for table, sensitive in zip(counts, guarantee.sensitive, strict=True):
            np.subtract.at(table, (f, sensitive.codes[a]), 1)
            np.add.at(table, (g, sensitive.codes[a]), 1)
            np.subtract.at(table, (g[s], sensitive.codes[b[s]]), 1)
            np.add.at(table, (f[s], sensitive.codes[b[s]]), 1)
        touched = (owner[on] == local[on, row[allowed]][:, None]) | (
            owner[on] == owner[on, column[allowed]][:, None]
        )
        place, index = np.nonzero(touched)
        gain[on[place], :, index] = -np.inf
        rowish = index < long
        gain[on[place[rowish]], index[rowish], :] = -np.inf
    return saved


def _allowed(
    guarantee: Guarantee,
    sizes: Longs,
    counts: Sequence[Longs],
    one: Longs,
    two: Longs,
    from_: Longs,
    to: Longs,
    swap: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Whether both classes still meet the guarantee after each change."""
    if guarantee.only_k:
        return np.ones(len(one), bool)
    left, right = [], []
    lines = np.arange(len(one))
    moved = (~swap).astype(np.int64)
    for table, sensitive in zip(counts, guarantee.sensitive, strict=True):
        x, y = table[from_].copy(), table[to].copy()
        x[lines, sensitive.codes[one]] -= 1
        y[lines, sensitive.codes[one]] += 1
        x[lines[swap], sensitive.codes[two[swap]]] += 1
        y[lines[swap], sensitive.codes[two[swap]]] -= 1
        left.append(x)
        right.append(y)
    return guarantee.met(sizes[from_] - moved, left) & guarantee.met(sizes[to] + moved, right)
