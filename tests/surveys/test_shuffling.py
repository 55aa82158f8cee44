"""Anonymous answers: batches of ten, both tables written anew, nothing that joins them."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import select

from app.models.survey import AnonymousResponse, SurveyParticipation, WaitingResponse
from app.surveys import answers, publishing, shuffling
from tests.people import World
from tests.surveys.cast import GOOD, answer, publish


def answered(world: World, many: int, slug: str = "well-being") -> tuple[UUID, list[UUID]]:
    survey = publish(world, slug=slug, mode="anonymous")
    people = [world.account(f"person{slug}{number}").id for number in range(many)]
    for number, account_id in enumerate(people):
        answer(world, survey, account_id, GOOD | {"who-5.1": str(number % 6)})
    return survey.id, people


def test_fewer_than_ten_wait(world: World) -> None:
    survey_id, _ = answered(world, 9)
    shuffling.shuffle_waiting(world.session)
    assert len(world.session.exec(select(WaitingResponse)).all()) == 9
    assert answers.completed(world.session, survey_id) == []


def test_ten_move_together_and_leave_no_trace_of_who(world: World) -> None:
    survey_id, _ = answered(world, 12)
    before = {(row.id, bytes(row.sealed)) for row in world.session.exec(select(WaitingResponse))}
    shuffling.shuffle_waiting(world.session)
    assert world.session.exec(select(WaitingResponse)).all() == []
    rows = world.session.exec(select(AnonymousResponse)).all()
    marks = world.session.exec(select(SurveyParticipation)).all()
    assert len(rows) == len(marks) == 12 and all(mark.anonymous for mark in marks)
    assert not {row.id for row in rows} & {row_id for row_id, _ in before}
    assert not {bytes(row.sealed) for row in rows} & {sealed for _, sealed in before}
    found = answers.completed(world.session, survey_id)
    assert sorted(one.answers["who-5.1"] for one in found) == sorted(str(number % 6) for number in range(12))
    for table in ("anonymous_response", "survey_participation"):
        written = world.session.execute(text(f"SELECT count(DISTINCT xmin::text) FROM {table}")).scalar()
        assert written == 1, f"{table} was not written anew as a whole"


def test_a_closed_survey_waits_for_nobody(world: World) -> None:
    survey_id, _ = answered(world, 2)
    world.act_in("multiple-sclerosis")
    survey = world.session.get(publishing.Survey, survey_id)
    assert survey is not None
    publishing.close(world.session, survey)
    shuffling.shuffle_waiting(world.session)
    assert len(answers.completed(world.session, survey_id)) == 2
