"""What `entraide serve` keeps alive: web processes on one shared port, a worker, and in the demo a mail sink.

The supervisor owns the port, so a web process that dies loses no waiting connection and its successor serves on. Children
are killed with the supervisor (PR_SET_PDEATHSIG), even by kill -9, so that nothing stands in the way of the next start.
"""

import contextlib
import ctypes
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from app.core import clock, logs, metrics
from app.core.settings import Settings

PR_SET_PDEATHSIG = 1
PARENT = "ENTRAIDE_PARENT"
ARENAS = {"MALLOC_ARENA_MAX": "2"}  # one heap a thread would keep tens of megabytes that nobody uses
GRACE = 15  # seconds that requests and jobs have to end
STOP_WITHIN = 18.0  # then children are killed
LIVED_WELL = 30.0
LONGEST_WAIT = 10.0
log = logs.get_logger("serving")


@dataclass
class Child:
    """A process to keep alive: its command, and how long to wait before the next attempt."""

    name: str
    arguments: list[str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.2
    not_before: float = field(default=0.0)

    def start(self) -> None:
        """Starts it, away from the terminal's Ctrl-C: only the supervisor tells it to stop."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", *self.arguments],
            pass_fds=self.pass_fds,
            start_new_session=True,
            env={**ARENAS, **os.environ, PARENT: str(os.getpid())},
            cwd=Path(__file__).resolve().parents[2],
        )

    def keep_alive(self) -> None:
        """Starts it again when it has ended, later and later while it keeps ending early."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.not_before:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        metrics.forget_process(self.process.pid)
        self.wait = 0.2 if now - self.started > LIVED_WELL else min(self.wait * 2, LONGEST_WAIT)
        log.warning("a child ended", child=self.name, exit_code=code, seconds=round(self.wait, 1))
        self.process, self.not_before = None, now + self.wait


class Supervisor:
    """Starts children, keeps them alive, and stops them all on SIGTERM, SIGINT or `stop`. Runs in the main thread."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self._stopping = threading.Event()
        self._woken = threading.Event()

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Until told to stop. `ready` is called once the children were started."""
        before = {
            one: signal.signal(one, self._signalled)
            for one in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
        }
        try:
            for child in self.children:
                child.start()
            threading.Thread(target=ready, daemon=True).start()
            while not self._stopping.is_set():
                self._woken.wait(0.5)
                self._woken.clear()
                if not self._stopping.is_set():
                    for child in self.children:
                        child.keep_alive()
        finally:
            self._stop_children()
            for one, handler in before.items():
                signal.signal(one, handler)

    def stop(self) -> None:
        """Asks `run` to end."""
        self._stopping.set()
        self._woken.set()

    def _signalled(self, number: int, _frame: object) -> None:
        if number != signal.SIGCHLD:
            self._stopping.set()
        self._woken.set()

    def _stop_children(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_WITHIN
        for process in running:
            try:
                process.wait(max(deadline - time.monotonic(), 0.01))
            except subprocess.TimeoutExpired:
                log.warning("a child did not end in time", pid=process.pid)
                process.kill()
                process.wait()


def die_with_parent() -> None:
    """First words of a child: the kernel kills it when its supervisor dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.environ.get(PARENT, str(os.getppid())) != str(os.getppid()):
        sys.exit(1)


def set_clock(settings: Settings) -> None:
    """Turns the clock of a demo's process, so that what takes a month can be seen in an afternoon."""
    clock.turn(timedelta(days=settings.clock_days))


def listen(host: str, port: int, *, patience: float = 5.0) -> socket.socket:
    """The listening socket; waits a little for a port that a dying process still holds."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + patience
    while True:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            listener.listen(2048)
            return listener


def share_metrics(folder: Path) -> None:
    """A fresh folder where all processes keep their figures."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    os.environ[metrics.SHARED] = str(folder.absolute())


def children_for(
    settings: Settings, listener: socket.socket, app: str, with_worker: bool = True
) -> list[Child]:
    """The web processes and the worker (unless it runs elsewhere)."""
    descriptor = listener.fileno()
    web = ["web", "--fd", str(descriptor), "--app", app]
    many = [Child(f"web {number}", web, (descriptor,)) for number in range(1, settings.workers + 1)]
    return [*many, Child("worker", ["worker"])] if with_worker else many


def serve_web(descriptor: int, app: str, settings: Settings) -> None:
    """One web process on a socket that it inherited, until SIGTERM; open sockets then close with 1012."""
    import uvicorn

    from app.core.patience import PatientProtocol
    from app.core.wire import WireProtocol

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    config = uvicorn.Config(
        app,
        factory=True,
        loop="uvloop",
        http=PatientProtocol,
        ws=WireProtocol,
        ws_max_size=16 * 1024,
        ws_max_queue=16,
        ws_per_message_deflate=False,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies or None,
        limit_concurrency=4_000,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])
