"""The stage of the bench: a database of the bench's shape, kept for the next time, and a server on it as in production.

One folder (`var/bench`) holds both; the server is `entraide serve` in its own process, with its own embedded PostgreSQL
whose commits are durable, so that the figures are those of an installation. Only the rate limits are relaxed.
"""

import contextlib
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from app.core import serving
from app.operations import bench_process
from app.operations.bench_process import Cost

ROOT = Path(__file__).resolve().parents[2]
HOME = "multiple-sclerosis"
POSTS_ON_A_PAGE = 20
TEXT = "Merci pour ces mots. Ici la fatigue arrive vers quinze heures, et une courte pause m'aide à finir la journée."


def folder() -> Path:
    """Where the bench keeps its database."""
    return (Path(os.environ.get("ENTRAIDE_VAR", "var")) / "bench").absolute()


def environment(port: int) -> dict[str, str]:
    """The settings of the server that is measured."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("ENTRAIDE_", "DATABASE_", "MIGRATION_", "KEYSTORE_"))
    }
    return kept | {
        "ENTRAIDE_STAGE": "demo", "ENTRAIDE_LIMITS": "bench", "ENTRAIDE_VAR": str(folder()), "PORT": str(port),
        "HOST": "127.0.0.1", serving.PARENT: str(os.getpid()),
    }  # fmt: skip


def prepare() -> dict[str, Any]:
    """Fills the database on the first run, and anew when the demo is another one now; gives who and what is in it."""
    manifest, stamp = folder() / "manifest.json", folder() / "filled-by"
    folder().mkdir(parents=True, exist_ok=True)
    fresh = not stamp.exists() or stamp.read_text() != _demo_digest()
    command = [sys.executable, "-m", "app.cli", "demo", "--shape", "bench", "--manifest", str(manifest)]
    command += ["--reset"] if fresh else []
    done = subprocess.run(
        command, env=environment(free_port()), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError("the bench's database could not be filled: " + done.stderr[-2000:])
    stamp.write_text(_demo_digest())
    found: dict[str, Any] = orjson.loads(manifest.read_bytes())
    return found


def _demo_digest() -> str:
    """What the demo's people and texts are made of."""
    whole = sha256()
    for one in sorted((ROOT / "app" / "demo").rglob("*")):
        if one.suffix in (".py", ".txt", ".toml"):
            whole.update(one.read_bytes())
    return whole.hexdigest()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stage:
    """A running server and those who read it."""

    def __init__(self, manifest: dict[str, Any], workers: int, port: int) -> None:
        self.manifest, self.workers, self.port = manifest, workers, port
        command = [sys.executable, "-m", "app.cli", "serve", "--demo", "--workers", str(workers)]
        log = (folder() / "server.log").open("wb")
        self.process = subprocess.Popen(
            command, env=environment(port), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=log
        )
        log.close()
        self.people: list[dict[str, Any]] = []

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5).close()
                return
            time.sleep(0.2)
        raise RuntimeError("the server of the bench does not answer")

    def cost(self) -> Cost:
        """What its processes used so far."""
        return bench_process.cost_of(self.process.pid)

    def load(self, work: str, **plan: Any) -> dict[str, Any]:
        """Runs one measurement in a process of its own; adds CPU per request of application and database."""
        whole = {"work": work, "host": "127.0.0.1", "port": self.port, "text": TEXT, **plan}
        command = [sys.executable, "-m", "app.operations.bench_load"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as readers:
            assert readers.stdin and readers.stdout
            readers.stdin.write(orjson.dumps(whole) + b"\n")
            readers.stdin.flush()
            if readers.stdout.readline() != b"ready\n":
                raise RuntimeError(f"the readers failed at {work}")
            before = self.cost()
            readers.stdin.write(b"go\n")
            readers.stdin.flush()
            result: dict[str, Any] = orjson.loads(readers.stdout.read())
        after = self.cost()
        app, database = after.since(before)
        measured = max(result.get("good", 0), 1)
        result |= {
            "cpu_app": app * 1000 / measured, "cpu_database": database * 1000 / measured,
            "pss": max(after.web_pss, default=0),
        }  # fmt: skip
        return result

    def sign_in(self, count: int) -> dict[str, Any]:
        """Members of the largest community sign in; they are the readers from then on."""
        members = [one for one in self.manifest["users"] if one["role"] == "member"]
        chosen = [one for one in members if one["name"].startswith("member-")][:count]
        result = self.load(
            "sign_in",
            readers=16,
            people=[{key: one[key] for key in ("name", "email", "password")} for one in chosen],
        )
        dice = random.Random(1)
        threads = [
            one["path"]
            for one in self.manifest["threads"]
            if one["posts"] >= POSTS_ON_A_PAGE and one["path"].startswith(f"/c/{HOME}/")
        ]
        self.people = [
            {**one, "threads": dice.sample(threads, min(40, len(threads))), "lists": [f"/c/{HOME}"]}
            for one in result.pop("people")
        ]
        if not self.people or not threads:
            raise RuntimeError("nobody could sign in, or there is nothing to read")
        return result

    def room(self) -> str:
        """The live room of the largest community."""
        return next(str(one["id"]) for one in self.manifest["rooms"] if one["community"] == HOME)


@contextlib.contextmanager
def standing(manifest: dict[str, Any], workers: int = 1) -> Iterator[Stage]:
    """A server for as long as it is measured."""
    stage = Stage(manifest, workers, free_port())
    try:
        stage.wait()
        yield stage
    finally:
        stage.process.terminate()
        try:
            stage.process.wait(25)
        except subprocess.TimeoutExpired:
            stage.process.kill()
            stage.process.wait()
