"""The whole way: study, approvals, freeze, download, withdrawal, recall, and the next release without who withdrew."""

import csv
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import orjson
import pytest

from app.consents.contributor import contributor_id
from app.core import audit, clock, db
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.core.rooms import import_jobs
from app.releases import links, recalls
from app.surveys import withdrawing
from tests.people import World
from tests.studies.cast import contribute, open_study, publish

import_jobs()


@pytest.fixture
def turned() -> Any:
    yield clock.turn
    clock.turn(timedelta(0))


def release(world: World, study: UUID) -> dict[str, Any]:
    """Rosa asks, Stefan and Lena approve, the job freezes; the release as Rosa reads it."""
    rosa = world.reader("rosa")
    asked = rosa.api("POST", f"/studies/{study}/releases", {})
    assert asked.status_code == 201, asked.text
    path = f"/releases/{asked.json()['id']}"
    for name in ("stefan", "lena"):
        assert world.reader(name).api("POST", f"{path}/approvals").status_code == 201
    run_waiting_jobs(world.session)
    return dict(rosa.api("GET", path).json())


def download(world: World, found: dict[str, Any]) -> dict[str, bytes]:
    """Rosa's package as files."""
    rosa = world.reader("rosa")
    link = rosa.api("POST", f"/releases/{found['id']}/files")
    assert link.status_code == 201, link.text
    answer = rosa.api("GET", link.json()["path"].removeprefix("/api/v1"))
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(files["data.csv"].decode(), newline="")))


def test_the_whole_way(world: World, turned: Any) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    accounts = contribute(world, survey, 70)
    first = release(world, study)
    assert first["status"] == "frozen", first
    assert (first["rows"], first["report"]["k"] >= 11) == (70, True)
    files = download(world, first)
    rows = table(files)
    assert len(rows) == 70 and set(rows[0]) == {"record_key", "region", "age", "fatigue", "pet"}
    assert b"CANARY" not in b"".join(files.values())
    leaver = accounts[0]
    world.act_in("multiple-sclerosis")
    withdrawing.withdraw(world.session, survey.id, contributor_id(survey.id, leaver))
    db.commit(world.session)
    run_waiting_jobs(world.session)
    rosa = world.reader("rosa")
    [recall] = rosa.api("GET", "/recalls").json()["items"]
    assert (recall["release_id"], recall["number"], recall["acknowledged_at"]) == (first["id"], 11, None)
    assert any("withdrawn" in mail["text"] for mail in list_mails() if "rosa" in str(mail["to"]))
    assert rosa.api("POST", f"/releases/{first['id']}/files").status_code == 409
    assert world.reader("stefan").api("POST", f"/recalls/{recall['id']}/acknowledgement").status_code == 404
    assert rosa.api("POST", f"/recalls/{recall['id']}/acknowledgement").json()["acknowledged_at"]
    [holder] = recalls.held_by(world.session, contributor_id(survey.id, leaver))
    assert (holder.number, holder.withdrawn, holder.downloaded, holder.acknowledged) == (1, True, True, True)
    assert rosa.api("POST", f"/studies/{study}/releases", {}).status_code == 409
    turned(timedelta(days=31))
    contribute(world, survey, 60, seed=2)
    second = release(world, study)
    assert second["status"] == "frozen", second
    gone = links.tag_of(survey.id, contributor_id(survey.id, leaver))
    assert gone in links.places(world.session, survey.id, UUID(first["id"]))
    now = links.places(world.session, survey.id, UUID(second["id"]))
    assert gone not in now and second["rows"] == len(now) <= 70 - 11 + 60
    assert second["report"]["guard"]["earlier_releases"] == 1 and second["report"]["guard"]["right"] == 0
    assert {row["record_key"] for row in table(download(world, second))}.isdisjoint(
        row["record_key"] for row in rows
    )
    assert orjson.loads(files["manifest.json"])["release"]["number"] == 1
    assert audit.verify(world.session).holds
