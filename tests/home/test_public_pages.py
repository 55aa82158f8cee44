"""The public pages: open to anybody, in both languages, with the numbers of each country and nothing of any member."""

import re
from itertools import pairwise

import pytest

from app.screening.help_lines import help_lines
from tests.people import World

PAGES = ["/", "/help", "/help/urgent", "/accessibility", "/privacy", "/charter"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_anybody_reads_them_in_both_languages(world: World, path: str, locale: str) -> None:
    alice = world.persona("alice")
    for reader in (world.reader(), world.reader("bob"), world.reader("rosa")):
        page = reader.get(path, params={"lang": locale})
        assert page.status_code == 200 and f'<html lang="{locale}"' in page.text
        assert alice.handle not in page.text and "style=" not in page.text
        assert page.text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_headings_do_not_jump(world: World, path: str) -> None:
    levels = [int(one) for one in re.findall(r"<h([1-6])", world.reader().get(path).text)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("country", ["FR", "BE", "CH", "LU", "CA", "GB", "IE"])
def test_the_numbers_of_each_country(world: World, country: str) -> None:
    page = world.reader().get("/help/urgent", params={"country": country.lower(), "lang": "en"}).text
    for line in help_lines(country, "en"):
        assert line.number in page


def test_an_unknown_country_gets_numbers_that_answer(world: World) -> None:
    for country in ("ZZ", "", "<script>", "x" * 5000):
        page = world.reader().get("/help/urgent", params={"country": country})
        assert page.status_code == 200 and "3114" in page.text and "<script>&" not in page.text


def test_the_first_page_names_open_communities_and_never_a_hidden_one(world: World) -> None:
    parent = world.community()
    hidden = world.community("a-quiet-group", parent_id=parent.id, hidden=True)
    for reader in (world.reader(), world.reader("bob")):
        page = reader.get("/").text
        assert "/communities/multiple-sclerosis" in page and hidden.slug not in page
    assert "Create my account" in world.reader().get("/").text
    assert "Go to my home" in world.reader("bob").get("/").text
