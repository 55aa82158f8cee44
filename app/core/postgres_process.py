"""What the embedded PostgreSQL asks of the operating system: users, private files, processes, its lock file."""

import ctypes
import os
import pwd
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

PR_SET_PDEATHSIG = 1


class AsUser(TypedDict, total=False):
    """The arguments of `subprocess` that drop a child to another user."""

    user: int
    group: int
    extra_groups: list[int]


def as_user(user: pwd.struct_passwd | None) -> AsUser:
    """How to start a child as `user`, or as ourselves."""
    return AsUser(user=user.pw_uid, group=user.pw_gid, extra_groups=[]) if user else AsUser()


def private_directory(path: Path, user: pwd.struct_passwd | None) -> None:
    """Make a directory that only `user` (or we) may enter."""
    path.mkdir(mode=0o700, exist_ok=True)
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)


def private_file(path: Path, text: str, user: pwd.struct_passwd | None = None) -> None:
    """Write a file that only `user` (or we) may read; it is never readable by others in between."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)


def first_number(file: Path) -> int | None:
    """The number on the first line of a pid file, None when there is none."""
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def alive(pid: int | None, name: str = "") -> bool:
    """Whether this process runs: not gone, not a zombie, and called `name` where the system can tell."""
    if pid is None or pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it runs, as somebody else
    try:
        said, _, rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")
    except OSError:
        return True  # no /proc on this system
    return rest.split()[0] not in "ZX" and said.partition("(")[2].startswith(name)


def reaches(user: pwd.struct_passwd, path: Path) -> bool:
    """Whether `user` may walk down to `path`, judged by the modes of the folders above it."""
    for folder in path.absolute().parents:
        status = folder.stat()
        if not (status.st_mode & 0o001 or (status.st_uid == user.pw_uid and status.st_mode & 0o100)):
            return False
    return True


def server_user(cluster: Path) -> pwd.struct_passwd | None:
    """Whom the server must become: None to stay ourselves; for root the cluster's owner, else nobody."""
    if os.geteuid() != 0:
        return None
    mark = cluster / "PG_VERSION"
    return pwd.getpwuid(mark.stat().st_uid) if mark.exists() else pwd.getpwnam("nobody")


def die_with_parent() -> Callable[[], None] | None:
    """For a child before it executes: on Linux it gets SIGINT (fast shutdown) when our process dies.

    The kernel watches the *thread* that forked, so only the main thread may promise this.
    """
    if sys.platform != "linux" or threading.current_thread() is not threading.main_thread():
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up here: after the fork nothing may allocate much
    return lambda: prctl(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)


def claim_stale_lock(lock: Path) -> None:
    """Put our own number in the lock file that a killed server left behind.

    PostgreSQL looks whether that process lives: a zombie, or a stranger who got the same number, would
    block the start; its own parent never does. The other lines must stay: with them the server makes
    sure that no orphan still uses the old shared memory.
    """
    if lock.exists():
        _, _, rest = lock.read_text().partition("\n")
        lock.write_text(f"{os.getpid()}\n{rest}")


def socket_in_use(lock: Path) -> Path | None:
    """The directory of the socket on which the running server listens, from the fifth line of its lock file."""
    try:
        said = lock.read_text().splitlines()[4]
    except (FileNotFoundError, IndexError):
        return None
    return Path(said) if said else None
