"""4. Answer: consent not ticked beforehand, one question a page, stop and come back, the score explained, no second answer."""

import json
from pathlib import Path

from tests.journeys.keyboard import Person

SURVEY = "/surveys/{slug}"


def answer(nora: Person, slug: str, folder: Path) -> Path:
    """Answers the survey of a study and gives the file of the receipt."""
    front = SURVEY.format(slug=slug)
    nora.go("/surveys").must_see("Your well-being this season")
    nora.go(front).must_see("Your consent", "Version 1 of this text.")
    assert not nora.page.locator("[name=agree]").is_checked(), "nothing is ticked beforehand"
    nora.press("Start").must_see("consent")
    assert nora.page.locator("[name=agree]").count() == 1, "no answer without a yes"
    nora.choose("agree", "yes").press("Start")
    first = nora.page.url
    _one(nora)
    nora.press("Continue")
    assert nora.page.url != first
    nora.press("Finish later")
    nora.go(front).press("Continue")
    assert nora.page.url != first, "one comes back to where one stopped"
    while nora.page.url.rstrip("/").split("/")[-1].isdigit():
        _one(nora)
        nora.press("Continue")
    nora.must_see("Check your answers").press("Send my answers")
    nora.must_see("Your score", "on a scale from 0 to 100", "no diagnosis")
    nora.go(front).must_see("You have answered this survey")
    again = nora.page.request.post(nora.url + front + "/start", form={"csrf": _csrf(nora)}, max_redirects=0)
    assert again.status == 409, again.status
    return _receipt(nora, folder)


def _one(nora: Person) -> None:
    """The second answer offered, or a number."""
    radios = nora.page.locator("main input[type=radio]")
    if radios.count():
        radios.nth(1).check()
    else:
        nora.page.locator("main input[name=answer]").first.fill("4")


def _csrf(person: Person) -> str:
    return person.page.locator("meta[name=csrf]").get_attribute("content") or ""


def _receipt(nora: Person, folder: Path) -> Path:
    nora.go("/consents").must_see("You said yes on")
    nora.page.locator("main a[href^='/consents/receipts/']").first.click()
    with nora.page.expect_download() as coming:
        nora.press("Download the receipt")
    path = folder / "receipt.json"
    coming.value.save_as(path)
    assert json.loads(path.read_text())
    return path
