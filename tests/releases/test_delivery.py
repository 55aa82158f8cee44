"""Delivery and the package: one recipient, one use, 72 hours, three links a day; equal bytes; nothing that runs or tells."""

import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pyreadstat
import pytest
from sqlalchemy import event
from typer.testing import CliRunner

from app.core import clock, db
from app.models.release import Release
from app.releases import packaging, reading_back
from app.releases.codebook import Master
from app.releases.commands import commands
from app.releases.spreadsheet import guarded, read_csv, write_csv
from tests.people import World, invented_id
from tests.releases.cast import fetch, release, table, unzip
from tests.studies.cast import contribute, open_study, publish


@pytest.fixture
def frozen(world: World) -> dict[str, Any]:
    survey = publish(world)
    study = open_study(world, survey)
    contribute(world, survey, 60)
    return release(world, study)


def test_a_link_works_once_for_one_person(world: World, frozen: dict[str, Any]) -> None:
    rosa, path = world.reader("rosa"), f"/releases/{frozen['id']}/files"
    link = rosa.api("POST", path).json()["path"].removeprefix("/api/v1")
    assert world.reader("stefan").api("GET", link).status_code == 403
    assert world.reader("lena").api("GET", link).status_code == 404
    assert world.reader("alice").api("GET", link).status_code == 404
    assert world.reader().api("GET", link).status_code == 401
    assert world.reader("rosa", stepped_up=False).api("GET", link).json()["code"] == "step-up"
    first = rosa.api("GET", link)
    assert first.status_code == 200 and first.headers["cache-control"] == "no-store"
    assert first.headers["content-type"] == "application/zip"
    second, wrong = rosa.api("GET", link), rosa.api("GET", f"{path}/invented")
    assert (second.status_code, second.content) == (404, wrong.content)
    [used] = rosa.api("GET", path).json()["items"]
    assert used["used_at"] and used["size"] == len(first.content) and link.rsplit("/", 1)[1] not in str(used)
    assert world.reader("stefan").api("GET", path).json()["items"] == [used]


def test_a_link_ends_and_is_rationed(world: World, frozen: dict[str, Any]) -> None:
    rosa, path = world.reader("rosa"), f"/releases/{frozen['id']}/files"
    found = [rosa.api("POST", path).json()["path"].removeprefix("/api/v1") for _ in range(3)]
    assert rosa.api("POST", path).status_code == 429
    clock.turn(timedelta(hours=73))
    rosa = world.reader("rosa")
    assert rosa.api("GET", found[0]).status_code == 404
    assert rosa.api("POST", path).status_code == 201


def test_a_revoked_release_gives_nothing(world: World, frozen: dict[str, Any]) -> None:
    rosa, path = world.reader("rosa"), f"/releases/{frozen['id']}"
    link = rosa.api("POST", f"{path}/files").json()["path"].removeprefix("/api/v1")
    for name, status in (("", 401), ("alice", 404), ("lena", 404), ("ada", 404)):
        assert world.reader(name).api("POST", f"{path}/revocation").status_code == status
    assert world.reader("stefan").api("POST", f"{path}/revocation").json()["status"] == "revoked"
    assert rosa.api("GET", link).status_code == 404
    assert rosa.api("POST", f"{path}/files").status_code == 409


def test_a_refused_form_shows_the_release_again(world: World, frozen: dict[str, Any]) -> None:
    rosa, page = world.reader("rosa"), f"/research/releases/{frozen['id']}"
    assert rosa.post(f"{page}/revocation").status_code == 303
    for form in (f"{page}/files", f"{page}/revocation"):
        again = rosa.post(form, {"idempotency_key": "short"})
        assert again.status_code == 422 and "<form" in again.text
    assert rosa.post(f"{page}/files").status_code == 409


def test_the_matrix_of_a_release(world: World, frozen: dict[str, Any]) -> None:
    study, path, fake = frozen["study_id"], f"/releases/{frozen['id']}", f"/releases/{invented_id()}"
    for name, status in (
        ("alice", 404),
        ("charlie", 404),
        ("mona", 404),
        ("ada", 404),
        ("lena", 200),
        ("stefan", 200),
    ):
        reader = world.reader(name)
        real, wrong = reader.api("GET", path), reader.api("GET", fake)
        assert real.status_code == status, name
        page, nowhere = reader.get(f"/research{path}"), reader.get(f"/research{fake}")
        assert page.status_code == status, name
        if status == 404:
            assert real.content == wrong.content and page.content == nowhere.content
            assert reader.get("/research").status_code == (404 if name != "rosa" else 200)
    visitor = world.reader()
    assert visitor.api("GET", path).status_code == visitor.api("GET", fake).status_code == 401
    assert visitor.get(f"/research{path}").headers["location"].startswith("/sign-in?next=")
    assert visitor.get("/research").headers["location"].startswith("/sign-in?next=")
    asked = f"/studies/{study}/releases"
    for name, status in (("", 401), ("alice", 404), ("lena", 404), ("ada", 404), ("stefan", 403)):
        assert world.reader(name).api("POST", asked, {}).status_code == status, name
        page = world.reader(name).post(f"/research{asked}", {})
        assert page.status_code == (303 if not name else status), name
    for name, status in (("", 401), ("alice", 404), ("mona", 404), ("ada", 404), ("rosa", 403)):
        assert world.reader(name).api("POST", f"{path}/approvals").status_code == status, name
        page = world.reader(name).post(f"/research{path}/approvals")
        assert page.status_code == (303 if not name else status), name
    for name, status in (("", 401), ("alice", 404), ("lena", 404), ("ada", 404), ("stefan", 403)):
        assert world.reader(name).api("POST", f"{path}/files").status_code == status, name
        page = world.reader(name).post(f"/research{path}/files")
        assert page.status_code == (303 if not name else status), name


