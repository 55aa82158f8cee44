"""7. Leave: a copy of everything, then erasure with a typed word; the account is gone after fourteen days."""

import zipfile
from pathlib import Path

from tests.journeys.keyboard import Person, until


def leave(nora: Person, folder: Path) -> None:
    """Takes a copy and asks for erasure."""
    nora.go("/my-data").press("Take a copy").press("Make my copy")

    def ready() -> str:
        nora.go("/my-data/export")
        return "yes" if nora.sees("Your copy is ready.") else ""

    until(ready, "the copy", 60)
    with nora.page.expect_download() as coming:
        nora.press("Download my data")
    path = folder / "mine.zip"
    coming.value.save_as(path)
    with zipfile.ZipFile(path) as copy:
        everything = b"".join(copy.read(name) for name in copy.namelist())
    for words in ("afternoons", "It hurts to read", "anybody up"):
        assert words.encode() in everything, f"{words!r} is not in the copy"
    nora.go("/my-data/erase")
    nora.choose("posts", "remove").fill(confirm="erase?").press("Erase my account")
    assert "/my-data/erase" in nora.page.url, "the word is not right yet"
    nora.fill(confirm="ERASE").press("Erase my account").must_see("You are leaving")
