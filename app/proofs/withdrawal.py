"""Withdrawal that reaches: who withdrew is in no later file, and whoever holds an earlier one is told and must confirm."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.core import db
from app.demo.cast import HOME
from app.demo.people import invented
from app.models.release import ReleaseContributor
from app.proofs import dump
from app.proofs.instance import Instance
from app.proofs.reader import Reader
from app.proofs.report import Attack, Count
from app.releases import links

API = "/api/v1"
# Somebody who withdrew is out: one row too many breaks the promise.
NONE = 0
BEFORE, AFTER = 3, 2
PATIENCE = 60.0
# A withdrawal is told to whoever holds a file at once; a minute is the longest a job may wait here.
DEADLINE = 60.0


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """Some withdraw before a freeze, some after it."""
    if instance.var is None:
        raise RuntimeError("withdrawal needs the database in hand: files name nobody")
    rosa, sofia, lena = (Reader(instance.url).sign_in(name) for name in ("rosa", "sofia", "lena"))
    study = next(one for one in rosa.items(f"{API}/studies") if one["status"] == "open")
    survey = rosa.get(f"{API}/studies/{study['id']}").json()["survey_id"]
    step("some withdraw, then the file is frozen")
    people = participants(instance, survey, BEFORE + AFTER)
    early = [_withdraw(one, survey) for one in people[:BEFORE]]
    release = freeze(rosa, sofia, lena, study["id"])
    inside = Count("somebody who withdrew is in the next file", NONE)
    with dump.inside(instance.var), db.open_session() as session:
        held = _held(session, release)
        tags = [links.tag_of(UUID(survey), bytes.fromhex(one)) for one in early]
    for tag in tags:
        inside.add(tag in held)
    step("others withdraw from the frozen file")
    late = [_withdraw(one, survey) for one in people[BEFORE:]]
    told, still = _told(instance, rosa, release, UUID(survey), late, held)
    return [inside.done(), told, still]


def participants(instance: Instance, survey: str, wanted: int) -> list[Reader]:
    """Members who answered, signed in."""
    found = []
    for card in invented("demo"):
        if card.role == "member" and HOME in card.communities and card.name.startswith("member-"):
            person = Reader(instance.url).sign_in(card.name)
            if person.get(f"{API}/surveys/{survey}/responses/mine").status == 200:
                found.append(person)
            if len(found) == wanted:
                return found
    raise RuntimeError("too few members answered")


def _withdraw(person: Reader, survey: str) -> str:
    """Takes the yes to the study back; gives the contributor's id, from the person's own receipt."""
    uses = [
        one
        for one in person.items(f"{API}/me/consents")
        if one["purpose"].startswith("study.") and one["state"] == "given"
    ]
    contributor = ""
    for use in uses:
        said = person.send("POST", f"{API}/me/consents", {"purpose": use["purpose"], "act": "withdraw"})
        if said.status != 200:
            raise RuntimeError(f"{person.name} could not withdraw: {said.status} {said.text[:200]}")
        receipt = person.get(f"{API}/me/consents/receipts/{said.json()['receipt']}").json()
        contributor = receipt["event"]["contributor"]
    person.send("DELETE", f"{API}/surveys/{survey}/responses/mine")
    return contributor


def freeze(rosa: Reader, sofia: Reader, lena: Reader, study: str) -> str:
    """Asked for by the researcher, agreed to by a steward and a lead, frozen by the worker."""
    asked = rosa.send("POST", f"{API}/studies/{study}/releases", {"k": 11, "l": 2, "t": 0.3})
    if asked.status != 201:
        raise RuntimeError(f"the researcher could not ask: {asked.status} {asked.text[:200]}")
    release = str(asked.json()["id"])
    for office in (sofia, lena):
        said = office.send("POST", f"{API}/releases/{release}/approvals", {})
        if said.status not in (200, 201):
            raise RuntimeError(f"{office.name} could not agree: {said.status} {said.text[:200]}")
    deadline = time.monotonic() + PATIENCE
    state: dict[str, Any] = {}
    while time.monotonic() < deadline:
        state = rosa.get(f"{API}/releases/{release}").json()
        if state["status"] in ("frozen", "refused"):
            break
        time.sleep(0.5)
    if state.get("status") != "frozen":
        raise RuntimeError(f"the file was not frozen: {state}")
    return release


def _held(session: Session, release: str) -> set[bytes]:
    rows = session.exec(
        select(ReleaseContributor.tag).where(col(ReleaseContributor.release_id) == UUID(release))
    )
    return {bytes(tag) for tag in rows}


def _told(
    instance: Instance, rosa: Reader, release: str, survey: UUID, late: list[str], held: set[bytes]
) -> tuple[Attack, Attack]:
    told = Count("a holder of a file not told of a withdrawal in time", NONE)
    still = Count("a file that can be fetched while a recall waits", NONE)
    assert instance.var is not None
    with dump.inside(instance.var):
        reached = [one for one in late if links.tag_of(survey, bytes.fromhex(one)) in held]
    if not reached:
        raise RuntimeError("nobody of the file withdrew: try again")
    deadline = time.monotonic() + DEADLINE
    waiting: list[dict[str, Any]] = []
    while not waiting and time.monotonic() < deadline:
        waiting = [one for one in rosa.items(f"{API}/recalls") if one["release_id"] == release]
        time.sleep(0.5)
    told.add(not waiting, "no recall")
    mails = Reader(instance.url).get("/dev/mail.json").text
    told.add("rosa@demo.example" not in mails, "no mail")
    link = rosa.send("POST", f"{API}/releases/{release}/files")
    still.add(link.status < 400, f"a link was given: {link.status}")
    return told.done(), still.done()
