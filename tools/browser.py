"""Make sure that the tests find a real browser: an installed one, Debian's package, or Playwright's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """The path of a Chromium on this machine; `ENTRAIDE_CHROMIUM` goes first."""
    if chosen := os.environ.get("ENTRAIDE_CHROMIUM"):
        return chosen
    return next((path for path in map(shutil.which, NAMES) if path), None) or _playwrights_own()


def main() -> None:
    """Install one if there is none; fail loudly rather than let browser tests be skipped."""
    if installed():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
    if not installed():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], check=False
        )
    if not installed():
        sys.exit("No Chromium: install one, or name it in ENTRAIDE_CHROMIUM. The browser tests need it.")


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


if __name__ == "__main__":
    main()
