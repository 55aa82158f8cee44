"""Somebody at a keyboard: a browser of their own, with or without scripts, that reads mail and signs in like anybody."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
import pyotp
from playwright.sync_api import Browser, Page, TimeoutError

from app.demo import cast

PATIENCE = 15.0


@dataclass
class Person:
    """One person's browser. English, no JavaScript unless it is for the chat."""

    browser: Browser
    url: str
    name: str = ""
    scripts: bool = False
    page: Page = field(init=False)
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        context = self.browser.new_context(
            java_script_enabled=self.scripts, locale="en-GB", accept_downloads=True
        )
        context.add_cookies([{"name": "locale", "value": "en", "url": self.url}])
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on(
            "console", lambda said: self.refused.append(said.text) if "Policy" in said.text else None
        )

    def go(self, path: str) -> "Person":
        """Opens an address."""
        self.page.goto(self.url + path)
        return self

    def press(self, name: str, *, nth: int = 0) -> "Person":
        """Presses a button (or a link that looks like one) of the main part, by its words."""
        main = self.page.locator("main, aside")
        found = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        try:
            found.nth(nth).click()
        except TimeoutError as error:
            raise AssertionError(
                f"no {name!r} on {self.page.url}: {self.page.inner_text('body')[:1500]}"
            ) from error
        return self

    def fill(self, **fields: str) -> "Person":
        """Writes into fields by their names."""
        for name, value in fields.items():
            self.page.locator(f"main [name='{name}']").first.fill(value)
        return self

    def choose(self, name: str, value: str) -> "Person":
        """Chooses an answer of a group, ticks a box, or picks from a list."""
        place = self.page.locator(f"main [name='{name}']")
        if place.first.evaluate("one => one.tagName") == "SELECT":
            place.first.select_option(value)
        else:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        return self

    def sees(self, words: str) -> bool:
        """Whether these words stand on the page."""
        return words in self.page.inner_text("body")

    def must_see(self, *words: str) -> "Person":
        """Fails with the page's text when a word is not there."""
        text = self.page.inner_text("body")
        for one in words:
            assert one in text, f"{one!r} is not on {self.page.url}: {text[:1500]}"
        return self

    def sign_in(self, password: str = "") -> "Person":
        """Through the form; staff with the code of this half minute."""
        person = next((one for one in cast.accounts() if one.name == self.name), None)
        self.go("/sign-in").fill(
            email=person.email if person else self.name, password=password or cast.PASSWORD
        )
        if person and person.totp_secret:
            self.fill(code=fresh_code(person.totp_secret))
        self.press("Sign in")
        assert "/sign-in" not in self.page.url, self.page.inner_text("main")
        return self

    def confirm(self) -> "Person":
        """When a sensitive act asks for the password again."""
        if "/step-up" in self.page.url or self.sees("Confirm that it is you"):
            person = next(one for one in cast.accounts() if one.name == self.name)
            if "/step-up" not in self.page.url:
                self.press("Confirm")
            self.fill(password=person.password)
            if person.totp_secret:
                self.fill(code=fresh_code(person.totp_secret))
            self.press("Continue")
        return self

    def mail(self, to: str, containing: str) -> str:
        """The newest mail to an address that contains these words, once it has come."""

        def find() -> str:
            mails = httpx.get(self.url + "/dev/mail.json").json()
            return next(
                (one["text"] for one in reversed(mails) if to in one["to"] and containing in one["text"]), ""
            )

        return until(find, f"a mail to {to} with {containing!r}")


_used: dict[str, int] = {}
_clock = {"ahead": 0}


def turn_clock(days: int) -> None:
    """The product's clock runs ahead: codes must be those of its time."""
    _clock["ahead"] = days * 86_400


def fresh_code(secret: str) -> str:
    """A code not used before in this run: the product refuses a second use, so the next step's code comes after one wait."""
    now = time.time() + _clock["ahead"]
    step = int(now) // 30
    wanted = max(step, _used.get(secret, 0) + 1)
    while wanted > int(time.time() + _clock["ahead"]) // 30 + 1:
        time.sleep(0.5)
    _used[secret] = wanted
    return pyotp.TOTP(secret).at(wanted * 30)


def until(find: Callable[[], str], what: str, patience: float = PATIENCE) -> str:
    """Waits for something that jobs bring."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := find():
            return found
        time.sleep(0.3)
    raise AssertionError(f"waited in vain for {what}")


def link_in(text: str) -> str:
    """The path of the first address in a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]
