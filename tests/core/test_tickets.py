"""Tickets travel in addresses: they tell nothing, and open nothing but what they were made for."""

import base64
from datetime import timedelta

import pytest

from app.core import tickets
from tests.people import World

MINUTE = timedelta(minutes=1)


def test_a_ticket_says_nothing_of_its_subject() -> None:
    ticket = tickets.issue("socket", "the session's own token", MINUTE)
    content = base64.urlsafe_b64decode(ticket.split(".")[1] + "==").decode()
    assert "session" not in content
    assert tickets.read("socket", ticket).subject == "the session's own token"


def test_a_ticket_of_another_purpose_opens_nothing() -> None:
    with pytest.raises(tickets.BadTicket):
        tickets.read("access", tickets.issue("socket", "somebody", MINUTE))


def test_a_socket_ticket_is_no_way_to_the_session(world: World) -> None:
    alice = world.reader("alice")
    given = alice.api("POST", "/auth/socket-ticket").json()["ticket"]
    content = base64.urlsafe_b64decode(given.split(".")[1] + "==").decode()
    assert alice.token not in content
