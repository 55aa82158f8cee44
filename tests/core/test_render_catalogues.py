"""French typography, placeholders, extraction and the check that refuses a bad catalogue."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app.core import catalogues, messages
from app.core.render import render
from app.core.typesetting import faults, typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Ca va ?", "Ca va\u202f?"),
        ("Ca va?", "Ca va\u202f?"),
        ("l'aide d'%(who)s", "l’aide d’%(who)s"),
        ("Bientot : demain", "Bientot\u00a0: demain"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("50 %% de vous", "50\u202f%% de vous"),
        ("a-t-il", "a\u2011t\u2011il"),
        ("Attendez...", "Attendez…"),
        ("https://a.example/?q=1", "https://a.example/?q=1"),
        ("a 12:30", "a 12:30"),
        ("&amp; co ; fin", "&amp; co\u202f; fin"),
        ("rendez-vous", "rendez-vous"),
    ],
)
def test_french_is_typeset_once(typed: str, set_: str) -> None:
    assert typeset(typed) == set_ and typeset(set_) == set_
    assert bool(faults(typed)) == (typed != set_)


def test_exclamation_marks_are_refused() -> None:
    assert faults("Bravo\u202f!") == ["exclamation mark"]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: one room with a template and a deed."""
    (tmp_path / "app" / "garden").mkdir(parents=True)
    (tmp_path / "templates" / "garden").mkdir(parents=True)
    (tmp_path / "templates" / "garden" / "show.html").write_text(
        '{{ _("Water %(plant)s", plant=p) }}{% trans n=count, shown=s %}{{ shown }} leaf{% pluralize %}{{ shown }} leaves{% endtrans %}'
    )
    (tmp_path / "app" / "garden" / "deed.py").write_text(
        'raise Invalid("Dry.", fields={})\nLABEL = N_("Soil")\nclass Worm(Exception):\n    default = "A worm."\n'
    )
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "PACKAGES", tmp_path / "app")
    monkeypatch.setattr(messages, "TEMPLATES", tmp_path / "templates")
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path / "locale")
    return tmp_path / "locale" / "fr" / "garden.po"


def translate(path: Path, **pairs: str) -> None:
    book = catalogues.read(path)
    for message in book:
        if isinstance(message.id, tuple):
            message.string = ("%(shown)s feuille", "%(shown)s feuilles")
        elif message.id:
            message.string = pairs.get(message.id.split()[0].strip("."), "Bien")
    catalogues.write(path, book)


def test_extraction_finds_templates_marks_errors_and_defaults(room: Path) -> None:
    found = {message.id for message in messages.extract("garden") if message.id}
    assert found == {"Water %(plant)s", ("%(shown)s leaf", "%(shown)s leaves"), "Dry.", "Soil", "A worm."}


def test_check_passes_only_when_all_is_well(room: Path) -> None:
    catalogues.update(["garden"])
    assert len([fault for fault in catalogues.check(["garden"]) if "untranslated" in fault]) == 5
    translate(room, Water="Arrosez %(plant)s")
    assert catalogues.check(["garden"]) == []
    translate(room, Water="Arrosez la plante")
    assert any("placeholders" in fault for fault in catalogues.check(["garden"]))
    translate(room, Water="Arrosez %(plant)s ?")
    assert any("typography" in fault for fault in catalogues.check(["garden"]))
    catalogues.update(["garden"])
    assert catalogues.check(["garden"]) == []


def test_check_sees_what_is_stale_and_what_is_new(room: Path) -> None:
    catalogues.update(["garden"])
    translate(room, Water="Arrosez %(plant)s")
    deed = messages.PACKAGES / "garden" / "deed.py"
    deed.write_text(deed.read_text().replace("Soil", "Earth"))
    found = catalogues.check(["garden"])
    assert found == ["garden: not in the catalogue: 'Earth'", "garden: stale: 'Soil'"]


def test_updating_twice_changes_nothing(room: Path) -> None:
    catalogues.update(["garden"])
    translate(room, Water="Arrosez %(plant)s")
    before = room.read_bytes()
    catalogues.update(["garden"])
    assert room.read_bytes() == before


def test_a_loaded_catalogue_speaks_with_plurals(room: Path) -> None:
    catalogues.update(["garden"])
    translate(room, Water="Arrosez %(plant)s")
    catalogues.translations.cache_clear()
    try:
        spoken = catalogues.translations("fr")
        assert spoken.gettext("Soil") == "Bien"
        # French counts zero with the singular.
        assert spoken.ngettext("%(shown)s leaf", "%(shown)s leaves", 0) == "%(shown)s feuille"
        assert spoken.ngettext("%(shown)s leaf", "%(shown)s leaves", 2) == "%(shown)s feuilles"
    finally:
        catalogues.translations.cache_clear()


def test_the_frame_is_wholly_marked_for_translation() -> None:
    shown = render(
        "errors/page.html",
        locale="qps",
        nonce="",
        actor=None,
        csrf="",
        path="/",
        brand="Entraide",
        status=404,
    )
    body = BeautifulSoup(shown, "html.parser").body
    assert body
    for skipped in body.select("[translate=no], time, script, svg"):
        skipped.decompose()
    bare = [text for text in body.stripped_strings if any(map(str.isalpha, text)) and "⟦" not in text]
    labels = [tag["aria-label"] for tag in body.select("[aria-label]") if "⟦" not in tag["aria-label"]]
    assert bare == [] and labels == []
