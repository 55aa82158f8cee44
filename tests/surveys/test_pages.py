"""The pages of surveys: consent first, one question a page, kept at each step, checked, sent once, explained."""

import re
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from app.models.consent import ConsentEvent
from app.models.survey import SurveyParticipation, SurveyProgress, SurveyResponse, WaitingResponse
from tests.people import Reader, World
from tests.surveys.cast import answer, publish
from tests.surveys.test_api import words_options

ROOT = "/surveys/well-being"


def step(reader: Reader, place: int, link_id: str, value: Any, root: str = ROOT, **more: str) -> Any:
    """Sends one question's page."""
    return reader.post(f"{root}/{place}", {"link_id": link_id, "answer": value, **more})


def begin(reader: Reader, root: str = ROOT) -> Any:
    """Ticks the box and starts."""
    return reader.post(f"{root}/start", {"agree": "yes", "version": "1"})


def test_from_the_list_to_the_score(world: World) -> None:
    publish(world, study_id=uuid4())
    alice = world.reader("alice")
    assert "About 1 minute" in alice.get("/surveys").text
    note = alice.get(ROOT).text
    assert 'name="agree"' in note and "checked" not in note and "World Health Organization" in note
    assert begin(alice).headers["location"] == ROOT + "/1"
    for number in range(1, 6):
        page = alice.get(f"{ROOT}/{number}").text
        assert f"Question {number} of 5" in page and "I prefer not to answer" in page
        went = step(alice, number, f"who-5.{number}", str(number % 6))
        assert went.headers["location"] == (f"{ROOT}/{number + 1}" if number < 5 else f"{ROOT}/check")
    check = alice.get(ROOT + "/check").text
    assert check.count("?back=check") == 5 and "All of the time" in check
    sent = alice.post(ROOT + "/check")
    assert sent.headers["location"] == ROOT + "/thanks"
    thanks = alice.get(ROOT + "/thanks").text
    assert "<strong>60</strong>" in thanks and "rather good" in thanks and "no diagnosis" in thanks
    assert len(world.session.exec(select(SurveyResponse)).all()) == 1
    assert world.session.exec(select(SurveyProgress)).all() == []


def test_without_the_tick_nothing_is_asked(world: World) -> None:
    publish(world)
    alice = world.reader("alice")
    refused = alice.post(ROOT + "/start", {"version": "1"})
    assert refused.status_code == 422 and "Tick the box if you agree" in refused.text
    assert alice.get(ROOT + "/1").headers["location"] == ROOT
    assert step(alice, 1, "who-5.1", "4").headers["location"] == ROOT
    assert world.session.exec(select(ConsentEvent)).all() == []
    assert world.session.exec(select(SurveyProgress)).all() == []


def test_stopping_and_coming_back(world: World) -> None:
    publish(world)
    alice = world.reader("alice")
    begin(alice)
    step(alice, 1, "who-5.1", "4")
    assert step(alice, 2, "who-5.2", "3", later="yes").headers["location"] == "/surveys"
    assert "Begun" in alice.get("/surveys").text
    assert "Continue" in alice.get(ROOT).text
    assert alice.post(ROOT + "/start", {}).headers["location"] == ROOT + "/3"
    assert re.search(r'value="3" checked', alice.get(ROOT + "/2").text)


def test_declining_is_an_answer(world: World) -> None:
    publish(world)
    alice = world.reader("alice")
    begin(alice)
    for number in range(1, 6):
        step(alice, number, f"who-5.{number}", "decline:")
    assert "I prefer not to answer" in alice.get(ROOT + "/check").text
    alice.post(ROOT + "/check")
    assert "Too few questions" in alice.get(ROOT + "/thanks").text


def test_what_is_missing_is_named_before_sending(world: World) -> None:
    publish(world)
    alice = world.reader("alice")
    begin(alice)
    step(alice, 1, "who-5.1", "4")
    assert "Some questions have no answer yet" in alice.get(ROOT + "/check").text
    refused = alice.post(ROOT + "/check")
    assert refused.status_code == 422 and world.session.exec(select(SurveyResponse)).all() == []
    changed = step(alice, 1, "who-5.1", "2", back="check")
    assert changed.headers["location"] == ROOT + "/check"


@pytest.mark.parametrize("value", ["", "99", "x" * 12_001, "all of them"])
def test_an_answer_that_does_not_fit_is_shown_again(world: World, value: str) -> None:
    publish(world)
    alice = world.reader("alice")
    begin(alice)
    refused = step(alice, 1, "who-5.1", value)
    assert refused.status_code == 422 and 'class="error"' in refused.text
    assert world.session.exec(select(SurveyProgress)).all() == []


