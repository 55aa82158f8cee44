"""Pages from templates: language, escaping, the frame, and the promises every template must keep."""

import re
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError

from app.core import formats
from app.core.messages import TEMPLATES
from app.core.render import environment, icon, render, translate

MEMBER = SimpleNamespace(signed_in=True)
STATUSES = (401, 403, 404, 409, 413, 422, 429, 500, 503)


def page(template: str, locale: str = "fr", **context: Any) -> BeautifulSoup:
    frame: dict[str, Any] = {"actor": MEMBER, "csrf": "token", "path": "/c/ms", "brand": "Entraide"}
    return BeautifulSoup(render(template, locale=locale, nonce="n0nce", **frame | context), "html.parser")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_error_has_a_page_and_a_fragment(status: int, locale: str) -> None:
    whole = page("errors/page.html", locale, status=status)
    piece = page("errors/fragment.html", locale, status=status)
    assert whole.h1 and whole.html and whole.html["lang"] == locale
    assert piece.find(role="alert") and not piece.html
    assert whole.h1.text in piece.text


def test_hidden_and_absent_look_alike() -> None:
    with_words = page("errors/page.html", status=404, message="Thread 12 is in another community.")
    assert str(with_words) == str(page("errors/page.html", status=404))


def test_the_frame_lights_one_place_in_both_navigations() -> None:
    lit = page("errors/page.html", status=404).select("nav.nav [aria-current], nav.tabbar [aria-current]")
    assert [link["href"] for link in lit] == ["/communities", "/communities"]


def test_visitors_get_no_navigation_but_a_way_in_and_out() -> None:
    seen = page("errors/page.html", status=404, actor=None)
    assert not seen.select(".tabbar, .nav, form[action='/sign-out']")
    assert seen.select_one("a[href='/sign-in']") and seen.select_one("quick-exit a[rel~=noreferrer]")


def test_chosen_theme_and_size_are_painted_by_the_server() -> None:
    html = page("errors/page.html", status=404, theme="dark", text="large").html
    assert html and html["data-theme"] == "dark" and html["data-text"] == "large"


def test_what_people_write_is_escaped() -> None:
    shown = render("errors/fragment.html", locale="en", nonce="", status=422, message="<script>x</script>")
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "&lt;b&gt;" in environment("en").from_string("{{ translate('%(x)s', x='<b>') }}").render()
    assert "&lt;b&gt;" in environment("en").from_string("{{ translate('<b>') }}").render()


def test_a_name_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment("fr").from_string("{{ nobody_gave_this }}").render()


def test_unknown_languages_fall_back_to_french() -> None:
    assert page("errors/page.html", "xx", status=404).html["lang"] == "fr"  # type: ignore[index]


def test_messages_are_translated_for_doors_too() -> None:
    assert translate("fr", "There is nothing here.") == "Il n’y a rien ici."
    assert translate("en", "Wait %(seconds)s seconds.", seconds=3) == "Wait 3 seconds."
    assert translate("fr", "") == ""


def test_numbers_and_dates_follow_the_language() -> None:
    french, english = formats.filters("fr"), formats.filters("en")
    assert french["number"](1284.5) == "1\u202f284,5" and english["number"](1284.5) == "1,284.5"
    assert french["number"](2.0, 1) == "2,0"
    assert french["percent"](0.5) == "50\u202f%" and english["percent"](0.5) == "50%"
    assert french["date"](date(2026, 3, 1)) == '<time datetime="2026-03-01">1 mars 2026</time>'
    assert french["month"](date(2026, 3, 1)) == '<time datetime="2026-03">mars 2026</time>'
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert ">il y a 3 heures<" in french["moment"](now - timedelta(hours=3), now)
    assert ">1 January 2026<" in english["moment"](now - timedelta(days=59), now)


def test_icons_are_decoration() -> None:
    assert re.fullmatch(
        r'<svg class="icon" aria-hidden="true".*<use href="/static/assets/sprite-.*#bell"/></svg>',
        icon("bell"),
    )


SOURCES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle=", re.IGNORECASE),
    "an inline handler": re.compile(r"\son(?:click|submit|change|input|load|key\w+)=", re.IGNORECASE),
    "hx-on, which needs eval": re.compile(r"hx-on"),
    "a js: value, which needs eval": re.compile(r"""["'\s]js(?:cript|on)?:\s*\{"""),
    "a script without nonce": re.compile(r"<script(?![^>]*nonce=)", re.IGNORECASE),
    "an image without alt": re.compile(r"<img(?![^>]*\balt=)", re.IGNORECASE),
    "escaping switched off": re.compile(r"\|\s*safe\b|autoescape false"),
}


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_holds(fault: str) -> None:
    guilty = [
        path.relative_to(TEMPLATES).as_posix()
        for path in SOURCES
        if FORBIDDEN[fault].search(path.read_text("utf-8"))
    ]
    assert SOURCES and not guilty


def test_htmx_elements_carry_the_nonce() -> None:
    """Without it the gate strips their attributes, and the page quietly works as if htmx were not there."""
    tag = re.compile(r"<[a-z][^<>]*\shx-(?:get|post|put|delete|patch)=[^<>]*>", re.DOTALL)
    bare = {
        path.name: found
        for path in SOURCES
        for found in tag.findall(path.read_text("utf-8"))
        if "hx-nonce" not in found
    }
    assert not bare


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    names = set((TEMPLATES.parent / "src" / "icons" / "names.txt").read_text().split())
    used = {
        name
        for path in SOURCES
        for name in re.findall(
            r"""\b(?:icon|badge|drawing)\(\s*["']([a-z0-9-]+)["']|\b(?:icon|after)=["']([a-z0-9-]+)["']""",
            path.read_text(),
        )
        for name in name
        if name
    }
    assert used and used <= names, used - names
