"""The whole story, in a browser without JavaScript for everything but live chat, over real mail, sockets and PostgreSQL."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.database import ROOT
from tests.journeys.answer import answer
from tests.journeys.join import ADDRESS, HOME, PASSWORD, join
from tests.journeys.keyboard import Person, turn_clock, until
from tests.journeys.later import a_month_passes, others_answer
from tests.journeys.leave import leave
from tests.journeys.live import chat
from tests.journeys.release import ask_and_approve, download, propose
from tests.journeys.talk import talk
from tests.journeys.track import track
from tests.server import Server, served

SURVEY = "well-being-this-season"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the story's own: it is killed, and its clock runs ahead in the end."""
    with served(tmp_path_factory.mktemp("story")) as running:
        yield running
    turn_clock(0)


def test_the_story(server: Server, chromium: Browser, tmp_path: Path) -> None:
    def somebody(name: str = "", *, scripts: bool = False) -> Person:
        return Person(chromium, server.url, name, scripts)

    nora, bob, mona, lena = somebody(), somebody("bob"), somebody("mona"), somebody("lena")
    for one in (bob, mona, lena):
        one.sign_in()
    assert join(nora, mona)
    thread = talk(nora, bob, mona, lena)

    live = somebody(ADDRESS, scripts=True).sign_in(PASSWORD), somebody("bob", scripts=True).sign_in()
    chat(*live, server)
    assert not live[0].refused and not live[1].refused, "the content security policy was broken"

    receipt = answer(nora, SURVEY, tmp_path)
    verified = subprocess.run(
        [sys.executable, "-m", "app.cli", "consent", "verify", str(receipt)], check=False,
        cwd=ROOT, env=server.environment(), capture_output=True, text=True,
    )  # fmt: skip
    assert verified.returncode == 0, verified.stdout + verified.stderr
    track(nora, tmp_path)

    rosa, stefan = somebody("rosa").sign_in(), somebody("stefan").sign_in()
    propose(rosa, stefan, lena)
    _strangers_see_nothing(somebody("charlie").sign_in(), thread)
    rosa.go("/research/register")
    rosa.page.get_by_role("link").filter(has_text="this season").first.click()
    study = rosa.page.url.removeprefix(server.url).split("?")[0]
    release = ask_and_approve(rosa, stefan, lena, study)
    rows = download(rosa, release, tmp_path)
    assert len(rows) >= 50

    nora.go(f"/surveys/{SURVEY}/thanks").press("Withdraw my answers")
    _recalled(nora, rosa, release)

    others_answer(server, SURVEY, tmp_path)
    a_month_passes(server)
    for one in (rosa, stefan, lena):
        one.sign_in()
    nora.sign_in(PASSWORD)
    later = ask_and_approve(rosa, stefan, lena, study)
    assert later != release
    nora.go("/research/holders").must_see("Release 1", "You have withdrawn.")
    assert not nora.sees("Release 2"), "who withdrew is in no later release"
    leave(nora, tmp_path)


def _recalled(nora: Person, rosa: Person, release: str) -> None:
    """Rosa has a recall to acknowledge; Nora sees who held her answers."""

    def asked() -> str:
        rosa.go(release)
        return "yes" if rosa.sees("A recall to acknowledge") else ""

    until(asked, "the recall", 30)
    rosa.press("I acknowledge this recall")
    rosa.go(release)
    assert not rosa.sees("A recall to acknowledge")
    nora.go("/research/holders").must_see("You have withdrawn.", "Rosa", "has acknowledged the recall")


def _strangers_see_nothing(charlie: Person, thread: str) -> None:
    """The same page for what exists and for what was invented."""
    invented = charlie.page.request.get(charlie.url + "/c/no-such-place").text()
    for path in (
        HOME,
        thread,
        f"{HOME}/chat",
        f"{HOME}/members",
        f"{HOME}/new",
        f"/surveys/{SURVEY}",
        "/moderation",
        "/admin",
    ):
        found = charlie.page.request.get(charlie.url + path)
        assert found.status == 404, path
        assert _stripped(found.text()) == _stripped(invented), path


def _stripped(page: str) -> str:
    """Without what differs in each answer: the nonce, and the address in the language links."""
    return re.sub(r'nonce="[^"]*"', "", page)
