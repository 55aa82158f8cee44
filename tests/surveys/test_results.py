"""Results on the promised day: small numbers left out, the rest rounded, counted once."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from app.consents import choosing, texts
from app.core import clock
from app.models.survey import Survey
from app.surveys import publishing, results
from tests.people import World, invented_id
from tests.surveys.cast import GOOD, answer, publish


@pytest.fixture
def later() -> Iterator[None]:
    """Ninety days on: the promised day has come."""
    yield
    clock.turn(timedelta(0))


def answered(world: World, many: int) -> Survey:
    survey = publish(world, study_id=uuid4())
    for number in range(many):
        first = "5" if number < 3 else "4"
        answer(world, survey, world.account(f"person{number}").id, GOOD | {"who-5.1": first})
    return survey


def counts(world: World, survey: Survey, link_id: str) -> dict[str, int | None]:
    found = results.results_of(world.session, survey)
    assert found is not None
    table = next(one for one in found.tables if one["link_id"] == link_id)
    return {row["value"]: row["count"] for row in table["rows"]}


def test_nothing_is_told_before_the_promised_day(world: World) -> None:
    survey = answered(world, 12)
    assert results.results_of(world.session, survey) is None
    told = world.reader("alice").api("GET", f"/surveys/{survey.id}/results").json()
    assert told["available"] is False and told["tables"] == []


def test_small_numbers_are_left_out_and_the_rest_rounded(world: World, later: None) -> None:
    survey = answered(world, 16)
    clock.turn(timedelta(days=90))
    assert counts(world, survey, "who-5.1") == {
        "5": None,
        "4": 15,
        "3": None,
        "2": None,
        "1": None,
        "0": None,
    }
    found = results.results_of(world.session, survey)
    assert found is not None and found.answers == 15
    assert {row["count"] for table in found.tables for row in table["rows"]} == {None, 15}


def test_fewer_than_eleven_tell_nothing(world: World, later: None) -> None:
    survey = answered(world, 10)
    clock.turn(timedelta(days=90))
    assert set(counts(world, survey, "who-5.2").values()) == {None}
    assert "Too few people" in world.reader("alice").get("/surveys/well-being/results").text


def test_a_later_change_is_never_counted_again(world: World, later: None) -> None:
    survey = answered(world, 13)
    clock.turn(timedelta(days=90))
    before = counts(world, survey, "who-5.2")
    assert survey.study_id is not None
    purpose = choosing.find_purpose(world.session, texts.study_purpose(survey.study_id))
    for number in range(5):
        choosing.take_back(world.session, purpose, world.account(f"person{number}").id, locale="en")
    assert counts(world, survey, "who-5.2") == before


def test_who_withdrew_before_is_in_no_count(world: World, later: None) -> None:
    survey = answered(world, 13)
    assert survey.study_id is not None
    purpose = choosing.find_purpose(world.session, texts.study_purpose(survey.study_id))
    for number in range(5):
        choosing.take_back(world.session, purpose, world.account(f"person{number}").id, locale="en")
    clock.turn(timedelta(days=90))
    assert set(counts(world, survey, "who-5.2").values()) == {None}


def test_answers_for_oneself_are_never_counted_together(world: World, later: None) -> None:
    survey = publish(world)
    for number in range(12):
        answer(world, survey, world.account(f"person{number}").id)
    clock.turn(timedelta(days=90))
    assert results.results_of(world.session, survey) is None


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 200), ("mona", 200), ("stefan", 200), ("rosa", 200), ("charlie", 404), ("ada", 404)],
)
def test_row_48(world: World, name: str, status: int) -> None:
    survey = publish(world, study_id=uuid4(), owner_id=world.account("rosa").id)
    reader = world.reader(name)
    answer_given = reader.api("GET", f"/surveys/{survey.id}/results")
    assert answer_given.status_code == status
    if status == 404:
        assert answer_given.content == reader.api("GET", f"/surveys/{invented_id()}/results").content
    assert reader.get("/surveys/well-being/results").status_code == status


def test_sealing_counts_first(world: World, later: None) -> None:
    survey = answered(world, 12)
    publishing.close(world.session, survey)
    publishing.seal(world.session, survey)
    assert results.results_of(world.session, survey) is None, "told before the promised day"
    alice = world.reader("alice")
    assert alice.api("GET", "/surveys").json()["items"] == []
    clock.turn(timedelta(days=90))
    assert counts(world, survey, "who-5.2")["4"] == 10
    again = world.reader("alice")
    [card] = again.api("GET", "/surveys").json()["items"]
    assert (card["state"], card["results"]) == ("closed", True)
    assert "Over, with their results" in again.get("/surveys").text
    assert again.get("/surveys/well-being/results").status_code == 200
    note = again.get("/surveys/well-being")
    assert note.status_code == 200 and "See the results" in note.text
    assert again.api("GET", f"/surveys/{survey.id}").json()["state"] == "closed"
    assert again.get("/surveys/well-being/1").status_code == 409
    assert again.get("/surveys/well-being/thanks").status_code == 404
