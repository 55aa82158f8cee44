"""The whole way: study, approvals, freeze, download, withdrawal, recall, and the next release without who withdrew."""

from collections import Counter
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from app.consents import ledger
from app.consents.contributor import contributor_id
from app.core import audit, clock, db, keystore
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.releases import freezing, links, masters, protecting, recalls
from app.surveys import withdrawing
from tests.people import World
from tests.releases.cast import ask, fetch, release, table, unzip
from tests.studies.cast import contribute, open_study, publish


def leave(world: World, survey_id: UUID, account: UUID) -> None:
    """Somebody takes their answers back."""
    withdrawing.withdraw(world.session, survey_id, contributor_id(survey_id, account))
    db.commit(world.session)
    run_waiting_jobs(world.session)


def test_the_whole_way(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    accounts = contribute(world, survey, 70)
    first = release(world, study)
    assert first["status"] == "frozen", first
    assert (first["rows"], first["report"]["k"] >= 11) == (70, True)
    files = unzip(fetch(world, first))
    rows = table(files)
    assert len(rows) == 70 and set(rows[0]) == {"record_key", "region", "age", "fatigue", "pet"}
    assert b"CANARY" not in b"".join(files.values())
    leaver = accounts[0]
    leave(world, survey.id, leaver)
    rosa = world.reader("rosa")
    [recall] = rosa.api("GET", "/recalls").json()["items"]
    assert (recall["release_id"], recall["number"], recall["acknowledged_at"]) == (first["id"], 11, None)
    assert any("withdrawn" in mail["text"] for mail in list_mails() if "rosa" in str(mail["to"]))
    assert "I acknowledge this recall" in rosa.get("/research").text
    assert rosa.api("POST", f"/releases/{first['id']}/files").status_code == 409
    assert world.reader("stefan").api("POST", f"/recalls/{recall['id']}/acknowledgement").status_code == 404
    assert rosa.post(f"/research/recalls/{recall['id']}").status_code == 303
    [holder] = recalls.held_by(world.session, contributor_id(survey.id, leaver))
    assert (holder.number, holder.withdrawn, holder.downloaded, holder.acknowledged) == (1, True, True, True)
    assert rosa.api("POST", f"/studies/{study}/releases", {}).status_code == 409
    clock.turn(timedelta(days=31))
    contribute(world, survey, 60, seed=2)
    second = release(world, study)
    assert second["status"] == "frozen", second
    gone = links.tag_of(survey.id, contributor_id(survey.id, leaver))
    before = links.places(world.session, survey.id, UUID(first["id"]))
    now = links.places(world.session, survey.id, UUID(second["id"]))
    assert gone in before and gone not in now and second["rows"] == len(now)
    assert len(before.keys() - now.keys()) >= 11 and len(now.keys() - before.keys()) == 60
    assert second["report"]["guard"]["earlier_releases"] == 1 and second["report"]["guard"]["right"] == 0
    master, _ = masters.read(world.session, UUID(first["id"]))
    classes: dict[tuple[str, ...], list[bytes]] = {}
    for tag, place in before.items():
        classes.setdefault(master.row(["region", "age"], place), []).append(tag)
    for members in classes.values():
        left = [tag for tag in members if tag not in now]
        said = {master.row(["fatigue"], before[tag]) for tag in left}
        assert not left or (len(left) >= 11 and len(said) >= 2)
    again = table(unzip(fetch(world, second)))
    fresh = world.reader("rosa").api("POST", f"/releases/{first['id']}/files")
    assert fresh.status_code == 409 and "newer" in fresh.json()["title"]
    assert {row["record_key"] for row in again}.isdisjoint(row["record_key"] for row in rows)
    assert orjson.loads(files["manifest.json"])["release"]["number"] == 1
    assert audit.verify(world.session).holds


def test_k_l_and_t_hold_for_every_subset(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    contribute(world, survey, 90)
    rows = table(unzip(fetch(world, release(world, study))))
    whole = Counter(row["fatigue"] for row in rows)
    for size in (1, 2):
        for names in combinations(("region", "age"), size):
            classes: dict[tuple[str, ...], list[str]] = {}
            for row in rows:
                classes.setdefault(tuple(row[name] for name in names), []).append(row["fatigue"])
            for part in classes.values():
                counts, moved, carried = Counter(part), 0.0, 0.0
                for value in ("none", "some", "much"):
                    carried += counts[value] / len(part) - whole[value] / len(rows)
                    moved += abs(carried)
                assert len(part) >= 11 and len(counts) >= 2 and moved / 2 <= 0.3 + 1e-9


def test_who_does_not_agree_is_in_no_file(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    accounts = contribute(world, survey, 70)
    for account in accounts[:12]:
        contributor = contributor_id(survey.id, account)
        ledger.withdraw(
            world.session, contributor=contributor, purpose=f"study.{study}.research", locale="en"
        )
    db.commit(world.session)
    found = release(world, study)
    assert (found["status"], found["rows"]) == ("frozen", 58)


def test_a_withdrawal_during_the_freeze_counts(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    accounts = contribute(world, survey, 70)
    contributor, runs = contributor_id(survey.id, accounts[3]), []
    real = protecting.protect

    def meanwhile(*given: object) -> object:
        made = real(*given)  # type: ignore[arg-type]
        if not runs:
            with db.transaction() as other:
                withdrawing.withdraw(other, survey.id, contributor)
        runs.append(1)
        return made

    monkeypatch.setattr(freezing, "protect", meanwhile)
    found = release(world, study)
    assert (found["status"], found["rows"], len(runs)) == ("frozen", 69, 2)
    now = links.places(world.session, survey.id, UUID(found["id"]))
    assert links.tag_of(survey.id, contributor) not in now


def test_fewer_than_fifty_people_give_no_file(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    contribute(world, survey, 48)
    found = release(world, study)
    assert (found["status"], found["rows"]) == ("refused", 0) and "45 people" in found["refusal"]
    assert world.reader("rosa").api("POST", f"/releases/{found['id']}/files").status_code == 409
    assert "There is no file" in world.reader("rosa").get(f"/research/releases/{found['id']}").text


def test_too_few_newcomers_give_no_second_file(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    contribute(world, survey, 70)
    release(world, study)
    clock.turn(timedelta(days=31))
    contribute(world, survey, 8, seed=5)
    found = release(world, study)
    assert found["status"] == "refused" and "new since the last release" in found["refusal"]


def test_the_hats_keep_the_two_sides_apart(world: World) -> None:
    for hat, table_ in (
        ("research", "release_contributor"),
        ("research", "release_hold"),
        ("web", "research.release_master"),
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            db.wearing(world.session, hat),  # type: ignore[arg-type]
        ):
            world.session.connection().execute(text(f"SELECT 1 FROM {table_}"))
        world.session.rollback()


def test_a_master_never_changes(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    contribute(world, survey, 60)
    release(world, study)
    with (
        pytest.raises(Exception, match="permission denied|append-only"),
        db.wearing(world.session, "research"),
    ):
        world.session.connection().execute(text("UPDATE research.release_master SET sha256 = ''"))
    world.session.rollback()


def test_a_double_click_asks_once(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    rosa = world.reader("rosa")
    key = {"idempotency-key": "the-same-key"}
    first = rosa.api("POST", f"/studies/{study}/releases", {}, headers=key)
    second = rosa.api("POST", f"/studies/{study}/releases", {}, headers=key)
    assert (first.json()["id"], second.headers["idempotency-replayed"]) == (second.json()["id"], "true")
    assert rosa.api("POST", f"/studies/{study}/releases", {}).status_code == 409
    assert len(rosa.api("GET", f"/studies/{study}/releases").json()["items"]) == 1


def test_a_release_needs_the_agreement_of_everybody_named(world: World) -> None:
    people = [
        {"name": "Rosa Lind", "affiliation": "Institute"},
        {"name": "Nils Holm", "affiliation": "Institute", "email": "nils@example.org"},
    ]
    study = open_study(world, people=people)
    refused = world.reader("rosa").api("POST", f"/studies/{study}/releases", {})
    assert refused.status_code == 409 and "agreement" in refused.json()["title"]


@pytest.mark.parametrize("body", [{"k": 5}, {"l": 1}, {"t": 0.9}, {"k": True}, {"t": "0.2"}, {"odd": 1}])
def test_the_floor_cannot_be_lowered(world: World, body: dict[str, object]) -> None:
    study = open_study(world)
    rosa = world.reader("rosa")
    assert rosa.api("POST", f"/studies/{study}/releases", body).status_code == 422
    assert rosa.api("GET", f"/studies/{study}/releases").json()["items"] == []


def test_the_job_page_moves_without_a_script(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    contribute(world, survey, 60)
    path = f"/research{ask(world, study)}"
    rosa = world.reader("rosa")
    assert "waits for a data steward" in rosa.get(path).text
    assert world.reader("stefan").post(f"{path}/approvals").status_code == 303
    lena = world.reader("lena")
    assert "Approve this release" in lena.get(path).text
    assert lena.post(f"{path}/approvals").status_code == 303
    assert "http-equiv" in rosa.get(path).text and "<progress" in rosa.get(path).text
    run_waiting_jobs(world.session)
    page = rosa.get(path)
    assert "Make a link" in page.text and "SHA-256" in page.text
    assert "Make a link" not in world.reader("stefan").get(path).text


def test_a_month_after_closing_nobody_is_found_again(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    accounts = contribute(world, survey, 60)
    release(world, study)
    assert world.reader("rosa").api("POST", f"/studies/{study}/closing").status_code == 200
    run_waiting_jobs(world.session)
    assert recalls.held_by(world.session, contributor_id(survey.id, accounts[0]))
    clock.turn(timedelta(days=31))
    run_waiting_jobs(world.session)
    with pytest.raises(keystore.KeyDestroyed):
        contributor_id(survey.id, accounts[0])
    assert recalls.held_by(world.session, bytes(32)) == []
    assert world.reader("alice").get("/research/holders").status_code == 200
