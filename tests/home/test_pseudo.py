"""Every word of these pages comes from the catalogues: a language in brackets shows what was forgotten."""

import re

import pytest
from bs4 import BeautifulSoup, NavigableString

from app.core import catalogues
from app.notifications.notify import notify
from tests.people import World

HERE = "multiple-sclerosis"
PAGES = [
    ("", "/"), ("", "/communities"), ("", "/communities?q=zz"), ("", f"/communities/{HERE}"), ("", "/help"),
    ("", "/help/urgent"), ("", "/accessibility"), ("", "/privacy"), ("", "/charter"),
    ("charlie", f"/communities/{HERE}/join"), ("alice", "/home"), ("alice", "/communities"),
    ("alice", f"/communities/{HERE}"), ("alice", f"/c/{HERE}/members"), ("alice", f"/c/{HERE}/rules"),
    ("alice", f"/c/{HERE}/me"), ("alice", "/notifications"), ("alice", "/notifications/settings"),
    ("lena", f"/c/{HERE}/settings"), ("rosa", "/home"), ("ada", "/home"), ("stefan", "/home"), ("mona", "/home"),
]  # fmt: skip
SPOKEN = ("aria-label", "title", "alt", "placeholder")
TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_nothing_is_said_outside_the_catalogues(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    alice = world.persona("alice")
    for kind in ("reply", "mention", "thanks", "decision", "appeal", "join", "recall", "survey"):
        notify(
            world.session,
            persona_id=alice.id,
            community_id=alice.community_id,
            kind=kind,
            link=f"/c/x/{kind}",
        )
    reader = world.reader(name)
    monkeypatch.setattr("app.core.visit.choose_locale", lambda _: catalogues.PSEUDO)
    page = reader.get(path)
    assert page.status_code == 200
    assert "⟦" in page.text and forgotten(page.text) == []


def forgotten(html: str) -> list[str]:
    """Texts and spoken attributes with letters and no bracket; names, user text and dates are left out."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select('[translate="no"], time, script, style, title, textarea, option'):
        element.decompose()
    texts = [str(one) for one in soup.find_all(string=True) if type(one) is NavigableString]
    texts += [str(one[attribute]) for attribute in SPOKEN for one in soup.find_all(attrs={attribute: True})]
    return [one.strip() for one in texts if TWO_LETTERS.search(one) and "⟦" not in one]
