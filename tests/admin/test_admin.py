"""The administration: true pages for admins and stewards, nothing for everybody else, two people where two are needed."""

import re

import pytest
from sqlmodel import select

from app.core import db
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.models.account import AccountRole
from app.models.audit import AuditEntry
from app.models.community import Community
from tests.people import World

PAGES = (
    "/admin",
    "/admin/communities",
    "/admin/proposals",
    "/admin/offices",
    "/admin/audit",
    "/admin/limits",
)


def role_of(world: World, name: str) -> str:
    persona = world.persona(name)
    world.session.refresh(persona)
    return persona.role


@pytest.mark.parametrize("path", PAGES)
def test_an_admin_reads_it_and_nobody_else_does(world: World, path: str) -> None:
    assert world.reader("ada").get(path).status_code == 200
    shared = path in ("/admin/proposals", "/admin/offices", "/admin/audit")
    assert world.reader("stefan").get(path).status_code == (200 if shared else 404)
    for name in ("alice", "mona", "rosa"):
        reader = world.reader(name)
        answer, invented = reader.get(path), reader.get("/c/invented-by-a-test/chat")
        assert answer.status_code == invented.status_code == 404 and answer.content == invented.content
    visitor = world.reader().get(path)
    assert visitor.status_code == (404 if path == "/admin" else 303)
    assert world.reader("ada", stepped_up=False).get(path).headers["location"].startswith("/step-up")


def test_a_lead_is_proposed_by_an_admin_and_confirmed_by_a_steward(world: World) -> None:
    ada, amos, stefan = world.reader("ada"), world.reader("amos"), world.reader("stefan")
    for name in ("lena", "leo", "alice"):
        world.persona(name)
    handle = world.persona("alice").handle
    path = "/admin/communities/multiple-sclerosis"
    assert world.persona("lena").handle in ada.get(path).text and handle not in ada.get(path).text
    form = {"handle": handle, "wish": "appoint", "reason": "Asked by both leads"}
    assert ada.post(f"{path}/leads", form | {"handle": "Nobody here"}).status_code == 422
    assert stefan.post(f"{path}/leads", form).status_code == 403
    assert ada.post(f"{path}/leads", form).status_code == 303
    page = stefan.get("/admin/proposals").text
    found = re.search(r"/admin/proposals/([0-9a-f-]{36})", page)
    assert found and "Asked by both leads" in page
    decide = f"/admin/proposals/{found[1]}"
    assert ada.post(decide, {"word": "confirm"}).status_code == 403
    assert amos.post(decide, {"word": "confirm"}).status_code == 403
    assert stefan.post(decide, {"word": "perhaps"}).status_code == 422
    assert role_of(world, "alice") == "member"
    assert stefan.post(decide, {"word": "confirm"}).status_code == 303
    assert role_of(world, "alice") == "lead"
    assert stefan.post(decide, {"word": "refuse"}).status_code == 409


def test_a_community_keeps_two_leads(world: World) -> None:
    ada, stefan = world.reader("ada"), world.reader("stefan")
    world.persona("lena"), world.persona("leo")
    form = {"handle": world.persona("leo").handle, "wish": "end", "reason": "Moving away"}
    assert ada.post("/admin/communities/multiple-sclerosis/leads", form).status_code == 303
    found = re.search(r"/admin/proposals/[0-9a-f-]{36}", stefan.get("/admin/proposals").text)
    assert found and stefan.post(found[0], {"word": "confirm"}).status_code == 409
    assert role_of(world, "leo") == "lead"


