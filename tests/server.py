"""The product as a newcomer starts it: a real server process on a port of its own, with the demo in a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.database import ROOT

PATIENCE = 120.0
# What a session of tests sets for itself must not reach the product: it finds its own database and stage.
OURS = (
    "DATABASE_URL",
    "MIGRATION_URL",
    "KEYSTORE_URL",
    "KEYSTORE_MIGRATION_URL",
    "ENTRAIDE_STAGE",
    "ENTRAIDE_VAR",
)


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """One `entraide serve --demo`; `kill` is -9 for the supervisor, and the kernel takes its children along."""

    var: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """The environment of the product, free of what the tests set for themselves."""
        plain = {name: value for name, value in os.environ.items() if name not in OURS}
        own = {"ENTRAIDE_VAR": str(self.var), "PORT": str(self.port), "HOST": "127.0.0.1"}
        return {**plain, "ENTRAIDE_LIMITS": "bench", "NO_COLOR": "1", **own, **self.settings}

    def start(self) -> None:
        """Starts it and waits for the first answer."""
        self.var.mkdir(parents=True, exist_ok=True)
        with (self.var / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve", "--demo"],
                cwd=ROOT, env=self.environment(), stdout=log, stderr=log,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Until /readyz says yes; fails with the end of the log."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process is not None and self.process.poll() is None, self.log()
            try:
                if httpx.get(self.url + "/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"no answer after {PATIENCE} s: {self.log()}")

    def log(self) -> str:
        """The last lines it printed."""
        return (self.var / "server.log").read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As Ctrl-C would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.kill()


@contextmanager
def served(var: Path, **settings: str) -> Iterator[Server]:
    """A running server, stopped at the end."""
    server = Server(var, settings=settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()
