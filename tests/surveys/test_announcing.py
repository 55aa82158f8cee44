"""A survey that opens is told to those who may answer; one that waits for its study is neither told nor answered."""

from uuid import uuid4

import pytest
from sqlmodel import select

from app.core.errors import Conflict
from app.core.jobs import run_waiting_jobs
from app.models.notification import Notification
from app.surveys import announcing, answering, publishing
from tests.people import World
from tests.surveys.cast import GOOD, publish


def alerts(world: World) -> list[str]:
    world.act_in("multiple-sclerosis", "anxiety")
    return sorted(str(one.persona_id) for one in world.session.exec(select(Notification)))


def test_members_are_told_and_nobody_else(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "BATCH", 2)
    told = [world.persona(name) for name in ("alice", "bob", "mona", "lena")]
    world.persona("charlie")
    world.persona("dora", status="pending")
    world.persona("paul", role="professional")
    publish(world)
    run_waiting_jobs(world.session)
    assert alerts(world) == sorted(str(persona.id) for persona in told)


def test_a_researchers_survey_waits_for_its_study(world: World) -> None:
    world.persona("alice")
    survey = publish(world, owner_id=world.account("rosa").id)
    run_waiting_jobs(world.session)
    assert alerts(world) == []
    alice = world.reader("alice")
    assert alice.api("GET", "/surveys").json()["items"] == []
    assert "waits until two people" in alice.get("/surveys/well-being").text
    refused = alice.api("POST", f"/surveys/{survey.id}/responses", {"answers": GOOD, "consent": True})
    assert refused.status_code == 409 and refused.json()["code"] == "waiting"


def test_a_closed_survey_is_not_told(world: World) -> None:
    world.persona("alice")
    survey = publish(world)
    publishing.close(world.session, survey)
    run_waiting_jobs(world.session)
    assert alerts(world) == []
    with pytest.raises(Conflict):
        answering.start(world.session, survey, world.account("alice").id)


def test_an_unknown_survey_is_no_error(world: World) -> None:
    announcing.tell_members(world.session, str(uuid4()), str(world.community().id))