def test_the_page_makes_a_link_and_gives_the_file(world: World, frozen: dict[str, Any]) -> None:
    rosa, path = world.reader("rosa"), f"/research/releases/{frozen['id']}"
    page = rosa.post(f"{path}/files")
    assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
    link = page.text.split(f'href="{path}/files/')[1].split('"')[0]
    assert rosa.get(f"{path}/files/{link}").status_code == 200
    assert rosa.get(f"{path}/files/{link}").status_code == 404


def test_the_package_tells_nothing_beside_its_table(world: World, frozen: dict[str, Any]) -> None:
    content = fetch(world, frozen)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert sorted(archive.namelist()) == archive.namelist() and not archive.comment
        assert not any(entry.extra or entry.comment for entry in archive.infolist())
    files = unzip(content)
    manifest = orjson.loads(files["manifest.json"])
    for word in ("rosa", "account", "handle", "CANARY", "2020-02-03", str(clock.today().year)):
        assert word not in (files["data.csv"] + files["codebook.json"]).decode()
    assert manifest["figures"]["policy"] == {"k": 11, "l": 2, "t": 0.3, "max_suppression": 0.1}
    package = orjson.loads(files["datapackage.json"])
    assert package["resources"][0]["schema"]["fields"][0]["name"] == "record_key"
    assert "<script" not in files["codebook.html"].decode()


def test_the_sav_opens_with_labels(world: World, frozen: dict[str, Any], tmp_path: Path) -> None:
    files = unzip(fetch(world, frozen))
    (tmp_path / "data.sav").write_bytes(files["data.sav"])
    frame, meta = pyreadstat.read_sav(
        str(tmp_path / "data.sav"), output_format="polars", apply_value_formats=True
    )
    assert meta.column_names_to_labels["fatigue"] == "Your fatigue?"
    assert set(frame["fatigue"].to_list()) <= {"None", "Some", "Much"}
    assert len(frame) == len(table(files))


def test_a_changed_package_is_found(world: World, frozen: dict[str, Any], tmp_path: Path) -> None:
    content = fetch(world, frozen)
    good, bad = tmp_path / "good.zip", tmp_path / "bad.zip"
    good.write_bytes(content)
    files = unzip(content)
    files["data.csv"] = files["data.csv"].replace(b"none", b"much", 1)
    with zipfile.ZipFile(bad, "w") as archive:
        for name, part in files.items():
            archive.writestr(name, part)
    runner = CliRunner()
    assert orjson.loads(runner.invoke(commands, ["verify", str(good), "--json"]).stdout)["holds"] is True
    found = runner.invoke(commands, ["verify", str(bad), "--json"])
    assert found.exit_code == 1 and orjson.loads(found.stdout)["holds"] is False
    bad.write_bytes(b"no zip")
    assert runner.invoke(commands, ["verify", str(bad)]).exit_code == 1


def test_formulas_are_text_and_numbers_stay_numbers() -> None:
    assert [guarded(cell) for cell in ("=1+1", "-5", "-5.5", "+x", "@a", "\tb", "-x", "plain")] == [
        "'=1+1", "-5", "-5.5", "'+x", "'@a", "'\tb", "'-x", "plain",
    ]  # fmt: skip
    columns = {"=a": ["=cmd|' /C calc'!A0", 'with "quotes", and\nlines'], "b": ["-1", "é"]}
    assert read_csv(write_csv(columns)) == {
        "'=a": ["'=cmd|' /C calc'!A0", 'with "quotes", and\nlines'],
        "b": ["-1", "é"],
    }


def test_equal_content_is_equal_bytes_and_recipients_differ_by_order() -> None:
    codebook = {
        "variables": [
            {"name": "pet", "link_id": "pet", "role": "plain", "kind": "category", "label": {"en": "Pet", "fr": "Animal"},
             "values": [], "ordered": [], "levels": {}, "top_code": None}
        ],
        "missing": [],
    }  # fmt: skip
    master = Master({"pet": [f"pet {number}" for number in range(30)]}, codebook)
    label = packaging.Label("r", 1, "s", "T", "E", 12, {"policy": {}})
    one, again = (packaging.pack(master, b"seed" * 8, label, b"one") for _ in range(2))
    other = packaging.pack(master, b"seed" * 8, label, b"two")
    assert one == again
    first, second = (reading_back.open_package(each)[0]["data.csv"] for each in (one, other))
    assert first != second and sorted(first.splitlines()) == sorted(second.splitlines())


def test_a_researcher_of_another_study_finds_nothing(world: World, frozen: dict[str, Any]) -> None:
    with db.wearing(world.session, "research"):
        row = world.session.get_one(Release, frozen["id"])
        row.owner_id = invented_id()
        world.session.add(row)
    db.commit(world.session)
    rosa = world.reader("rosa")
    assert rosa.api("POST", f"/releases/{frozen['id']}/files").status_code == 404


def test_lists_cost_the_same_however_long_they_are(world: World, frozen: dict[str, Any]) -> None:
    def statements(path: str) -> int:
        seen: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        rosa = world.reader("rosa")
        event.listen(db.engine(), "before_cursor_execute", note)
        try:
            assert rosa.api("GET", path).status_code == 200
        finally:
            event.remove(db.engine(), "before_cursor_execute", note)
        return len(seen)

    path = f"/studies/{frozen['study_id']}/releases"
    before = statements(path)
    clock.turn(timedelta(days=31))
    for _ in range(3):
        again = world.reader("rosa").api("POST", path, {})
        assert (
            world.reader("rosa").api("POST", f"/releases/{again.json()['id']}/revocation").status_code == 200
        )
    assert len(world.reader("rosa").api("GET", path).json()["items"]) == 4
    assert statements(path) == before <= 30
