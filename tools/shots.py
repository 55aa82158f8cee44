"""Screenshots of every page into `var/shots`: light and dark, 1240 and 390 wide, as the people of the demo see them.

`python tools/shots.py [--url http://localhost:8000] [--only WORD] [--docs]`. Without a url it starts a demo of its own.
`--docs` takes only the pictures of the README, one screen each, and keeps them in `docs/screens`.
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
from tools.pages import PLACES, open_place

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


def shoot(browser: Browser, url: str, folder: Path, only: str, docs: bool) -> None:
    """Every page of everybody, each in both themes and widths."""
    pages: dict[str, Page] = {}
    shown = {name.rsplit("-", 2)[0] for name in DOCS}
    wanted = [one for one in PLACES if only in one.name and (one.name in shown or not docs)]
    for place in track(wanted, "Pages"):
        if place.who not in pages:
            pages[place.who] = browser.new_context(locale="en").new_page()
            if place.who:
                sign_in(pages[place.who], url, place.who)
        page = pages[place.who]
        if not open_place(page, url, place.path):
            print(f"no page {place.name}: no link on {place.path}")
            continue
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            for width, height in SIZES.items():
                page.set_viewport_size({"width": width, "height": height})
                page.screenshot(path=folder / f"{place.name}-{theme}-{width}.png", full_page=not docs)


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
        shoot(browser, url, folder, options.only, options.docs)
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
