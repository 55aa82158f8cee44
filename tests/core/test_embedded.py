"""The embedded PostgreSQL: private, without the superuser, and hard to lose data with."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.core import embedded, postgres_binaries
from app.core.embedded import EmbeddedError, EmbeddedPostgres
from app.core.postgres_process import alive, claim_stale_lock, first_number, reaches

ROOT = Path(__file__).parents[2]
APPLICATION = """
import sys, time
from pathlib import Path
from app.core.embedded import EmbeddedPostgres
print(EmbeddedPostgres(Path(sys.argv[1])).start().migration, flush=True)
time.sleep(120)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path that the server's user reaches, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="entraide-"))
    yield folder
    EmbeddedPostgres(folder).destroy()


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(folder, durable=False)
    yield server
    server.stop()


def ask(url: str, query: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return (connection.execute(query.encode()).fetchone() or [None])[0]


def run(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute(statement.encode())


def start_an_application(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen(
        [sys.executable, "-c", APPLICATION, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_gives_two_databases_and_two_modest_roles(server: EmbeddedPostgres) -> None:
    urls = server.start()
    assert ask(urls.app, "SELECT current_user || ' ' || current_database()") == "entraide_app entraide"
    assert ask(urls.keystore, "SELECT current_database()") == "entraide_keys"
    assert ask(urls.migration, "SELECT current_user") == "entraide_owner"
    assert ask(urls.app, "SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname LIKE 'entraide%'") is False
    assert ask(urls.app, "SELECT lower('ÉCOLE')") == "école"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(urls.app, "CREATE TABLE public.mine (a int)")


def test_listens_on_a_private_socket_and_wants_the_password(server: EmbeddedPostgres, folder: Path) -> None:
    urls = server.start()
    assert ask(urls.app, "SHOW listen_addresses") == ""
    assert stat.S_IMODE((folder / "socket").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "passwords.json").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(folder / "socket"), user="postgres", dbname="postgres", password="postgres")


def test_keeps_its_data_across_a_stop(server: EmbeddedPostgres) -> None:
    urls = server.start()
    run(urls.migration, "CREATE TABLE kept AS SELECT 7 AS n")
    server.stop()
    with pytest.raises(psycopg.OperationalError):
        ask(urls.migration, "SELECT 1")
    assert ask(server.start().migration, "SELECT n FROM kept") == 7


def test_a_killed_application_takes_its_server_along_and_keeps_its_rows(folder: Path) -> None:
    process, url = start_an_application(folder)
    run(url, "CREATE TABLE kept AS SELECT 7 AS n")
    kill(process)
    server = EmbeddedPostgres(folder)
    assert ask(server.start().migration, "SELECT n FROM kept") == 7
    pid = first_number(folder / "cluster" / "postmaster.pid")
    server.stop()
    assert not alive(pid, "postgres")


def test_a_killed_server_restarts_over_its_stale_lock_file(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    run(server.start().migration, "CREATE TABLE kept AS SELECT 7 AS n")
    pid = first_number(folder / "cluster" / "postmaster.pid")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while alive(pid, "postgres") and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (folder / "cluster" / "postmaster.pid").exists()
    assert ask(server.start().migration, "SELECT n FROM kept") == 7
    server.stop()


def test_a_second_process_adopts_the_running_server_and_leaves_it_running(folder: Path) -> None:
    process, url = start_an_application(folder)
    second = EmbeddedPostgres(folder)
    assert second.start().migration == url
    second.stop()
    with pytest.raises(EmbeddedError, match="still uses"):
        second.destroy()
    assert ask(url, "SELECT 1") == 1
    kill(process)


def test_an_orphan_is_adopted_for_good(server: EmbeddedPostgres, folder: Path) -> None:
    url = server.start().migration
    (folder / "supervisor").write_text("4194305")  # beyond the largest process number: nobody
    heir = EmbeddedPostgres(folder)
    heir.start()
    heir.stop()
    with pytest.raises(psycopg.OperationalError):
        ask(url, "SELECT 1")


def test_a_long_path_gets_a_short_socket(folder: Path) -> None:
    deep = folder / ("a" * 90) / "data"
    (folder / ("a" * 90)).mkdir(mode=0o755)
    folder.chmod(0o711)
    server = EmbeddedPostgres(deep, durable=False)
    assert ask(server.start().app, "SELECT 1") == 1
    server.destroy()
    assert not deep.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another user")
def test_as_root_a_closed_checkout_is_left_closed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, closed = folder / "library", folder / "closed"
    folder.chmod(0o711)
    library.mkdir(mode=0o711)
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(embedded, "ELSEWHERE", library)
    server = EmbeddedPostgres(closed / "var", durable=False)
    assert ask(server.start().app, "SELECT 1") == 1
    server.stop()
    assert ask(server.start().app, "SELECT 1") == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    server.destroy()
    assert not list(library.iterdir())


def test_a_cluster_of_a_version_that_is_not_here_is_explained(server: EmbeddedPostgres, folder: Path) -> None:
    server.start()
    server.stop()
    (folder / "cluster" / "PG_VERSION").write_text("99\n")
    with pytest.raises(EmbeddedError, match="No PostgreSQL 99"):
        server.start()


def test_half_an_initdb_is_begun_again(server: EmbeddedPostgres, folder: Path) -> None:
    (folder / "cluster.new").mkdir()
    (folder / "cluster.new" / "PG_VERSION").write_text("18\n")
    assert ask(server.start().app, "SELECT 1") == 1


def test_every_binary_found_is_recent_enough() -> None:
    found = postgres_binaries.find()
    assert found is not None
    assert (postgres_binaries.major_version(found) or 0) >= postgres_binaries.OLDEST
    assert postgres_binaries.find(9) is None


def test_claiming_a_lock_keeps_the_shared_memory_line(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    lock.write_text("1\n/data\n0\n5432\n/socket\n\n 17 42\nready\n")
    claim_stale_lock(lock)
    assert lock.read_text() == f"{os.getpid()}\n/data\n0\n5432\n/socket\n\n 17 42\nready\n"


def test_reaching_is_judged_by_the_folders_above(tmp_path: Path) -> None:
    import pwd

    nobody = pwd.getpwnam("nobody")
    assert reaches(nobody, Path("/etc/passwd"))
    tmp_path.chmod(0o700)
    assert not reaches(nobody, tmp_path / "file")
