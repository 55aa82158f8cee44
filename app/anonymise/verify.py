"""The second count: k, l and t of a finished file, read as anybody would read it.

Shares no code with the search: plain dictionaries and loops over the cells that were published. `*` is an ordinary value.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.anonymise.table import CannotAnonymise, Policy

ROUNDING = 1e-9


@dataclass(frozen=True)
class Recount:
    """What a file keeps: smallest class, and per sensitive column the fewest distinct values and the largest distance."""

    rows: int
    classes: int
    k: int
    l: dict[str, int]
    t: dict[str, float]
    squares: int
    """Sum of squared class sizes (the discernibility metric without suppressed rows)."""


def recount(
    columns: Mapping[str, Sequence[str]],
    quasi: Sequence[str],
    sensitive: Sequence[str],
    ordered: Mapping[str, Sequence[str]] | None = None,
) -> Recount:
    """Counts classes of equal cells. `ordered` gives the order of sensitive columns whose distance is the ordered one."""
    rows = len(next(iter(columns.values()), ()))
    classes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row in range(rows):
        classes[tuple(columns[name][row] for name in quasi)].append(row)
    fewest, farthest = {}, {}
    for name in sensitive:
        cells = columns[name]
        whole = Counter(cells)
        values = [value for value in (ordered or {}).get(name, ()) if value in whole]
        in_order = bool(values)
        values = values or sorted(whole)
        fewest[name] = min((len({cells[row] for row in part}) for part in classes.values()), default=0)
        farthest[name] = max(
            (
                _distance(Counter(cells[row] for row in part), whole, values, in_order)
                for part in classes.values()
            ),
            default=0.0,
        )
    sizes = [len(part) for part in classes.values()]
    return Recount(rows, len(sizes), min(sizes, default=0), fewest, farthest, sum(n * n for n in sizes))


def _distance(part: Counter[str], whole: Counter[str], values: Sequence[str], in_order: bool) -> float:
    """Earth mover's distance (Li, Li and Venkatasubramanian, 2007): ordered or equal ground distance."""
    size, total = part.total(), whole.total()
    apart = [part[value] / size - whole[value] / total for value in values]
    if not in_order or len(values) < 2:
        return sum(abs(one) for one in apart) / 2
    moved, carried = 0.0, 0.0
    for one in apart:
        carried += one
        moved += abs(carried)
    return moved / (len(values) - 1)


def check(found: Recount, policy: Policy) -> None:
    """Raises `CannotAnonymise` when a finished file does not keep the policy."""
    if found.rows and found.k < policy.k:
        raise CannotAnonymise(f"The finished file has a class of {found.k}, less than {policy.k}.")
    for name, fewest in found.l.items():
        if found.rows and fewest < policy.l:
            raise CannotAnonymise(f"The finished file has a class with {fewest} values of {name}.")
    for name, distance in found.t.items():
        close = policy.stigmatising is None or name in policy.stigmatising
        if close and distance > policy.t + ROUNDING:
            raise CannotAnonymise(f"The finished file has a class at distance {distance:.4f} in {name}.")
