"""5. Track: one tap for fatigue and sleep, a chart with its sentence and table, the one page for the doctor."""

from pathlib import Path

from pypdf import PdfReader

from tests.journeys.keyboard import Person

WORDS = "I would like to speak about the afternoons."


def track(nora: Person, folder: Path) -> None:
    """Notes, sees, prints."""
    nora.go("/dashboard").choose("codes", "fatigue").choose("codes", "sleep").press("Follow these")
    nora.go("/dashboard").must_see("How tired are you today?", "A day without an entry is not a failure.")
    for question, value in (("How tired are you today?", "6"), ("How many hours did you sleep?", "7")):
        form = nora.page.locator("main form", has_text=question)
        form.locator(f"button[value^='{value}']").first.click()
        pressed = nora.page.locator("main form", has_text=question).locator("[aria-pressed=true]")
        assert pressed.inner_text().startswith(value)
    nora.page.locator("main h2 a[href^='/dashboard/']").first.click()
    nora.must_see("Fatigue")
    assert nora.page.locator("main svg[role=img], main figure svg").count() >= 1
    nora.page.locator("summary", has_text="Show the numbers in a table").first.click()
    assert nora.page.locator("main table").first.is_visible()
    nora.go("/dashboard/sheet").must_see("One page for my appointment")
    nora.page.locator("main textarea").first.fill(WORDS)
    nora.press("Keep these words")
    with nora.page.expect_download() as coming:
        nora.press("Download the page (PDF)")
    path = folder / "sheet.pdf"
    coming.value.save_as(path)
    pages = PdfReader(path).pages
    assert len(pages) == 1 and "afternoons" in pages[0].extract_text()
