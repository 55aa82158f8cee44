"""CPU and memory of a family of processes, from /proc (Linux; elsewhere the figures are missing, not wrong).

CPU is utime + stime of the living plus what their ended children took (proc(5), fields 14 to 17); memory is the
proportional set size, in which shared pages count by share.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Process:
    """One process: who started it, what it runs, and its CPU seconds so far."""

    pid: int
    parent: int
    command: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What the application and the database have used so far, in CPU seconds, and the memory of the web processes."""

    app: float
    database: float
    web_pss: tuple[int, ...]

    def since(self, before: "Cost") -> tuple[float, float]:
        """CPU seconds of the application and of the database since then."""
        return self.app - before.app, self.database - before.database


def list_processes() -> dict[int, Process]:
    """Every process that can be read."""
    found = {}
    for folder in PROC.iterdir() if PROC.exists() else ():
        if folder.name.isdigit():
            one = _read(folder)
            if one is not None:
                found[one.pid] = one
    return found


def _read(folder: Path) -> Process | None:
    try:
        stat = (folder / "stat").read_text()
        command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    ticks = sum(int(fields[number]) for number in (11, 12, 13, 14))
    return Process(int(folder.name), int(fields[1]), command, ticks / TICK)


def family(root: int) -> list[Process]:
    """A process and all that descend from it."""
    every = list_processes()
    children: dict[int, list[int]] = {}
    for one in every.values():
        children.setdefault(one.parent, []).append(one.pid)
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        if pid in every:
            found.append(every[pid])
        waiting += children.get(pid, [])
    return found


def cost_of(root: int) -> Cost:
    """The present cost of a server started as `root`: web processes and worker, the embedded PostgreSQL, memory."""
    app = database = 0.0
    memory = []
    for one in family(root):
        if one.command.lstrip().startswith("postgres:") or "/postgres " in one.command:
            database += one.seconds
        elif one.pid != root:
            app += one.seconds
            if " web " in one.command:
                memory.append(pss(one.pid))
    return Cost(app, database, tuple(memory))


def pss(pid: int) -> int:
    """The proportional set size in bytes; 0 when it cannot be read."""
    try:
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
