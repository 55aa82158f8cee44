"""The sentence says what the table says, in the reader's language, and never why."""

import re
from pathlib import Path
from statistics import fmean

import pytest

from app.dashboard.chart import Plot
from app.dashboard.compare import BeforeAfter, Correlation, Interval
from app.dashboard.figure import figure
from app.dashboard.sentence import describe, describe_change, describe_correlation
from app.dashboard.series import DAY, Event, Measure
from app.dashboard.voice import Voice
from tests.dashboard.days import FATIGUE, START, french, series, six_weeks

ENGLISH, FRENCH = Voice("en_GB"), Voice("fr", french())
CHANGE = BeforeAfter(14, 12, 13, 6.1, 5.3, Interval(-1.4, -0.2))
EVENT = Event(START + DAY * 24, "New treatment")


def test_the_sentence_in_english() -> None:
    values = [5.0] * 7 + [None] * 4 + [6.0] * 24 + [5.9] * 7
    assert describe(Plot(FATIGUE, series(*values), events=[EVENT]), ENGLISH) == (
        "Fatigue, average of the last 7 days: 5.9 out of 10. 5 weeks earlier: 5.0. "
        "4 days without an entry (hatched). Marked on 4 November 2026: New treatment."
    )


def test_the_sentence_in_french_with_french_numbers_and_spaces() -> None:
    values = [5.2] * 7 + [None] + [6.0] * 27 + [5.9] * 7
    assert describe(Plot(FATIGUE, series(*values)), FRENCH) == (
        "Fatigue, moyenne des 7\u00a0derniers jours\u00a0: 5,9 sur 10. 5 semaines plus tôt\u00a0: 5,2. "
        "1 jour sans saisie (hachuré)."
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_sentence_equals_values_recomputed_from_the_table(seed: int) -> None:
    shown = figure(Plot(FATIGUE, six_weeks(seed=seed)), ENGLISH)
    cells = [row.cells[0] for row in shown.rows]  # newest first
    noted = [[float(cell.split()[0]) for cell in week if cell] for week in (cells[:7], cells[35:])]
    last, first = (f"{fmean(week):.1f}" for week in noted)
    said = re.findall(r"\d+\.\d", shown.sentence)
    assert said == [last, first]
    assert f"{cells.count(None)} days without an entry" in shown.sentence


def test_nothing_is_claimed_without_entries() -> None:
    assert describe(Plot(FATIGUE, series(None, None)), ENGLISH) == (
        "Fatigue: no entry in this period. 2 days without an entry (hatched)."
    )
    assert "no entry in the last 7 days" in describe(Plot(FATIGUE, series(5.0, *[None] * 7)), ENGLISH)


def test_a_unit_is_kept_with_its_number() -> None:
    weight = Plot(Measure("Weight", unit="kg"), series(71.24, 71.2))
    assert describe(weight, ENGLISH) == "Weight, average of the last 7 days: 71.2\u00a0kg."


def test_two_series_are_both_said() -> None:
    plot = Plot(Measure("Systolic"), series(120.0), series(80.0), "Diastolic")
    assert describe(plot, ENGLISH) == (
        "Systolic, average of the last 7 days: 120.0. Diastolic, average of the last 7 days: 80.0."
    )


def test_a_label_that_ends_itself_gets_no_second_full_stop() -> None:
    for label in ("New treatment…", "New treatment."):
        said = describe(Plot(FATIGUE, six_weeks(), events=[Event(START, label)]), ENGLISH)
        assert said.endswith(label)


def test_before_and_after_in_words() -> None:
    assert describe_change(CHANGE, FATIGUE, EVENT, ENGLISH) == (
        "Fatigue, average of the 14 days before “New treatment”: 6.1 out of 10 (12 noted). "
        "Of the 14 days after: 5.3 (13 noted). Difference: −0.8 (95% interval from −1.4 to −0.2). "
        "A date says when, not why."
    )


@pytest.mark.parametrize(
    ("interval", "value", "words"),
    [
        (Interval(-0.2, 0.4), 0.1, "no clear link"),
        (Interval(0.1, 0.6), 0.4, "rise and fall on the same days"),
        (Interval(-0.6, -0.1), -0.4, "opposite directions"),
    ],
)
def test_words_of_a_correlation_follow_its_interval(interval: Interval, value: float, words: str) -> None:
    said = describe_correlation(Correlation("spearman", 38, value, interval), "Sleep", "fatigue", ENGLISH)
    assert words in said and "38 days" in said and "does not say why" in said


def test_small_differences_have_no_sign_and_minus_is_a_minus() -> None:
    assert ENGLISH.signed(0.001) == ENGLISH.signed(-0.02).lstrip("−") == "0.0"
    assert FRENCH.signed(-1.25).startswith("−1,2")


@pytest.mark.parametrize("voice", [ENGLISH, FRENCH])
def test_no_sentence_speaks_of_cause(voice: Voice) -> None:
    found = Correlation("spearman", 38, 0.4, Interval(0.1, 0.6))
    said = " ".join(
        (
            describe(Plot(FATIGUE, six_weeks(), events=[EVENT]), voice),
            describe_change(CHANGE, FATIGUE, EVENT, voice),
            describe_correlation(found, "A", "B", voice),
        )
    )
    cause = r"\b(because|caus|due to|thanks to|effect|since|improv|worse|grâce|à cause|effet|depuis|amélior|aggrav)"
    assert not re.search(cause, said, re.IGNORECASE)


def test_the_french_catalogue_is_well_typeset() -> None:
    said = re.findall(
        r'^msgstr(?:\[\d\])? "(.+)"$', Path("app/locale/fr/dashboard.po").read_text("utf-8"), re.MULTILINE
    )
    assert len(said) > 30
    for words in said:
        assert not re.search(r"'|[^\u00a0]:(?!/)|[^\u202f][;!?]|«[^\u00a0]|[^\u00a0]»", words), words
