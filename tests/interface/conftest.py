"""A browser for these tests, and one signed-in page a person, kept for all of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.interface.witness import Witness
from tests.journeys.keyboard import Person
from tests.server import Server

Open = Callable[[str], Witness]


@pytest.fixture(scope="session")
def pages(demo: Server, chromium: Browser) -> Open:
    """The page of a person, with somebody who writes down what the browser complains of."""
    known: dict[str, Witness] = {}

    def page_of(who: str) -> Witness:
        if who not in known:
            person = Person(chromium, demo.url, who, scripts=True)
            if who:
                person.sign_in()
            known[who] = Witness(person.page, demo.url)
        return known[who]

    return page_of
