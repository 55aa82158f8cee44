"""The doctor's page: one page, tagged, readable, in the patient's own words, and not black."""

from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from app.dashboard.chart import Plot
from app.dashboard.sentence import describe
from app.dashboard.series import DAY, Event, Measure
from app.dashboard.sheet import SheetData, Treatment, picture_sheet, render_sheet
from app.dashboard.shorten import legible, shorten
from app.dashboard.voice import Voice
from tests.dashboard.days import END, FATIGUE, START, french, series, six_weeks

SHEET = SheetData(
    prepared=END,
    plot=Plot(FATIGUE, six_weeks(), events=[Event(START + DAY * 24, "New treatment")]),
    tracked=[(FATIGUE, six_weeks()), (Measure("Weight", unit="kg"), six_weeks(seed=3))],
    message="The stairs are hard.\nI want to keep working.",
    treatments=[Treatment("Methotrexate", "15 mg", date(2026, 11, 4))],
    questions=["May I drive?", "Can I sleep more?"],
)


def read(pdf: bytes) -> str:
    """The text of the page, without the invisible marks that let long words wrap."""
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def test_six_weeks_stay_on_one_page_of_a4() -> None:
    pages = PdfReader(BytesIO(render_sheet(SHEET, "en_GB"))).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


def test_the_page_says_everything_in_the_order_of_its_importance() -> None:
    text = read(render_sheet(SHEET, "en_GB"))
    parts = [
        "The stairs are hard.",
        "I want to keep working.",
        describe(SHEET.plot, Voice("en_GB")),
        "Days noted",
        "38",
    ]
    parts += ["Methotrexate, 15 mg, since 4 November 2026", "May I drive?"]
    places = [text.find(part) for part in parts]
    assert -1 not in places and places == sorted(places), dict(zip(parts, places, strict=True))


def test_the_file_is_marked_pdf_ua_and_names_its_language_and_title() -> None:
    reader = PdfReader(BytesIO(render_sheet(SHEET, "fr", french())))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and root["/Lang"] == "fr"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None and reader.metadata.title == "Notes pour mon rendez-vous"


def test_the_chart_has_the_sentence_as_its_alternative() -> None:
    alternatives = [o["/Alt"] for o in _tags(render_sheet(SHEET, "en_GB")) if "/Alt" in o]
    assert alternatives == [describe(SHEET.plot, Voice("en_GB"))]


def test_the_table_and_headings_are_tagged() -> None:
    tags = [o.get("/S") for o in _tags(render_sheet(SHEET, "en_GB"))]
    assert tags.count("/H1") == 1 and tags.count("/H2") == 5
    assert tags.count("/Table") == 1 and tags.count("/TH") >= 10 and tags.count("/LI") == 3


def test_the_page_speaks_french() -> None:
    text = read(render_sheet(SHEET, "fr", french()))
    assert "Ce que je veux dire d’abord" in text and "sur 10" in text and "Mes traitements" in text
    assert "What" not in text and "weeks" not in text


def test_the_words_of_the_patient_are_never_markup() -> None:
    hostile = '#panic("x") *b* $x$ <l> @x #read("/etc/passwd") \\ ] } " \\u{41}'
    sheet = replace(SHEET, message=hostile, questions=[hostile], treatments=[Treatment(hostile)])
    text = read(render_sheet(sheet, "en_GB")).replace("”", '"').replace("“", '"')
    assert text.count('#panic("x") *b* $x$ <l> @x') == 3 and text.count('#read("/etc/passwd")') == 3


@pytest.mark.parametrize(
    "words", ["Tired 😴😴 today", "今日は疲れた", "a\x07b", "मैं थक गया", "Привет, Ελλάδα, مرحبا", "\ue000"]
)
def test_letters_without_a_glyph_do_not_stop_the_page(words: str) -> None:
    assert "Notes for my appointment" in read(render_sheet(replace(SHEET, message=words), "en_GB"))


def test_overlong_text_is_visibly_shortened_and_still_one_page() -> None:
    long = "I could not climb the stairs on any of these days. " * 200
    sheet = replace(
        SHEET,
        message=long,
        treatments=[Treatment(long, long, END)] * 30,
        questions=[long] * 30,
        tracked=[(Measure(long, unit=long), six_weeks())] * 12,
        plot=replace(SHEET.plot, measure=replace(FATIGUE, label=long), events=[Event(END, long)] * 9),
    )
    pdf = render_sheet(sheet, "fr", french())
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert "… (abrégé)" in read(pdf) and "autres" in read(pdf)


@pytest.mark.parametrize("letter", ["W", "W\n", "ﷺ "])
def test_endless_words_and_endless_lines_stay_on_one_page(letter: str) -> None:
    sheet = replace(
        SHEET, message=letter * 3000, questions=[letter * 500] * 20, treatments=[Treatment(letter * 500)] * 20
    )
    assert len(PdfReader(BytesIO(render_sheet(sheet, "en_GB"))).pages) == 1


def test_an_empty_dashboard_still_makes_a_page() -> None:
    empty = SheetData(END, Plot(FATIGUE, series(*[None] * 42)), [])
    assert "None noted." in read(render_sheet(empty, "en_GB"))


def test_the_chart_is_drawn_in_its_colours_and_is_not_black() -> None:
    picture = Image.open(BytesIO(picture_sheet(SHEET, "en_GB"))).convert("RGB")
    pixels = memoryview(picture.tobytes())
    colours = Counter(tuple(pixels[i : i + 3]) for i in range(0, len(pixels), 3))
    area = picture.width * picture.height
    dark = sum(count for colour, count in colours.items() if sum(colour) < 150)
    assert dark / area < 0.05
    assert colours[(0xFB, 0xE5, 0xD6)] / area > 0.02, "the area under the line"
    assert colours[(0xA8, 0x45, 0x1F)] > 200, "the line"
    assert colours[(255, 255, 255)] / area > 0.5, "the paper"


def test_shortening_cuts_between_words_and_says_so() -> None:
    assert shorten("short", 10, "(shortened)") == "short"
    assert shorten("one two three, four", 15, "(shortened)") == "one two three… (shortened)"
    assert shorten("x" * 50, 10) == "x" * 10 + "…"


def test_a_run_of_unknown_letters_is_one_box_and_long_words_may_wrap() -> None:
    assert legible("a😀😀b\x07") == "a□b"
    assert legible("x" * 50).replace("\u200b", "") == "x" * 50 and "\u200b" in legible("x" * 50)


def _tags(pdf: bytes) -> list[dict[str, Any]]:
    """Every element of the tag tree."""
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    return _structure(root["/StructTreeRoot"])


def _structure(node: Any) -> list[dict[str, Any]]:
    node = getattr(node, "get_object", lambda: node)()
    if isinstance(node, list):
        return [found for child in node for found in _structure(child)]
    if not isinstance(node, dict):
        return []
    return [node, *_structure(node.get("/K"))]
