"""The contract of surveys: a whole response at once, one a person, one's own answer wherever one lives."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from app.models.survey import AnonymousResponse, SurveyParticipation, SurveyResponse, WaitingResponse
from tests.people import World, invented_id
from tests.surveys.cast import GOOD, answer, publish

BODY = {"answers": GOOD, "consent": True}


def test_a_member_finds_reads_answers_and_withdraws(world: World) -> None:
    survey = publish(world, study_id=uuid4())
    alice = world.reader("alice")
    [card] = alice.api("GET", "/surveys").json()["items"]
    assert (card["slug"], card["state"], card["purpose"], card["questions"]) == (
        "well-being",
        "new",
        "study",
        5,
    )
    whole = alice.api("GET", f"/surveys/{survey.id}").json()
    assert whole["consent"]["given"] is False and whole["questionnaire"]["resourceType"] == "Questionnaire"
    assert whole["licences"][0]["holder"] == "World Health Organization"
    sent = alice.api("POST", f"/surveys/{survey.id}/responses", BODY)
    assert sent.status_code == 201 and sent.json()["score"]["value"] == 80
    mine = alice.api("GET", f"/surveys/{survey.id}/responses/mine").json()
    assert mine == sent.json() and mine["answers"] == GOOD
    assert alice.api("GET", "/surveys").json()["items"][0]["state"] == "answered"
    assert alice.api("DELETE", f"/surveys/{survey.id}/responses/mine").status_code == 204
    assert alice.api("GET", f"/surveys/{survey.id}/responses/mine").status_code == 404
    assert world.session.exec(select(SurveyResponse)).all() == []


def test_without_consent_nothing_is_taken(world: World) -> None:
    survey, alice = publish(world), world.reader("alice")
    for consent in ({}, {"consent": False}, {"consent": None}):
        refused = alice.api("POST", f"/surveys/{survey.id}/responses", {"answers": GOOD} | consent)
        assert refused.status_code == 422 and refused.json()["code"] == "consent-needed"
    stale = alice.api("POST", f"/surveys/{survey.id}/responses", BODY | {"consent_version": 7})
    assert stale.status_code == 409 and stale.json()["code"] == "text-changed"
    assert world.session.exec(select(SurveyParticipation)).all() == []


def test_the_second_answer_is_a_conflict(world: World) -> None:
    survey, alice = publish(world), world.reader("alice")
    path = f"/surveys/{survey.id}/responses"
    assert alice.api("POST", path, BODY, headers={"Idempotency-Key": "once-and-only"}).status_code == 201
    replay = alice.api("POST", path, BODY, headers={"Idempotency-Key": "once-and-only"})
    assert replay.status_code == 201 and replay.headers["idempotency-replayed"] == "true"
    second = alice.api("POST", path, BODY)
    assert second.status_code == 409 and second.json()["code"] == "answered"
    assert len(world.session.exec(select(SurveyResponse)).all()) == 1


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"who-5.1": "4"},
        GOOD | {"who-5.1": 4},
        GOOD | {"who-5.1": True},
        GOOD | {"who-5.1": "77"},
        GOOD | {"who-5.1": ["4", "4"]},
        GOOD | {"who-5.1": {"missing": "skipped"}},
        GOOD | {"nobody-asked": "4"},
        GOOD | {"who-5": "4"},
        GOOD | {"who-5.1": {"a": {"b": [1, 2, {"c": None}]}}},
        [],
        "words",
        None,
    ],
)
def test_answers_that_do_not_fit_change_nothing(world: World, answers: Any) -> None:
    survey, alice = publish(world), world.reader("alice")
    refused = alice.api("POST", f"/surveys/{survey.id}/responses", {"answers": answers, "consent": True})
    assert refused.status_code == 422, refused.text
    assert world.session.exec(select(SurveyParticipation)).all() == []


@pytest.mark.parametrize(
    "raw",
    [
        b'{"answers": {"who-5.1": "\\ud800"}, "consent": true}',
        b'{"answers": {"who-5.1": "\\u0000"}, "consent": true}',
        b'{"answers": {"who-5.1": NaN}, "consent": true}',
        b'{"answers": {"who-5.1": 1e400}, "consent": true}',
        b'{"answers": {"who-5.1": ' + b"9" * 5000 + b'}, "consent": true}',
        b'{"answers": {"who-5.1": "4", "who-5.1": "3"}, "consent": true}',
        b'{"answers": {}, "consent": "true"}',
        b'{"answers": {}, "consent": true, "more": 1}',
        b'{"answers": ' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}",
    ],
)
def test_odd_json_is_refused_calmly(world: World, raw: bytes) -> None:
    survey, alice = publish(world), world.reader("alice")
    refused = alice.api(
        "POST", f"/surveys/{survey.id}/responses", content=raw, headers={"content-type": "application/json"}
    )
    assert refused.status_code in (400, 422), refused.text


def test_a_stranger_and_a_visitor(world: World) -> None:
    survey, charlie = publish(world), world.reader("charlie")
    world.session.commit()
    paths = [("GET", ""), ("POST", "/responses"), ("GET", "/responses/mine"), ("DELETE", "/responses/mine")]
    for method, path in paths:
        body = BODY if method == "POST" else None
        real = charlie.api(method, f"/surveys/{survey.id}{path}", body)
        invented = charlie.api(method, f"/surveys/{invented_id()}{path}", body)
        assert real.status_code == 404 and real.content == invented.content
        assert world.reader().api(method, f"/surveys/{survey.id}{path}", body).status_code == 401
    assert charlie.api("GET", "/surveys").json()["items"] == []
    assert world.reader().api("GET", "/surveys").status_code == 401


@pytest.mark.parametrize(
    ("name", "sees", "answers"),
    [("mona", 200, 201), ("lena", 200, 201), ("stefan", 200, 404), ("rosa", 404, 404), ("ada", 404, 404)],
)
def test_rows_42_and_43(world: World, name: str, sees: int, answers: int) -> None:
    survey = publish(world)
    reader = world.reader(name)
    assert reader.api("GET", f"/surveys/{survey.id}").status_code == sees
    assert reader.api("POST", f"/surveys/{survey.id}/responses", BODY).status_code == answers


def test_a_researcher_sees_their_own_survey(world: World) -> None:
    survey = publish(world, owner_id=world.account("rosa").id, study_id=uuid4())
    assert world.reader("rosa").api("GET", f"/surveys/{survey.id}").status_code == 200


@pytest.mark.parametrize(
    ("status", "role", "code"),
    [
        ("pending", "member", 404),
        ("banned", "member", 404),
        ("left", "member", 404),
        ("active", "professional", 404),
    ],
)
def test_only_those_inside_may_answer(world: World, status: str, role: str, code: int) -> None:
    survey = publish(world)
    world.persona("bob", status=status, role=role)
    bob = world.reader("bob", persona=False)
    assert bob.api("GET", f"/surveys/{survey.id}").status_code == code
    assert bob.api("POST", f"/surveys/{survey.id}/responses", BODY).status_code == code


def test_a_muted_member_may_answer(world: World) -> None:
    from datetime import timedelta

    from app.core import clock

    survey = publish(world)
    world.persona("bob", muted_until=clock.now() + timedelta(days=1))
    assert (
        world.reader("bob", persona=False).api("POST", f"/surveys/{survey.id}/responses", BODY).status_code
        == 201
    )


@pytest.mark.parametrize("status", ["left", "banned"])
def test_who_left_or_was_banned_keeps_their_answer(world: World, status: str) -> None:
    survey, alice = publish(world), world.account("alice")
    answer(world, survey, alice.id)
    world.persona("alice", status=status)
    reader = world.reader("alice", persona=False)
    assert reader.api("GET", f"/surveys/{survey.id}").status_code == 404
    assert reader.api("GET", f"/surveys/{survey.id}/responses/mine").json()["answers"] == GOOD
    assert reader.api("DELETE", f"/surveys/{survey.id}/responses/mine").status_code == 204


@pytest.mark.parametrize("name", ["mona", "lena", "stefan", "rosa", "ada"])
def test_nobody_reads_another_persons_answer(world: World, name: str) -> None:
    survey = publish(world, owner_id=world.account("rosa").id, study_id=uuid4())
    answer(world, survey, world.account("alice").id)
    reader = world.reader(name)
    real = reader.api("GET", f"/surveys/{survey.id}/responses/mine")
    assert real.status_code == 404
    assert real.content == reader.api("GET", f"/surveys/{invented_id()}/responses/mine").content


def test_an_anonymous_answer_leaves_no_way_back(world: World) -> None:
    survey, alice = publish(world, mode="anonymous"), world.reader("alice")
    path = f"/surveys/{survey.id}/responses"
    sent = alice.api("POST", path, BODY, headers={"Idempotency-Key": "no-body-is-kept"})
    assert sent.status_code == 201 and sent.json()["answers"] is None and sent.json()["score"]["value"] == 80
    assert alice.api("POST", path, BODY).status_code == 409
    assert alice.api("GET", path + "/mine").json()["code"] == "anonymous"
    assert alice.api("DELETE", path + "/mine").status_code == 409
    assert alice.api("POST", path, BODY, headers={"Idempotency-Key": "no-body-is-kept"}).content == b""
    [waiting] = world.session.exec(select(WaitingResponse)).all()
    [mark] = world.session.exec(select(SurveyParticipation)).all()
    assert mark.contributor != waiting.id.bytes and world.session.exec(select(SurveyResponse)).all() == []
    shared = set(SurveyParticipation.__table__.columns.keys()) & set(
        AnonymousResponse.__table__.columns.keys()
    )  # type: ignore[attr-defined]
    assert shared == {"survey_id"}


def test_personal_data_in_words_is_shown_before_it_is_kept(world: World) -> None:
    survey, alice = publish(world, slug="words", **words_options()), world.reader("alice")
    path = f"/surveys/{survey.id}/responses"
    body = {"answers": {"more": "Call me on 06 12 34 56 78."}, "consent": True}
    refused = alice.api("POST", path, body)
    assert refused.status_code == 422 and refused.json()["code"] == "pii"
    assert refused.json()["spans"][0]["kind"] == "phone" and "more" in refused.json()["errors"]
    sent = alice.api("POST", path, body | {"pii": "mask"})
    assert sent.status_code == 201 and "06 12" not in sent.json()["answers"]["more"]


def words_options() -> dict[str, Any]:
    """A survey of one question in free words."""
    from app.surveys.questionnaire.import_fhir import import_fhir

    source = b'{"resourceType": "Questionnaire", "status": "active", "title": "More", "item": [{"linkId": "more", "type": "text", "text": "Anything to add?"}]}'
    return {"questionnaire": import_fhir(source)[0], "scoring": None}
