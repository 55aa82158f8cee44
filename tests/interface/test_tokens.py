"""The colours as they stand in the sheet: every text can be read on every ground that the design puts under it."""

import re

import pytest

from tests.database import ROOT

SHEET = (ROOT / "frontend/src/styles/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
PLAIN = re.compile(r"^  --([\w-]+): (#[0-9a-f]{6});", re.MULTILINE)
TONES = ("pine", "clay", "iris", "sun", "rose", "leaf")
GROUNDS = ("ground", "surface", "sunken")
TEXT, CONTROL = 4.5, 3.0


def tokens() -> dict[str, tuple[str, str]]:
    """Name to its light and dark colour."""
    return {name: (light, dark) for name, light, dark in PAIR.findall(SHEET)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2 between two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def wanted() -> list[tuple[str, str, float]]:
    """What must be told apart from what, and how well."""
    pairs = [(text, ground, TEXT) for text in ("ink", "muted", *TONES) for ground in GROUNDS]
    pairs += [(tone, f"{tone}-soft", TEXT) for tone in TONES]
    pairs += [("ink", f"{tone}-soft", 7.0) for tone in TONES]
    pairs += [("on", tone, TEXT) for tone in (*TONES, "pine-deep")]
    pairs += [("line-strong", ground, CONTROL) for ground in GROUNDS]
    return [*pairs, ("ring", "ground", CONTROL), ("ring", "surface", CONTROL)]


def test_the_ratio_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read(theme: int) -> None:
    known = tokens()
    measured = {
        (front, back): (contrast(known[front][theme], known[back][theme]), least)
        for front, back, least in wanted()
    }
    assert {pair: value for pair, value in measured.items() if value[0] < value[1]} == {}


def test_old_browsers_get_the_same_light_theme() -> None:
    plain, known = dict(PLAIN.findall(SHEET)), tokens()
    assert len(known) >= 20
    assert {name: plain[name] for name in known if name in plain} == {
        name: light for name, (light, _) in known.items() if name in plain
    }
    assert known.keys() - plain.keys() == set()
