"""Algorithm B: start with one class at the top of all hierarchies and split while every part meets the guarantee.

All classes are split in step, each along the cut with the largest gain in NCP. A cut parts a stretch of values in two,
or one child of a hierarchy from the rest. A part with fewer than k rows borrows rows drawn at random from the other.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from app.anonymise.guarantee import Guarantee
from app.anonymise.space import Space

Longs = NDArray[np.int64]
TRIES = 6
"""Cuts tried on a class before it is left as it is."""


def split_down(
    space: Space,
    guarantee: Guarantee,
    rng: np.random.Generator,
    deadline: float,
    start: Longs | None = None,
    thrift: float = 0.5,
    whim: float = 0.0,
) -> Longs:
    """Class of each row; valid whenever it stops (it stops at the deadline) if the classes of `start` are.

    The gain of a cut is divided by the information it uses up, to the power `thrift`: a class can only be cut until
    it holds k rows, so cheap cuts are worth more. `whim` is how freely it departs from the largest gain: 0 never, 1 often.
    """
    group = np.zeros(space.rows, np.int64) if start is None else start.copy()
    groups = int(group.max()) + 1
    open_ = np.ones(groups, bool)
    axis = np.repeat(np.arange(space.width), [len(f) for f, _ in space.stretches])
    from_, to = (np.concatenate(side) for side in zip(*space.stretches, strict=True))
    if not len(axis):
        return group
    while open_.any() and time.monotonic() < deadline:
        rows = np.flatnonzero(open_[group])
        names, part = np.unique(group[rows], return_inverse=True)
        total = np.bincount(part)
        gain = np.concatenate(
            [_gains(space, guarantee.k, thrift, a, rows, part, total) for a in range(space.width)], axis=1
        )
        if whim:
            gain *= np.exp(whim * rng.standard_normal((len(names), space.width)))[:, axis].astype(np.float32)
        done = np.zeros(len(names), bool)
        for _ in range(TRIES):
            best = gain.argmax(axis=1)
            trying = ~done & (gain[np.arange(len(names)), best] > 1e-6)
            if not trying.any():
                break
            away = _away(space, guarantee.k, (axis[best], from_[best], to[best]), rows, part, trying, rng)
            ok = trying & _safe(guarantee, rows, part, away, len(names))
            new = np.full(len(names), -1, np.int64)
            new[ok] = groups + np.arange(int(ok.sum()))
            groups += int(ok.sum())
            moved = away & ok[part]
            group[rows[moved]] = new[part[moved]]
            done |= ok
            gain[np.flatnonzero(trying), best[trying]] = -np.inf
            if guarantee.only_k:
                break
        stay = np.zeros(groups, bool)
        stay[names[done]] = True
        stay[len(open_) :] = True
        open_ = stay
    return group


def _gains(
    space: Space, k: int, thrift: float, a: int, rows: Longs, part: Longs, total: Longs
) -> NDArray[np.float32]:
    """What each cut along one attribute saves in each class; -inf where it cannot be made."""
    from_, to = space.stretches[a]
    size, table, parts = space.sizes[a], space.flat[a], len(total)
    held = np.bincount(part * size + space.steps[a][rows], minlength=parts * size).reshape(parts, size)
    line = np.arange(size)
    last = np.maximum.accumulate(np.where(held > 0, line, -1), axis=1)
    first = np.minimum.accumulate(np.where(held > 0, line, size)[:, ::-1], axis=1)[:, ::-1]
    low, high = first[:, :1], last[:, -1:]
    upto = np.concatenate((np.zeros((parts, 1), np.int64), np.cumsum(held, axis=1)), axis=1)
    inside = upto[:, to + 1] - upto[:, from_]
    outside = total[:, None] - inside
    possible = (inside > 0) & (outside > 0)
    after = np.concatenate((first, np.full((parts, 1), size)), axis=1)[:, to + 1]
    before = np.concatenate((np.full((parts, 1), -1), last), axis=1)[:, from_]
    rest_low = np.where(low < from_, low, after)
    rest_high = np.where(high > to, high, before)
    one = table[np.where(possible, first[:, from_] * size + last[:, to], 0)]
    two = table[np.where(possible, rest_low * size + rest_high, 0)]
    now = table[low * size + high]
    one, two = np.where(inside < k, now, one), np.where(outside < k, now, two)
    n_in = inside + np.maximum(k - inside, 0) - np.maximum(k - outside, 0)
    n_out = total[:, None] - n_in
    saved = total[:, None] * now - n_in * one - n_out * two
    possible &= (n_in >= k) & (n_out >= k)
    x, y = np.where(possible, n_in, 1), np.where(possible, n_out, 1)
    bits = x * np.log2((x + y) / x) + y * np.log2((x + y) / y)
    return np.where(possible, saved / bits**thrift, -np.inf).astype(np.float32)


def _away(
    space: Space,
    k: int,
    cut: tuple[Longs, Longs, Longs],
    rows: Longs,
    part: Longs,
    trying: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Rows that leave their class for the new one, with what the smaller side borrows at random."""
    attribute, from_, to = cut
    at = np.empty(len(rows), np.int32)
    for a, steps in enumerate(space.steps):
        here = attribute[part] == a
        at[here] = steps[rows[here]]
    out = (at >= from_[part]) & (at <= to[part]) & trying[part]
    n_out, total = np.bincount(part[out], minlength=len(trying)), np.bincount(part, minlength=len(trying))
    borrow_in = np.maximum(k - n_out, 0)
    borrow_out = np.maximum(k - (total - n_out), 0)
    order = np.lexsort((rng.random(len(rows)), out, part))
    starts = np.cumsum(total) - total
    place = np.empty(len(rows), np.int64)
    place[order] = np.arange(len(rows)) - starts[part[order]]
    come = ~out & (place < borrow_in[part]) & trying[part]
    back = out & (place - (total - n_out)[part] < borrow_out[part])
    away: NDArray[np.bool_] = (out | come) & ~back
    return away


def _safe(
    guarantee: Guarantee, rows: Longs, part: Longs, away: NDArray[np.bool_], parts: int
) -> NDArray[np.bool_]:
    safe = np.ones(parts, bool)
    for side in (away, ~away):
        sizes = np.bincount(part[side], minlength=parts)
        counts = []
        for column in guarantee.sensitive:
            width = len(column.values)
            flat = np.bincount(part[side] * width + column.codes[rows[side]], minlength=parts * width)
            counts.append(flat.reshape(parts, width))
        safe &= guarantee.met(sizes, counts)
    return safe