def test_a_researcher_is_offered_by_mail_and_decides(world: World) -> None:
    stefan, ada = world.reader("stefan"), world.reader("ada")
    newcomer = world.reader("bob", persona=False)
    answers = []
    for email in ("bob@demo.example", "nobody@demo.example"):
        answers.append(stefan.post("/admin/offices/researchers", {"email": email, "wish": "grant"}))
    assert answers[0].headers["location"] == answers[1].headers["location"] == "/admin/offices"
    assert (
        ada.post("/admin/offices/researchers", {"email": "bob@demo.example", "wish": "grant"}).status_code
        == 404
    )
    run_waiting_jobs(world.session)
    mails = [one for one in list_mails() if one["to"] == "bob@demo.example" and "office" in one["subject"]]
    ticket = mails[-1]["text"].split("ticket=")[1].split()[0]
    assert world.reader("charlie").post("/settings/office", {"ticket": ticket}).status_code == 422
    assert newcomer.post("/settings/office", {"ticket": ticket}).status_code == 303
    with db.wearing(world.session, "vault"):
        assert world.session.get(AccountRole, (world.account("bob").id, "researcher"))
    assert newcomer.get("/dashboard").status_code == 404
    assert (
        stefan.post("/admin/offices/researchers", {"email": "bob@demo.example", "wish": "end"}).status_code
        == 303
    )
    with db.wearing(world.session, "vault"):
        world.session.expire_all()
        assert world.session.get(AccountRole, (world.account("bob").id, "researcher")) is None
    assert newcomer.get("/settings").headers["location"].startswith("/sign-in")


def test_who_lives_in_a_community_takes_no_office(world: World) -> None:
    from app.accounts.offices import OFFER_LASTS
    from app.core import tickets

    alice = world.reader("alice")
    ticket = tickets.issue("office", str(world.account("alice").id), OFFER_LASTS, office="researcher")
    refused = alice.post("/settings/office", {"ticket": ticket})
    assert refused.status_code == 409 and "no pseudonym" in refused.text


def test_an_admin_is_proposed_by_one_and_confirmed_by_another(world: World) -> None:
    ada, amos = world.reader("ada"), world.reader("amos")
    world.account("sofia")
    form = {"email": "sofia@demo.example", "office": "steward", "wish": "end", "reason": "Term is over"}
    assert (
        ada.post("/admin/offices", form | {"email": "ada@demo.example", "office": "admin"}).status_code == 403
    )
    assert ada.post("/admin/offices", form).status_code == 303
    found = re.search(r"/admin/proposals/[0-9a-f-]{36}", amos.get("/admin/proposals").text)
    assert found
    assert world.reader("stefan").post(found[0], {"word": "confirm"}).status_code == 404
    assert amos.post(found[0], {"word": "confirm"}).status_code == 303
    with db.wearing(world.session, "vault"):
        assert world.session.get(AccountRole, (world.account("sofia").id, "steward")) is None


def test_a_community_opens_once_with_two_leads(world: World) -> None:
    ada = world.reader("ada")
    world.account("bob"), world.account("charlie")
    form = {
        "slug": "rare-diseases", "icd10": "Q87 E88", "name_fr": "Maladies rares", "name_en": "Rare diseases",
        "lead_one": "bob@demo.example", "lead_two": "charlie@demo.example", "idempotency_key": "opened-once",
    }  # fmt: skip
    refused = ada.post(
        "/admin/communities", form | {"lead_two": "bob@demo.example", "idempotency_key": "another-one"}
    )
    assert refused.status_code == 422 and "Maladies rares" in refused.text
    assert [ada.post("/admin/communities", form).status_code for _ in range(2)] == [303, 303]
    assert len(world.session.exec(select(Community).where(Community.slug == "rare-diseases")).all()) == 1


def test_the_audit_log_is_metadata_for_admins_and_cannot_be_changed(world: World) -> None:
    ada, stefan = world.reader("ada"), world.reader("stefan")
    world.reader("alice").post("/my-data/export")
    entry = world.session.exec(
        select(AuditEntry).where(AuditEntry.content["act"].astext == "data.export")
    ).one()  # type: ignore[attr-defined]
    seen, metadata = stefan.get("/admin/audit").text, ada.get("/admin/audit").text
    assert "data.export" in seen and entry.content["actor"][:12] in seen
    assert "data.export" in metadata and entry.content["actor"][:12] not in metadata
    assert "The chain holds" in seen
    for method in ("POST", "DELETE", "PATCH"):
        assert stefan.client.request(method, "/admin/audit", headers={"cookie": f"entraide={stefan.token}"}).status_code in (404, 405)  # fmt: skip