def test_a_double_click_sends_once_and_a_second_answer_is_refused(world: World) -> None:
    survey = publish(world)
    alice = world.reader("alice")
    begin(alice)
    for number in range(1, 6):
        step(alice, number, f"who-5.{number}", "1")
    key = {"idempotency_key": "the-very-same-key"}
    assert [alice.post(ROOT + "/check", key).status_code for _ in range(2)] == [303, 303]
    assert len(world.session.exec(select(SurveyParticipation)).all()) == 1
    assert begin(alice).status_code == 409
    assert alice.get(ROOT + "/1").headers["location"] == ROOT
    assert "You have answered this survey" in alice.get(ROOT).text
    assert len(world.session.exec(select(SurveyResponse)).all()) == 1
    assert survey.status == "open"


def test_withdrawing_erases(world: World) -> None:
    survey, alice = publish(world), world.account("alice")
    answer(world, survey, alice.id)
    reader = world.reader("alice")
    assert reader.post(ROOT + "/withdraw").headers["location"] == "/surveys"
    assert world.session.exec(select(SurveyResponse)).all() == []
    assert reader.get(ROOT + "/thanks").status_code == 404


def test_thoughts_of_death_show_help_at_once(world: World) -> None:
    publish(world, slug="mood", code="phq-9")
    alice, root = world.reader("alice"), "/surveys/mood"
    begin(alice, root)
    for number in range(1, 10):
        step(alice, number, f"phq-9.{number}", "0" if number < 9 else "1", root)
    assert "3114" in alice.get(root + "/check").text
    alice.post(root + "/check")
    thanks = alice.get(root + "/thanks").text
    assert "3114" in thanks and "You can talk to somebody now." in thanks and "Few signs" in thanks
    world.session.expire_all()


def test_an_anonymous_answer_shows_its_score_once(world: World) -> None:
    publish(world, mode="anonymous")
    alice = world.reader("alice")
    assert "nobody can find your answers" in alice.get(ROOT).text
    begin(alice)
    for number in range(1, 6):
        step(alice, number, f"who-5.{number}", "5")
    sent = alice.post(ROOT + "/check")
    cookie = re.search(r"score=([0-9a-f]+)", sent.headers["set-cookie"])
    assert cookie and len(world.session.exec(select(WaitingResponse)).all()) == 1
    kept = f"entraide={alice.token}; locale=en; score={cookie[1]}"
    thanks = alice.client.get(ROOT + "/thanks", headers={"cookie": kept}).text
    assert "<strong>100</strong>" in thanks and "not even you" in thanks
    assert "<strong>100</strong>" not in alice.get(ROOT + "/thanks").text


def test_words_pass_the_guard_and_distress_shows_help(world: World) -> None:
    publish(world, slug="words", **words_options())
    alice, root = world.reader("alice"), "/surveys/words"
    begin(alice, root)
    refused = step(alice, 1, "more", "Write to jo@example.org please", root)
    assert refused.status_code == 422 and "<mark>jo@example.org</mark>" in refused.text
    assert "Write to jo@example.org please" in refused.text
    assert step(alice, 1, "more", "Write to jo@example.org please", root, pii="mask").status_code == 303
    assert "jo@example.org" not in alice.get(root + "/1").text
    step(alice, 1, "more", "I want to kill myself", root)
    assert "3114" in alice.get(root + "/check").text


@pytest.mark.parametrize("path", ["", "/1", "/check", "/thanks", "/99999", "/" + "9" * 400, "/0", "/-1"])
def test_a_stranger_finds_nothing(world: World, path: str) -> None:
    publish(world)
    charlie = world.reader("charlie")
    real, invented = charlie.get(ROOT + path), charlie.get("/surveys/no-such-survey" + path)
    assert real.status_code == 404 and real.content == invented.content
    visitor = world.reader().get(ROOT + path)
    assert (visitor.status_code, visitor.headers.get("location", "")[:14]) in (
        (303, "/sign-in?next="),
        (404, ""),
    )


@pytest.mark.parametrize("path", ["/start", "/1", "/check", "/withdraw"])
def test_a_stranger_changes_nothing(world: World, path: str) -> None:
    publish(world)
    charlie = world.reader("charlie")
    form = {"link_id": "who-5.1", "answer": "4"} if path == "/1" else {}
    real = charlie.post(ROOT + path, form)
    assert real.status_code == 404
    assert real.content == charlie.post("/surveys/no-such-survey" + path, form).content


def test_a_page_that_does_not_exist_for_these_answers(world: World) -> None:
    publish(world)
    alice = world.reader("alice")
    begin(alice)
    assert alice.get(ROOT + "/6").status_code == 404
    assert alice.get(ROOT + "/0").status_code == 404


def test_titles_name_no_illness(world: World) -> None:
    publish(world)
    alice = world.reader("alice")
    begin(alice)
    for path in ("/surveys", ROOT, ROOT + "/1", ROOT + "/check"):
        title = re.search(r"<title>(.*?)</title>", alice.get(path).text, re.DOTALL)
        assert title and "WHO" not in title[1] and "sclerosis" not in title[1]
