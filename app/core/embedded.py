"""The PostgreSQL that starts by itself when no `DATABASE_URL` is set.

A supervisor that needs only a directory of binaries (`postgres_binaries`). The server is a direct child
of this process and listens on a private unix socket only; passwords are drawn at the first start. In
`data_dir` (mode 711):

    cluster/         the database cluster, owned by the user whom the server runs as
    socket/          its socket, unless that path is too long for the kernel
    passwords.json   mode 600
    server.log       what the server says; never statements nor values
    supervisor       the process that answers for the server

PostgreSQL refuses to run as root: the server then drops to `nobody`. When that user cannot reach
`data_dir` (a checkout in /root), all of this lives in /var/lib under a random name that
`data_dir/elsewhere` keeps; no parent folder is ever opened to others.
"""

import atexit
import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from app.core import postgres_binaries, postgres_roles
from app.core.postgres_process import (
    alive,
    as_user,
    claim_stale_lock,
    die_with_parent,
    first_number,
    private_directory,
    private_file,
    reaches,
    server_user,
    socket_in_use,
)
from app.core.postgres_roles import ROLES, SUPERUSER, Urls

__all__ = ["EmbeddedError", "EmbeddedPostgres", "Urls"]

SOCKET_LIMIT = 103  # bytes of a socket's path: Linux takes 107, macOS 103
START_SECONDS = 60  # a recovery after a crash may take a while
ELSEWHERE = Path("/var/lib")

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "log_error_verbosity": "terse",  # no DETAIL line: it would quote values
    "log_min_error_statement": "panic",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot run here; the message says what to do."""


class EmbeddedPostgres:
    """One cluster under `data_dir`; start it from the main thread. `durable=False` is for tests."""

    def __init__(self, data_dir: Path, *, durable: bool = True, binaries: Path | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self._settings = SETTINGS if durable else SETTINGS | FORGETFUL
        self._binaries = binaries
        self._child: subprocess.Popen[bytes] | None = None
        self._answerable = False  # whether stopping the server is up to us

    def start(self) -> Urls:
        """Start the server, or adopt the one that still runs on this cluster. Safe to call again."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir.chmod(0o711)
        with (self.data_dir / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._open_home()
            if not (self._cluster / "PG_VERSION").exists():
                self._initialise()
            self._bring_up()
            if not alive(first_number(self._home / "supervisor")):  # else another process answers for it
                (self._home / "supervisor").write_text(str(os.getpid()))
                self._answerable = True
                atexit.register(self.stop)
            with self._connect() as connection:
                postgres_roles.create(connection, self._passwords())
        return postgres_roles.addresses(self._socket, self._passwords())

    def stop(self) -> None:
        """Fast shutdown: open transactions are rolled back. A server that another process answers for stays."""
        atexit.unregister(self.stop)
        if self._child is not None:
            self._child.poll()  # reap it, should it have ended already
        if not self._answerable or first_number(self._home / "supervisor") != os.getpid():
            return
        self._answerable = False
        for wanted, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            deadline = time.monotonic() + patience
            if (pid := self._postmaster()) is not None:
                os.kill(pid, wanted)
            while self._postmaster() is not None and time.monotonic() < deadline:
                time.sleep(0.02)
        self._child = None
        (self._home / "supervisor").unlink(missing_ok=True)
        if self._socket.parent != self._home:
            shutil.rmtree(self._socket, ignore_errors=True)

    def destroy(self) -> None:
        """Stop the server and delete its data for good; refused while another process answers for it."""
        self.stop()
        if not self.data_dir.exists():
            return
        self._open_home()
        if alive(holder := first_number(self._home / "supervisor")):
            raise EmbeddedError(f"Process {holder} still uses this database: stop it first.")
        for directory in (self._home, self.data_dir):
            shutil.rmtree(directory, ignore_errors=True)

    def _open_home(self) -> None:
        """Find or choose the directory where everything lives, and whom the server runs as."""
        pointer, self._home = self.data_dir / "elsewhere", self.data_dir
        if pointer.exists():
            self._home = Path(pointer.read_text())
        elif (user := server_user(self._home / "cluster")) and not reaches(user, self._home / "cluster"):
            self._home = ELSEWHERE / f"entraide-{secrets.token_hex(8)}"
            self._home.mkdir(mode=0o711, parents=True)
            pointer.write_text(str(self._home))
        self._cluster, self._socket = self._home / "cluster", self._home / "socket"
        self._user = server_user(self._cluster)

    def _initialise(self) -> None:
        """Make the cluster aside and move it into place, so that a kill leaves none or a whole one."""
        aside, password_file = self._home / "cluster.new", self._home / "password.new"
        passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
        shutil.rmtree(aside, ignore_errors=True)
        private_directory(aside, self._user)
        private_file(self._home / "passwords.json", json.dumps(passwords))
        private_file(password_file, passwords[SUPERUSER], self._user)
        command = postgres_binaries.initdb(self._bin(), aside, SUPERUSER, password_file)
        try:
            made = subprocess.run(
                command, check=False, capture_output=True, text=True, cwd=self._home, **as_user(self._user)
            )
        finally:
            password_file.unlink()
        if made.returncode != 0:
            raise EmbeddedError(f"initdb failed: {made.stderr.strip()}")
        aside.rename(self._cluster)

    def _bring_up(self) -> None:
        """Return once the server answers: ours, an adopted one, or a new one after one that was ending."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._postmaster() is None:
                if self._child is not None:
                    said = (self._home / "server.log").read_text(errors="replace").splitlines()[-5:]
                    raise EmbeddedError("PostgreSQL ended at once:\n" + "\n".join(said))
                self._spawn()
            elif self._child is None:
                self._socket = socket_in_use(self._cluster / "postmaster.pid") or self._socket
            try:
                self._connect().close()
                return
            except psycopg.OperationalError:
                time.sleep(0.03)
        raise EmbeddedError(
            f"PostgreSQL did not answer within {START_SECONDS} s; see {self._home / 'server.log'}"
        )

    def _spawn(self) -> None:
        claim_stale_lock(self._cluster / "postmaster.pid")
        if len(os.fsencode(self._socket / ".s.PGSQL.5432.lock")) > SOCKET_LIMIT:
            self._socket = Path(tempfile.mkdtemp(prefix="entraide-", dir="/tmp"))
        private_directory(self._socket, self._user)
        settings = self._settings | {"unix_socket_directories": str(self._socket)}
        command = [str(self._bin() / "postgres"), "-D", str(self._cluster)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = self._home / "server.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("wb") as output:
            self._child = subprocess.Popen(
                command,
                cwd=self._home,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches us alone: the application ends before its database
                preexec_fn=die_with_parent(),  # noqa: PLW1509 (one C call, no lock)
                **as_user(self._user),
            )

    def _postmaster(self) -> int | None:
        """The number of the running server: our child (reaped when it ended) or the one of the lock file."""
        if self._child is not None:
            return self._child.pid if self._child.poll() is None else None
        pid = first_number(self._cluster / "postmaster.pid")
        return pid if alive(pid, "postgres") else None

    def _connect(self) -> psycopg.Connection[tuple[str]]:
        return psycopg.connect(
            host=str(self._socket),
            port=5432,
            user=SUPERUSER,
            password=self._passwords()[SUPERUSER],
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )

    def _passwords(self) -> dict[str, str]:
        try:
            passwords: dict[str, str] = json.loads((self._home / "passwords.json").read_text())
        except FileNotFoundError:
            raise EmbeddedError(
                f"{self._home} holds a cluster but no passwords.json, which opens it."
            ) from None
        return passwords

    def _bin(self) -> Path:
        """The directory of binaries: of the cluster's own major version, where the server's user reaches it."""
        mark = self._cluster / "PG_VERSION"
        major = int(mark.read_text()) if mark.exists() else None
        found = self._binaries or postgres_binaries.find(major)
        if found is None:
            wanted = f"{major} (this cluster's)" if major else f"{postgres_binaries.OLDEST} or newer"
            raise EmbeddedError(f"No PostgreSQL {wanted} on this machine: install it, or set DATABASE_URL.")
        if self._user is None or reaches(self._user, found / "postgres"):
            return found
        return postgres_binaries.copy(
            found, self._home / f"software-{postgres_binaries.major_version(found)}"
        )
