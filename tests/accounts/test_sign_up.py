"""Joining: a real link, the same answer for a known address, and refusals that keep what was typed."""

import re

from sqlmodel import col, select

from app.core import db
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.models.account import Account
from tests.people import World

FORM = {
    "email": "newcomer@example.org",
    "password": "river and stone",
    "birth_year": "1980",
    "adult": "yes",
    "charter": "yes",
}


def test_a_visitor_signs_up_verifies_and_signs_in(world: World) -> None:
    visitor = world.reader()
    assert visitor.post("/sign-up", FORM).headers["location"] == "/sign-up/sent"
    with db.wearing(world.session, "vault"):
        account = world.session.exec(select(Account).order_by(col(Account.created_month))).all()[-1]
        assert account.status == "unverified"
    assert (
        visitor.post("/sign-in", FORM | {"adult": None, "charter": None, "birth_year": None}).status_code
        == 422
    )


def test_a_known_address_gets_the_same_answer(world: World) -> None:
    world.account("alice")
    visitor = world.reader()
    known = visitor.post("/sign-up", FORM | {"email": "Alice@Demo.example"})
    unknown = visitor.post("/sign-up", FORM)
    assert (known.status_code, known.headers["location"], known.content) == (
        unknown.status_code,
        unknown.headers["location"],
        unknown.content,
    )


def test_a_refused_form_keeps_what_was_typed(world: World) -> None:
    answer = world.reader().post("/sign-up", FORM | {"birth_year": "2015"})
    assert answer.status_code == 422
    assert "newcomer@example.org" in answer.text and "adults" in answer.text
    assert "river and stone" not in answer.text


def test_a_form_from_another_site_is_refused(world: World) -> None:
    answer = world.reader().post("/sign-up", FORM, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_signing_in_and_out(world: World) -> None:
    world.account("bob")
    visitor = world.reader()
    wrong = visitor.post("/sign-in", {"email": "bob@demo.example", "password": "not this one"})
    assert wrong.status_code == 422 and "not right" in wrong.text
    right = visitor.post(
        "/sign-in", {"email": "bob@demo.example", "password": "three calm words", "next": "/home"}
    )
    assert right.status_code == 303
    cookie = re.search(r"entraide=([^;]+)", right.headers["set-cookie"])
    assert cookie
    visitor.token = cookie[1]
    assert visitor.get("/step-up").status_code == 200
    assert visitor.post("/sign-out").status_code == 303
    assert visitor.get("/step-up").headers["location"].startswith("/sign-in?next=")


def test_tokens_of_the_contract(world: World) -> None:
    world.account("bob")
    visitor = world.reader()
    answer = visitor.client.post(
        "/api/v1/auth/token", data={"username": "bob@demo.example", "password": "three calm words"}
    )
    assert answer.status_code == 200
    bearer = {"authorization": "Bearer " + answer.json()["access_token"]}
    assert visitor.client.post("/api/v1/auth/socket-ticket", headers=bearer).json()["expires_in"] == 30
    assert visitor.client.post("/api/v1/auth/sign-out", headers=bearer).status_code == 204
    assert visitor.client.post("/api/v1/auth/sign-out", headers=bearer).status_code == 401


def test_nothing_is_mailed_before_the_commit(world: World) -> None:
    before = len(list_mails())
    world.reader().post("/sign-up", FORM | {"password": "short"})
    run_waiting_jobs(world.session)
    assert len(list_mails()) == before
