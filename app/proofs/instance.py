"""A demo to attack: started here in a scratch folder with its own database, or one that runs already."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.core import serving

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0
OURS = ("DATABASE_", "MIGRATION_", "KEYSTORE_", "ENTRAIDE_")


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Instance:
    """One `entraide serve --demo`. `var` is known when the machine is ours: only then is the database in hand."""

    url: str
    var: Path | None = None
    days: int = 0
    shape: str = "demo"
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rsplit(":", 1)[1])

    def environment(self) -> dict[str, str]:
        """The settings of the server, free of those of the command that started it."""
        assert self.var is not None
        plain = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        return plain | {
            "ENTRAIDE_VAR": str(self.var), "ENTRAIDE_STAGE": "demo", "ENTRAIDE_LIMITS": "bench", "NO_COLOR": "1",
            "ENTRAIDE_CLOCK_DAYS": str(self.days), "HOST": "127.0.0.1", "PORT": str(self.port),
            serving.PARENT: str(os.getpid()),
        }  # fmt: skip

    def start(self) -> None:
        """Starts it and waits until it answers."""
        assert self.var is not None
        self.var.mkdir(parents=True, exist_ok=True)
        with (self.var / "server.log").open("ab") as log:
            if self.shape != "demo" and not (self.var / "postgres").exists():
                fill = [sys.executable, "-m", "app.cli", "demo", "--shape", self.shape]
                subprocess.run(fill, env=self.environment(), cwd=ROOT, stdout=log, stderr=log, check=True)
            command = [sys.executable, "-m", "app.cli", "serve", "--demo"]
            self.process = subprocess.Popen(command, env=self.environment(), cwd=ROOT, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(self.url + "/readyz", timeout=5).close()
                return
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        said = (self.var / "server.log").read_text(errors="replace")[-1500:]
        raise RuntimeError(f"the scratch demo does not answer: {said}")

    def kill(self) -> None:
        """As a power cut would: kill -9, and the kernel takes its children along."""
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

    def turn(self, days: int) -> None:
        """Stops it and starts it again with its clock ahead."""
        self.stop()
        self.days += days
        self.start()


@contextmanager
def standing(url: str = "", var: Path | None = None, shape: str = "demo") -> Iterator[Instance]:
    """A demo for as long as it is attacked: the one at `url`, else a fresh one whose folder is deleted afterwards."""
    if url:
        yield Instance(url.rstrip("/"), var)
        return
    folder = Path(tempfile.mkdtemp(prefix="entraide-proof-"))
    own = Instance(f"http://127.0.0.1:{free_port()}", folder / "var", shape=shape)
    try:
        own.start()
        yield own
    finally:
        own.stop()
        _forget(own)
        shutil.rmtree(folder, ignore_errors=True)


def _forget(own: Instance) -> None:
    """The embedded database may live outside the folder, when the folder is closed to its user."""
    from app.core.embedded import EmbeddedError, EmbeddedPostgres

    if own.var is not None and (own.var / "postgres").exists():
        try:
            EmbeddedPostgres(own.var / "postgres").destroy()
        except EmbeddedError:
            return
