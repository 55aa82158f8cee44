"""Pebbles: safe markup, shaped and tinted by the persona's random id alone."""

import re
import uuid
from collections import Counter
from random import Random
from xml.etree import ElementTree

from markupsafe import Markup

from app.communities.avatars import SIZE, TINTS, letter, outline, pebble, tint


def ids(count: int) -> list[uuid.UUID]:
    rng = Random(11)
    return [uuid.UUID(int=rng.getrandbits(128), version=4) for _ in range(count)]


def test_it_is_well_formed_and_carries_neither_style_nor_colour() -> None:
    for persona in ids(200):
        drawing = pebble(persona, "Mésange")
        assert isinstance(drawing, Markup)
        elements = list(ElementTree.fromstring(drawing).iter())
        assert [element.tag for element in elements] == ["svg", "path", "text"]
        assert not {"style", "fill", "stroke", "id", "href"} & {
            name for element in elements for name in element.attrib
        }


def test_markup_in_the_initial_stays_text() -> None:
    assert "<script" not in pebble(uuid.UUID(int=1), '"><script>alert(1)</script>')
    assert ElementTree.fromstring(pebble(uuid.UUID(int=1), "&<>"))[1].text == "·"


def test_the_initial_is_one_capital() -> None:
    assert [letter(text) for text in ("Étang parfumé", "quiet heron", "ß", " 7up", "")] == [
        "É",
        "Q",
        "S",
        "7",
        "·",
    ]


def test_shape_and_tint_come_from_the_id_alone() -> None:
    one, other = ids(2)
    assert pebble(one, "M") == pebble(one, "M")
    assert outline(one) != outline(other)
    assert (
        ElementTree.fromstring(pebble(one, "A"))[0].attrib
        == ElementTree.fromstring(pebble(one, "B"))[0].attrib
    )


def test_the_four_tints_are_evenly_dealt() -> None:
    dealt = Counter(tint(persona) for persona in ids(2000))
    assert set(dealt) == set(TINTS)
    assert min(dealt.values()) > 400


def test_no_two_pebbles_alike_and_none_leaves_its_frame() -> None:
    outlines = [outline(persona) for persona in ids(500)]
    assert len(set(outlines)) == 500
    numbers = [float(number) for path in outlines for number in re.findall(r"-?[\d.]+", path)]
    assert min(numbers) >= -0.5 and max(numbers) <= SIZE + 0.5
