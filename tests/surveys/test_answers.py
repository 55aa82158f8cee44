"""Answers: sealed, one a person, read by the releases with the reasons for each empty cell, erased on request."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.consents import ledger, texts
from app.core.errors import Conflict, Invalid
from app.models.survey import SurveyResponse
from app.surveys import answering, answers, publishing, withdrawing
from tests.people import World
from tests.surveys.cast import GOOD, answer, publish


def test_a_response_is_sealed_and_comes_back_for_the_release(world: World) -> None:
    survey, alice = publish(world, study_id=uuid4()), world.account("alice")
    answer(world, survey, alice.id, GOOD | {"who-5.2": {"missing": "declined"}})
    [row] = world.session.exec(select(SurveyResponse)).all()
    assert b"declined" not in row.sealed and bytes(row.contributor) != alice.id.bytes
    [one] = answers.completed(world.session, survey.id)
    assert one.contributor == answering.contributor_of(survey, alice.id) and one.version == 1
    assert one.answers == GOOD | {"who-5.2": {"missing": "declined"}}
    assert answers.count(world.session, survey.id) == 1


def test_without_consent_nothing_is_kept(world: World) -> None:
    survey, alice = publish(world, study_id=uuid4()), world.account("alice")
    with pytest.raises(Invalid) as refused:
        answering.submit(world.session, survey, alice.id, GOOD)
    assert refused.value.code == "consent-needed"
    assert answers.completed(world.session, survey.id) == []


def test_a_second_answer_is_refused(world: World) -> None:
    survey, alice = publish(world), world.account("alice")
    answer(world, survey, alice.id)
    with pytest.raises(Conflict):
        answering.submit(world.session, survey, alice.id, GOOD)


def test_answers_that_do_not_fit_are_named(world: World) -> None:
    survey, alice = publish(world), world.account("alice")
    answering.agree(world.session, survey, alice.id, locale="en")
    with pytest.raises(answering.AnswersRefused) as refused:
        answering.submit(world.session, survey, alice.id, GOOD | {"who-5.1": "99", "who-9.9": "1"})
    assert set(refused.value.faults) == {"who-5.1", "who-9.9"}
    with pytest.raises(answering.AnswersRefused) as refused:
        answering.submit(world.session, survey, alice.id, {"who-5.1": "1"})
    assert set(refused.value.faults) == {f"who-5.{number}" for number in range(2, 6)}


def test_answers_are_saved_on_the_way(world: World) -> None:
    survey, alice = publish(world), world.account("alice")
    answering.agree(world.session, survey, alice.id, locale="en")
    draft = answering.start(world.session, survey, alice.id)
    for name, value in GOOD.items():
        draft = answering.save(world.session, survey, alice.id, draft, name, value)
    again = answering.start(world.session, survey, alice.id)
    assert again.begun and again.answers == GOOD
    score = answering.submit(world.session, survey, alice.id)
    assert score is not None and score.value == 80 and score.band is not None and score.band.code == "good"


def test_withdrawing_erases_takes_the_consent_back_and_tells_the_releases(world: World) -> None:
    study = uuid4()
    survey, alice = publish(world, study_id=study), world.account("alice")
    answer(world, survey, alice.id)
    contributor = answering.contributor_of(survey, alice.id)
    assert ledger.eligible(world.session, texts.study_purpose(study), minimum_version=1) == {contributor}
    withdrawing.withdraw(world.session, survey.id, contributor)
    assert answers.completed(world.session, survey.id) == []
    assert ledger.eligible(world.session, texts.study_purpose(study), minimum_version=1) == set()
    jobs = world.session.execute(
        text("SELECT args FROM jobs.procrastinate_jobs WHERE task_name = 'releases.withdrawn'")
    ).scalars()
    assert [row["contributor"] for row in jobs] == [contributor.hex()]


def test_a_destroyed_key_ends_the_survey(world: World) -> None:
    survey, alice = publish(world), world.account("alice")
    answer(world, survey, alice.id)
    publishing.seal(world.session, survey)
    with pytest.raises(Conflict):
        answering.contributor_of(survey, alice.id)
