"""Prepare `.venv`: the packages of a lock file, hashes checked, and the `entraide` command.

`python3 tools/bootstrap.py [runtime|dev]` needs nothing but Python 3.11 or newer with venv, works as any
user from any folder, and touches no network when nothing changed since the last time.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_LOCK = ROOT / "requirements-uv.lock"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}

# Valid shell and valid Python: the shell line finds the interpreter beside itself, so the checkout may move.
COMMAND = """#!/bin/sh
''':'
exec "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
'''
import sys

from app.cli import main

sys.exit(main())
"""


def main() -> None:
    """Bring `.venv` to the state of the lock file, or explain what is missing."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if kind not in LOCKS:
        sys.exit("usage: python3 tools/bootstrap.py [runtime|dev]")
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever runs this may have any Python)
        sys.exit(
            f"Entraide needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try make PYTHON=python3.12"
        )
    if not _works(PYTHON):
        _make_venv()
    stamp = VENV / "installed"
    have = stamp.read_text().split("\n") if stamp.exists() else []
    wanted = f"{kind} {_fingerprint(LOCKS[kind])}"
    if wanted not in have:
        stamp.unlink(missing_ok=True)
        _install(LOCKS[kind])
        # Everything that runs is in the development lock too, at the same versions.
        runtime = f"runtime {_fingerprint(LOCKS['runtime'])}"
        stamp.write_text("\n".join({wanted, runtime}))
    _link_project()


def _works(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", "import sys"], check=False).returncode == 0


def _make_venv() -> None:
    print("Preparing .venv", flush=True)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if made.returncode != 0:
        sys.exit("Python's venv is missing or broken. On Debian and Ubuntu: apt-get install python3-venv")


def _install(lock: Path) -> None:
    """uv installs exactly the lock file; where it cannot reach the registry, pip does, with its own settings."""
    print(f"Installing {lock.name}", flush=True)
    uv = VENV / "bin" / "uv"
    try:
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", UV_LOCK], check=True)
        command = [uv, "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", lock]
        if subprocess.run(command, env=_environment(), check=False).returncode == 0:
            return
        print("uv could not; trying pip", flush=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock], check=True)
    except subprocess.CalledProcessError:
        sys.exit(f"The packages of {lock.name} could not be installed: see above.")


def _environment() -> dict[str, str]:
    """uv's surroundings: the system's certificates, pip's index when it was told one, a cache it may write."""
    environment = {"UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy"} | os.environ
    asked = subprocess.run(
        [PYTHON, "-m", "pip", "config", "get", "global.index-url"],
        capture_output=True,
        text=True,
        check=False,
    )
    if (
        index := os.environ.get("PIP_INDEX_URL") or asked.stdout.strip()
    ) and "UV_DEFAULT_INDEX" not in environment:
        environment["UV_DEFAULT_INDEX"] = index
    if not os.access(Path.home(), os.W_OK):
        environment.setdefault("UV_CACHE_DIR", str(VENV / "cache" / "uv"))
    return environment


def _fingerprint(lock: Path) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return hashlib.sha256(lock.read_bytes() + UV_LOCK.read_bytes() + version.encode()).hexdigest()


def _link_project() -> None:
    """Make `import app` and the `entraide` command work from any folder, by relative paths."""
    for packages in VENV.glob("lib/python3*/site-packages"):
        (packages / "entraide.pth").write_text(os.path.relpath(ROOT, packages) + "\n")
    command = VENV / "bin" / "entraide"
    command.write_text(COMMAND)
    command.chmod(0o755)


if __name__ == "__main__":
    main()
