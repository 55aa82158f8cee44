"""Data rights: all of one's answers in the copy, none of them after the account."""

import json
from uuid import uuid4

from sqlalchemy import text
from sqlmodel import select

from app.access.person import Person
from app.consents import ledger, texts
from app.consents import rights as consent_rights
from app.models.consent import ConsentEvent
from app.models.survey import SurveyParticipation, SurveyProgress, SurveyResponse
from app.surveys import answering, answers, rights
from tests.people import World
from tests.surveys.cast import GOOD, answer, publish
from tests.surveys.test_api import words_options

CANARY = "my canary sings at dawn"


def test_the_copy_holds_every_answer_and_every_receipt(world: World) -> None:
    alice, bob = world.account("alice"), world.account("bob")
    survey = publish(world, slug="words", **words_options())
    answer(world, survey, alice.id, {"more": CANARY})
    unfinished = publish(world)
    answering.agree(world.session, unfinished, alice.id, locale="en")
    draft = answering.start(world.session, unfinished, alice.id)
    answering.save(world.session, unfinished, alice.id, draft, "who-5.1", "4")
    mine = rights.gather(world.session, Person(alice.id, ()))
    assert CANARY in json.dumps(mine) and mine["unfinished"][0]["answers"][0]["answer"] == "4"
    assert CANARY not in json.dumps(rights.gather(world.session, Person(bob.id, ())))
    receipts = consent_rights.gather(world.session, Person(alice.id, ()))["receipts"]
    assert [one["event"]["purpose"] for one in receipts] == ["service"] and receipts[0]["signature"]
    json.dumps(receipts)


def test_erasing_leaves_nothing_and_ends_every_consent(world: World) -> None:
    study, alice, bob = uuid4(), world.account("alice"), world.account("bob")
    survey = publish(world, study_id=study)
    for account in (alice, bob):
        answer(world, survey, account.id)
    anonymous = publish(world, slug="worries", mode="anonymous")
    answer(world, anonymous, alice.id, GOOD)
    person = Person(alice.id, ())
    assert rights.erase(world.session, person, keep_words=True) == 2
    assert consent_rights.erase(world.session, person) == 1  # the service; the study's ended with the answer
    left = world.session.exec(select(SurveyParticipation)).all()
    assert [bytes(mark.contributor) for mark in left] == [answering.contributor_of(survey, bob.id)]
    assert len(world.session.exec(select(SurveyResponse)).all()) == 1
    assert world.session.exec(select(SurveyProgress)).all() == []
    assert len(answers.completed(world.session, survey.id)) == 1
    assert len(ledger.eligible(world.session, texts.study_purpose(study), minimum_version=1)) == 1
    reasons = {event.reason for event in world.session.exec(select(ConsentEvent)) if event.act == "withdraw"}
    assert reasons == {"account_closed"}
    told = world.session.execute(
        text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE task_name = 'releases.withdrawn'")
    )
    assert told.scalar() == 1 and ledger.verify(world.session).holds
