"""Data rights: a member learns which releases hold their answers; erasure recalls them."""

import random

from app.access.person import Person
from app.consents.contributor import contributor_id
from app.releases import recalls, rights
from app.studies import rights as study_rights
from app.surveys import answering
from tests.people import World
from tests.releases.cast import release
from tests.studies.cast import answers_of, contribute, open_study, publish


def test_a_member_sees_and_recalls(world: World) -> None:
    survey = publish(world)
    study = open_study(world, survey)
    alice = world.account("alice")
    world.persona("alice")
    world.act_in("multiple-sclerosis")
    world.session.refresh(survey)
    answering.agree(world.session, survey, alice.id, locale="en")
    answering.submit(world.session, survey, alice.id, answers_of(random.Random(9)))
    contribute(world, survey, 60)
    assert release(world, study)["status"] == "frozen"
    page = world.reader("alice").get("/research/holders")
    assert "Days and fatigue" in page.text and "Rosa Lind" in page.text
    assert "Days and fatigue" not in world.reader("bob").get("/research/holders").text
    consents = world.reader("alice").get("/consents").text
    assert "Days and fatigue" in consents and "Rosa Lind" in consents
    person = Person(alice.id, ())
    [line] = rights.gather(world.session, person)["releases"]
    assert (line["study"], line["release"], line["recalled"]) == ("Days and fatigue", 1, False)
    assert rights.erase(world.session, person, keep_words=False) == 1
    assert rights.erase(world.session, person, keep_words=False) == 0
    assert recalls.held_by(world.session, contributor_id(survey.id, alice.id))[0].withdrawn
    rosa = Person(world.account("rosa").id, ())
    assert [one["status"] for one in study_rights.gather(world.session, rosa)["studies"]] == ["open"]
    assert study_rights.erase(world.session, rosa, keep_words=False) == 0
