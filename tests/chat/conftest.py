"""A real server for chat: its own PostgreSQL, a real process on a real port, real sockets, and kill -9."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import websockets

from app.core.embedded import EmbeddedPostgres
from app.core.serving import PARENT, listen

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """One web process that may be killed and started again; the port is kept open meanwhile, as the supervisor does."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.listener = listen("127.0.0.1", 0)
        self.port = self.listener.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.room = ""
        self.tokens: dict[str, str] = {}
        self.sockets: list[websockets.ClientConnection] = []

    def start(self) -> None:
        """Starts the process and waits until it answers."""
        number = self.listener.fileno()
        command = [sys.executable, "-m", "app.cli", "web", "--fd", str(number)]
        self.process = subprocess.Popen(command, env=self.environment, cwd=ROOT, pass_fds=(number,))
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """SIGTERM, as a deployment does; gives the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)

    def world(self, *words: str) -> Any:
        """Changes the world in a process of its own."""
        command = [sys.executable, "-m", "tests.chat.live_world", *words]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    def ticket(self, name: str) -> str:
        """A fresh ticket for a socket, over HTTP."""
        address = f"http://127.0.0.1:{self.port}/api/v1/auth/socket-ticket"
        request = urllib.request.Request(
            address, method="POST", headers={"Authorization": f"Bearer {self.tokens[name]}"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(json.load(answer)["ticket"])

    def address(self, name: str) -> str:
        """Where somebody's socket opens, once."""
        return f"ws://127.0.0.1:{self.port}/ws?ticket={self.ticket(name)}"

    async def connect(self, name: str, **options: Any) -> websockets.ClientConnection:
        """Somebody's open socket, closed at the end of the test's `run`."""
        socket = await websockets.connect(self.address(name), compression=None, **options)
        self.sockets.append(socket)
        return socket

    def run(self, work: Coroutine[Any, Any, None], seconds: float = 60) -> None:
        """Runs a test's work, then closes every socket it opened."""

        async def whole() -> None:
            try:
                await asyncio.wait_for(work, seconds)
            finally:
                await asyncio.gather(*[one.close() for one in self.sockets], return_exceptions=True)
                self.sockets.clear()

        asyncio.run(whole())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A running server with eight members, a stranger, and one room."""
    folder = Path(tempfile.mkdtemp(prefix="entraide-live-"))
    database = EmbeddedPostgres(folder / "postgres", durable=False)
    try:
        urls = database.start()
        environment = {
            **os.environ, "ENTRAIDE_STAGE": "test", "ENTRAIDE_LIMITS": "bench", "ENTRAIDE_VAR": str(folder),
            "DATABASE_URL": urls.app, "MIGRATION_URL": urls.migration, "KEYSTORE_URL": urls.keystore,
            "KEYSTORE_MIGRATION_URL": urls.keystore_migration, PARENT: str(os.getpid()),
        }  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "app.cli", "init"],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        made = Server(environment)
        made.start()
        known = made.world("people", "8")
        made.room, made.tokens = known["room"], known["tokens"]
        yield made
        made.kill()
        made.listener.close()
    finally:
        database.destroy()
