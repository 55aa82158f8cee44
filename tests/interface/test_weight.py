"""What a page costs a phone on a slow line, and that its markup keeps the rules of the house."""

import gzip

from tests.database import ROOT
from tests.interface.conftest import Open
from tools import house_rules
from tools.pages import PLACES

BUILT = ROOT / "frontend" / "dist" / "assets"
KILO = 1000


def _packed(suffix: str) -> int:
    files = list(BUILT.glob(f"*{suffix}"))
    assert files, f"no {suffix} was built"
    return sum(len(gzip.compress(one.read_bytes(), 9)) for one in files)


def test_scripts_and_sheets_stay_within_their_budget() -> None:
    assert _packed(".js") <= 25 * KILO
    assert _packed(".css") <= 12 * KILO


def test_the_letters_of_a_first_view_stay_within_their_budget() -> None:
    first = [one for one in BUILT.glob("*-latin-wght-normal-*.woff2") if "-ext-" not in one.name]
    assert len(first) == 2
    assert sum(one.stat().st_size for one in first) <= 90 * KILO


def test_a_thread_is_light(pages: Open) -> None:
    witness = pages("alice")
    witness.open(next(one for one in PLACES if one.name == "thread-reply"))
    answer = witness.page.reload()
    assert answer is not None
    assert len(answer.body()) <= 60 * KILO


def test_templates_keep_the_rules_of_the_house() -> None:
    templates = list((ROOT / "frontend" / "templates").rglob("*.html"))
    assert len(templates) > 50
    assert [breach for one in templates for breach in house_rules.breaches(one)] == []
