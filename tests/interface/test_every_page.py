"""Every page of the product, looked at in a real browser: for whom cannot see it well, on small screens, in each language."""

import pytest

from tests.interface.conftest import Open
from tests.interface.witness import Witness
from tools.pages import PLACES, Place, open_place

CONTRAST = "color-contrast"


def faults(place: Place, witness: Witness) -> list[str]:
    """All that is wrong with one page, a line each, with the circumstances."""
    path = witness.open(place)
    assert path, f"{place.name}: no way to {place.path}"
    found: list[str] = []

    def note(where: str, what: list[str]) -> None:
        found.extend(f"{where}: {one}" for one in what)

    note("1240 light", witness.axe())
    note("markup", witness.ask("breaches"))
    witness.look(1240, dark=True)
    note("1240 dark", witness.axe(CONTRAST))
    witness.look(390, 844)
    note("390 light", witness.axe())
    witness.look(390, 844, dark=True)
    note("390 dark", witness.axe(CONTRAST))
    witness.look(390, 700)
    note("390 x 700", witness.ask("covered"))
    witness.look(320)
    note("320 wide", witness.ask("tooWide"))
    witness.look(320, text="larger")
    note("320 wide, text at 150 %", witness.ask("tooWide"))
    note("the browser", list(dict.fromkeys(witness.complaints)))
    return found


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_serves_everybody(place: Place, pages: Open) -> None:
    """Axe has nothing to say, nothing is too wide or covered, the browser refuses nothing and asks nobody else."""
    assert faults(place, pages(place.who)) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_page_serves_everybody_in_french(place: Place, pages: Open) -> None:
    """The same page for who reads French: axe, and words that are longer on a narrow screen."""
    witness = pages(place.who)
    assert witness.open(place, "fr")
    found = witness.axe()
    witness.look(320, text="larger")
    assert [*found, *witness.ask("tooWide"), *witness.complaints] == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_nothing_is_said_outside_the_catalogues(place: Place, pages: Open) -> None:
    """In the language of brackets, every word stands in brackets: but names, dates, and what people wrote."""
    witness = pages(place.who)
    path = witness.open(place).split("#")[0]
    open_place(witness.page, witness.url, f"{path}{'&' if '?' in path else '?'}lang=qps")
    assert "⟦" in witness.page.content()
    assert witness.ask("forgotten") == []
