"""The whole story, in a browser without JavaScript for everything but live chat, over real mail, sockets and PostgreSQL."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.join import join
from tests.journeys.keyboard import Person
from tests.journeys.talk import talk
from tests.server import Server
from tools.browser import installed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


def test_the_story(demo: Server, browser: Browser) -> None:
    def somebody(name: str = "", *, scripts: bool = False) -> Person:
        return Person(browser, demo.url, name, scripts)

    nora, bob, mona, lena = somebody(), somebody("bob"), somebody("mona"), somebody("lena")
    for one in (bob, mona, lena):
        one.sign_in()
    handle = join(nora, mona)
    assert handle
    thread = talk(nora, bob, mona, lena)
    assert thread
