"""With the Tab key alone, on a phone: every stop can be seen, and the first one skips to the content."""

import pytest

from tests.interface.conftest import Open
from tools.pages import PLACES

STOPS = 60
WALKED = ("home", "thread", "chat", "dashboard", "survey-question", "moderation-item", "consents")
SEEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  if (one === document.body) return "out";
  const named = one.tagName + " " + (one.textContent || one.name || "").trim().slice(0, 30);
  const bars = [...document.querySelectorAll(".tabbar, .decide, .chat-form")].filter(
    bar => ["fixed", "sticky"].includes(getComputedStyle(bar).position) && bar.checkVisibility() && !bar.contains(one));
  const hidden = bars.some(bar => {
    const over = bar.getBoundingClientRect();
    return box.bottom > over.top + 1 && box.top >= over.top - box.height / 2 && box.top < over.bottom;
  });
  return (hidden || box.bottom <= 0 || box.top >= innerHeight) ? "hidden: " + named : named;
}"""


@pytest.mark.parametrize("name", WALKED)
def test_every_stop_can_be_seen(pages: Open, name: str) -> None:
    place = next(one for one in PLACES if one.name == name)
    witness = pages(place.who)
    witness.open(place)
    witness.look(390, 700)
    witness.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    stops: list[str] = []
    for _ in range(STOPS):
        witness.page.keyboard.press("Tab")
        stop = str(witness.page.evaluate(SEEN))
        if stop == "out" and stops:
            break
        stops.append(stop)
    assert len(stops) >= 8
    assert [one for one in stops if one.startswith("hidden")] == []


def test_the_first_stop_skips_to_the_content(pages: Open) -> None:
    witness = pages("alice")
    witness.open(next(one for one in PLACES if one.name == "home"))
    witness.page.keyboard.press("Tab")
    assert witness.page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"
    witness.page.keyboard.press("Enter")
    assert witness.page.evaluate("() => document.activeElement.id") == "main"
