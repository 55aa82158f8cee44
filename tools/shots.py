"""Screenshots of every page into `var/shots`: light and dark, 1240 and 390 wide, as the people of the demo see them.

`python tools/shots.py [--url http://localhost:8000] [--only WORD] [--docs]`. Without a url it starts a demo of its own.
`--docs` also refreshes the pictures of the README in `docs/screens`.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright
from rich.progress import track

from app.demo import cast
from tools.browser import installed

HOME = "/c/multiple-sclerosis"
# (who, name, path); a path that starts with "first:" follows the first link that contains the rest, from the page before it.
PAGES: tuple[tuple[str, str, str], ...] = (
    ("", "landing", "/"),
    ("", "sign-up", "/sign-up"),
    ("", "sign-in", "/sign-in"),
    ("", "community-public", "/communities/multiple-sclerosis"),
    ("", "register", "/research/register"),
    ("", "notice", "/notice"),
    ("", "urgent", "/help/urgent"),
    ("", "help", "/help"),
    ("", "charter", "/charter"),
    ("", "privacy", "/privacy"),
    ("", "accessibility", "/accessibility"),
    ("", "nothing", "/nothing-here"),
    ("alice", "home", "/home"),
    ("alice", "communities", "/communities"),
    ("alice", "community", HOME),
    ("alice", "thread", f"first:{HOME} {HOME}/t/"),
    ("alice", "thread-new", f"{HOME}/new"),
    ("alice", "chat", f"{HOME}/chat"),
    ("alice", "members", f"{HOME}/members"),
    ("alice", "rules", f"{HOME}/rules"),
    ("alice", "search", "/search?q=fatigue"),
    ("alice", "messages", "/messages"),
    ("alice", "notifications", "/notifications"),
    ("alice", "dashboard", "/dashboard"),
    ("alice", "measure", "first:/dashboard /dashboard/"),
    ("alice", "sheet", "/dashboard/sheet"),
    ("alice", "surveys", "/surveys"),
    ("alice", "survey", "first:/surveys /surveys/"),
    ("alice", "consents", "/consents"),
    ("alice", "my-data", "/my-data"),
    ("alice", "settings", "/settings"),
    ("mona", "moderation", "/moderation"),
    ("lena", "appeals", "/moderation/appeals"),
    ("rosa", "research", "/research"),
    ("stefan", "research-steward", "/research"),
    ("ada", "admin", "/admin"),
)
DOCS = {"thread-light-1240", "thread-dark-390", "dashboard-light-1240", "moderation-light-1240", "survey-light-390", "landing-light-1240"}  # fmt: skip
SIZES = {1240: 900, 390: 844}


@contextmanager
def address(url: str) -> Iterator[str]:
    """The given server, or one of our own."""
    if url:
        yield url.rstrip("/")
        return
    from tests.server import served

    folder = Path(tempfile.mkdtemp(prefix="entraide-shots-"))
    try:
        with served(folder) as server:
            yield server.url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sign_in(page: Page, url: str, name: str) -> None:
    """Through the form, with the code of the hour where there is one."""
    person = next(one for one in cast.accounts() if one.name == name)
    page.goto(f"{url}/sign-in?lang=en")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", person.password)
    if person.totp_secret:
        page.fill("[name=code]", pyotp.TOTP(person.totp_secret).now())
    page.click("main form button")
    page.wait_for_load_state()
    if "/sign-in" in page.url:
        raise SystemExit(f"{name} could not sign in: {page.inner_text('main')[:300]}")


def open_page(page: Page, url: str, path: str) -> bool:
    """Goes there; a `first:` path follows a link. False when there is no such link."""
    if path.startswith("first:"):
        start, wanted = path.removeprefix("first:").split(" ")
        page.goto(url + start)
        links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
        path = next((link for link in links if link.startswith(wanted)), "")
        if not path:
            return False
    page.goto(url + path)
    return True


def shoot(browser: Browser, url: str, folder: Path, only: str) -> None:
    """Every page of everybody, each in both themes and widths."""
    states: dict[str, object] = {}
    for who, name, path in track([one for one in PAGES if only in one[1]], "Pages"):
        if who and who not in states:
            context = browser.new_context()
            sign_in(context.new_page(), url, who)
            states[who] = context.storage_state()
            context.close()
        for theme in ("light", "dark"):
            for width, height in SIZES.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=theme,
                    storage_state=states.get(who), locale="en",
                )  # fmt: skip
                page = context.new_page()
                if open_page(page, url, path):
                    page.screenshot(path=folder / f"{name}-{theme}-{width}.png", full_page=True)
                else:
                    print(f"no page {name}: no link on {path}")
                context.close()


def main() -> None:
    """Takes them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    folder = ROOT / "var" / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    with address(options.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed(), args=["--no-sandbox", "--disable-gpu"]
        )
        shoot(browser, url, folder, options.only)
        browser.close()
    if options.docs:
        screens = ROOT / "docs" / "screens"
        screens.mkdir(parents=True, exist_ok=True)
        for name in DOCS:
            if (folder / f"{name}.png").exists():
                shutil.copy(folder / f"{name}.png", screens)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
