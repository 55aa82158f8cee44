"""6. Release: proposed with a role for every variable, approved by two, frozen at k = 11 and l = 2, downloaded once; then a member withdraws."""

import csv
import io
import json
import zipfile
from pathlib import Path

from playwright.sync_api import Download

from tests.journeys.keyboard import Person, until

K = 11
PROPOSAL = {
    "title": "Afternoons and well-being", "aim": "To learn how afternoons feel.", "protocol": "One survey, one table.",
    "ethics": "CPP 2026-11", "retention_months": "24", "people": "Rosa Ricerca; Institute of Rest; rosa@demo.example",
    "purpose_fr": "Mes réponses servent à cette étude seulement.", "purpose_en": "My answers serve this study only.",
}  # fmt: skip


def propose(rosa: Person, stefan: Person, lena: Person) -> None:
    """A survey that belongs to no study yet becomes one, once a steward and a lead have agreed."""
    rosa.go("/research/studies/new").confirm()
    rosa.go("/research/studies/new")
    rosa.page.locator("main [name=survey_id]").select_option(index=1)
    rosa.fill(**PROPOSAL).press("Keep and give the roles")
    for role in rosa.page.locator("main select[name^='role.']").all():
        role.select_option("sensitive")
    rosa.press("Keep the roles")
    study = rosa.page.url.removeprefix(rosa.url).removesuffix("/variables").split("?")[0]
    rosa.go(study)
    assert rosa.page.get_by_role("button", name="Approve this study").count() == 0, (
        "nobody approves their own"
    )
    for one in (stefan, lena):
        one.go(study).press("Approve this study").confirm()
        if one.page.get_by_role("button", name="Approve this study").count():
            one.press("Approve this study")
    rosa.go("/research/register").must_see(PROPOSAL["title"])


def ask_and_approve(rosa: Person, stefan: Person, lena: Person, study: str) -> str:
    """Asks for a release of an open study; gives its path once it is frozen."""
    rosa.go(study)
    if rosa.page.get_by_role("button", name="I accept the agreement").count():
        rosa.press("I accept the agreement")
    rosa.go(study + "/releases").press("Ask for a release").confirm()
    if rosa.page.get_by_role("button", name="Ask for a release").count():
        rosa.press("Ask for a release")
    rosa.go(study + "/releases")
    release = rosa.page.locator("main a[href^='/research/releases/']").first.get_attribute("href") or ""
    for one in (stefan, lena):
        one.go(release).press("Approve this release").confirm()
        one.go(release)
        if one.page.get_by_role("button", name="Approve this release").count():
            one.press("Approve this release")

    def frozen() -> str:
        rosa.go(release)
        assert not rosa.sees("There is no file"), rosa.page.inner_text("main")
        return "yes" if rosa.sees("What was counted on the finished file") else ""

    until(frozen, "the frozen release", 90)
    return release


def download(rosa: Person, release: str, folder: Path) -> list[dict[str, str]]:
    """The rows of the file; the link works once."""
    rosa.go(release).press("Make a link").confirm()
    if rosa.page.get_by_role("button", name="Make a link").count():
        rosa.press("Make a link")
    link = rosa.page.get_by_role("link", name="Download the file").get_attribute("href") or ""
    with rosa.page.expect_download() as coming:
        rosa.press("Download the file")
    again = rosa.page.request.get(rosa.url + link, max_redirects=0)
    assert again.status in (404, 410), "the link works once"
    return rows_of(coming.value, folder)


def rows_of(file: Download, folder: Path) -> list[dict[str, str]]:
    """Opens the package and counts its promise again."""
    path = folder / "release.zip"
    file.save_as(path)
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        manifest = json.loads(package.read(next(name for name in names if name.endswith("manifest.json"))))
        table = next(name for name in names if name.endswith(".csv") and "codebook" not in name)
        rows = list(csv.DictReader(io.StringIO(package.read(table).decode("utf-8-sig"))))
    assert rows and "demo.example" not in json.dumps(rows)
    assert json.dumps(manifest).find('"k"') > 0
    return rows
