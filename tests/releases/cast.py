"""A release on its way: asked for, approved, frozen by its job, downloaded."""

import csv
import zipfile
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

from app.core.jobs import run_waiting_jobs
from app.core.rooms import import_jobs
from tests.people import World

import_jobs()


def ask(world: World, study: UUID) -> str:
    """Rosa asks for a release; its path."""
    asked = world.reader("rosa").api("POST", f"/studies/{study}/releases", {})
    assert asked.status_code == 201, asked.text
    return f"/releases/{asked.json()['id']}"


def release(world: World, study: UUID) -> dict[str, Any]:
    """Rosa asks, Stefan and Lena approve, the job freezes; the release as Rosa reads it."""
    path = ask(world, study)
    for name in ("stefan", "lena"):
        assert world.reader(name).api("POST", f"{path}/approvals").status_code == 201
    run_waiting_jobs(world.session)
    return dict(world.reader("rosa").api("GET", path).json())


def fetch(world: World, found: dict[str, Any]) -> bytes:
    """The bytes of Rosa's package."""
    rosa = world.reader("rosa")
    link = rosa.api("POST", f"/releases/{found['id']}/files")
    assert link.status_code == 201, link.text
    answer = rosa.api("GET", link.json()["path"].removeprefix("/api/v1"))
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


def unzip(content: bytes) -> dict[str, bytes]:
    """A package as files."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(files: dict[str, bytes]) -> list[dict[str, str]]:
    """The rows of the CSV."""
    return list(csv.DictReader(StringIO(files["data.csv"].decode(), newline="")))
