"""3. Chat: two browsers in one room; the server is killed with -9 between two messages; nothing acknowledged is lost or doubled."""

from playwright.sync_api import expect

from tests.journeys.join import HOME
from tests.journeys.keyboard import Person
from tests.server import Server

BEFORE, DURING, AFTER = "Good evening, anybody up?", "I wrote this while it was down.", "There you are again."


def chat(nora: Person, bob: Person, server: Server) -> None:
    """Both with scripts: this is the one place that needs them."""
    for one in (nora, bob):
        one.go(f"{HOME}/chat")
        expect(one.page.locator("[data-state-line]")).to_contain_text("Connected")
    say(nora, BEFORE)
    expect(bob.page.locator(".bubble", has_text=BEFORE)).to_have_count(1)
    server.kill()
    nora.page.locator("textarea[name=body]").fill(DURING)
    nora.page.get_by_role("button", name="Send").click()
    expect(nora.page.locator("[data-state-line]")).to_contain_text("lost")
    server.start()
    for one in (nora, bob):
        expect(one.page.locator("[data-state-line]")).to_contain_text("Connected", timeout=60_000)
        expect(one.page.locator(".bubble", has_text=DURING)).to_have_count(1, timeout=30_000)
    say(bob, AFTER)
    expect(nora.page.locator(".bubble", has_text=AFTER)).to_have_count(1)
    for one in (nora, bob):
        one.go(f"{HOME}/chat")
        for words in (BEFORE, DURING, AFTER):
            expect(one.page.locator(".bubble", has_text=words)).to_have_count(1)


def say(person: Person, words: str) -> None:
    """Writes in the room and waits until the server has acknowledged."""
    person.page.locator("textarea[name=body]").fill(words)
    person.page.get_by_role("button", name="Send").click()
    expect(person.page.locator(".bubble", has_text=words).locator("[data-pending]")).to_have_count(0)
    expect(person.page.locator(".bubble[data-seq]", has_text=words)).to_have_count(1)
