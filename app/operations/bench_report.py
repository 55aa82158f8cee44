"""The figures beside their targets. A target is what the fastest comparable forum reaches on the same machine, times three."""

from dataclasses import dataclass
from typing import Any

from rich.table import Table

Figures = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """What a line must reach at 16 readers (rate at least; the others at most)."""

    rate: float
    p99: float | None = None
    cpu: float | None = None
    kilobytes: float | None = None


TARGETS = {
    "thread": Target(210, p99=130, cpu=5, kilobytes=60),
    "list": Target(290),
    "reply": Target(125),
    "mixed": Target(175),
    "chat to 100": Target(500, p99=250),
    "chat to 500": Target(200, p99=250),
}
LARGEST_WORKER = 139_000_000


def verdicts(figures: Figures) -> dict[str, bool]:
    """Each promise and whether it was kept, for those that were measured."""
    found: dict[str, bool] = {}
    for name, target in TARGETS.items():
        line = figures.get(name if name.startswith("chat") else f"{name} at 16")
        if line is None:
            continue
        found[f"{name}: at least {target.rate:g} a second"] = line["rate"] >= target.rate
        paced = figures.get(f"{name}, paced", line)
        if target.p99:
            found[f"{name}: p99 at most {target.p99:g} ms"] = paced["p99"] <= target.p99
        if target.cpu:
            found[f"{name}: at most {target.cpu:g} ms of CPU"] = (
                line["cpu_app"] + line["cpu_database"] <= target.cpu
            )
        if target.kilobytes:
            found[f"{name}: at most {target.kilobytes:g} kB"] = line["bytes"] <= target.kilobytes * 1000
        if name.startswith("chat"):
            found[f"{name}: every message reached every socket"] = line["deliveries"] == line["wanted"]
    return found | _comparisons(figures)


def _comparisons(figures: Figures) -> dict[str, bool]:
    found: dict[str, bool] = {}
    few, many, two = (figures.get(name) for name in ("thread at 16", "thread at 64", "thread, 2 workers"))
    if few and many:
        found["64 readers cost at most 10 %"] = many["rate"] >= 0.9 * few["rate"]
    if few and two:
        found["2 workers: CPU at most 1.15 times that of one"] = _cpu(two) <= 1.15 * _cpu(few)
    largest = max((line.get("pss", 0) for line in figures.values()), default=0)
    if largest:
        found["a worker holds at most 139 MB"] = largest <= LARGEST_WORKER
    return found


def _cpu(line: dict[str, Any]) -> float:
    return float(line["cpu_app"] + line["cpu_database"])


def table(figures: Figures) -> Table:
    """One row a measurement."""
    made = Table(title="What this machine does", title_justify="left")
    made.add_column("Measured", no_wrap=True)
    for title in (
        "a second",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "CPU ms app",
        "CPU ms database",
        "kB",
        "MB a worker",
    ):
        made.add_column(title, justify="right")
    for name, line in figures.items():
        made.add_row(
            name, f"{line['rate']:,.0f}", *(f"{line[part]:,.1f}" for part in ("p50", "p95", "p99")),
            f"{line['cpu_app']:.2f}", f"{line['cpu_database']:.2f}",
            f"{line['bytes'] / 1000:.1f}" if line.get("bytes") else "", f"{line['pss'] / 1e6:.0f}",
        )  # fmt: skip
    return made


def promises(figures: Figures) -> Table:
    """One row a promise."""
    made = Table(title="Beside the targets", title_justify="left")
    made.add_column("Promise")
    made.add_column("Kept")
    for name, kept in verdicts(figures).items():
        made.add_row(name, "[green]yes[/green]" if kept else "[red]no[/red]")
    return made
