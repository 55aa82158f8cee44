"""The grammars: every phrase can be said, nothing is left unfilled, and nothing reads like personal data or a call for help."""

import random
import re
from collections import Counter
from datetime import UTC, date, datetime
from importlib import resources
from uuid import UUID

import pytest

from app.demo.cast import Invented
from app.demo.grammar import LANGUAGES, Grammar, Plot, grammar
from app.demo.people import invented
from app.demo.places import described
from app.demo.scene import Member, Somebody
from app.demo.stories import Story, some_evening, tell
from app.demo.voice import Voice
from app.screening.distress import detect_distress
from app.screening.pii import find_pii

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
CONDITIONS = sorted(
    one.name.removesuffix(".txt")
    for one in resources.files("app.demo").joinpath("texts", "fr", "conditions").iterdir()
)
UNFILLED = re.compile(r"[{}]|=>|\\n|\blorem\b|\bipsum\b|  ")
# Contractions and elisions that French asks for where a word was filled in.
ROUGH = re.compile(
    r"\b[dD]e les? (?:trait|spast|mal\b|diab|VIH|canc|comp)|\bà les? (?:trait|VIH|canc)|\b[qQd]ue? une?\b"
)


def people(count: int = 14) -> list[Member]:
    owner = Somebody(UUID(int=1), Invented("member-1", "member"), 1980)
    return [
        Member(UUID(int=n), "x", f"Handle {n}", "member", "active", "patient", "fr", date(2026, 1, 1), owner)
        for n in range(count)
    ]


def told(words: Grammar, plot: Plot, seed: int, length: int = 12) -> Story:
    cast, dice = people(), random.Random(seed)
    start = some_evening(dice, NOW)
    return tell(words, plot, dice, Counter(), set(), cast, cast[0], length, start, NOW, whole=True)


def test_the_conditions_are_those_of_the_communities() -> None:
    homes = {one["slug"] for one in described("demo") if "parent" not in one}
    assert set(CONDITIONS) == homes
    assert len(homes) == 11


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_said(language: str, condition: str) -> None:
    words = grammar(language, condition)
    assert len(words.plots) >= 15
    for plot in (*words.plots, *words.pinned):
        voice = Voice(words, plot, random.Random(1), Counter())
        every = [one for lists in (plot.lists, words.words) for section in lists.values() for one in section]
        for number, phrase in enumerate(every):
            said = voice.fill(phrase.replace(" => ", " "), UUID(int=number))
            assert not UNFILLED.search(said), said
            assert language == "en" or not ROUGH.search(said), said


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_are_clean(language: str, condition: str) -> None:
    words = grammar(language, condition)
    for number, plot in enumerate((*words.plots, *words.pinned)):
        story = told(words, plot, number)
        assert 3 <= len(story.title) <= 160
        assert len(story.posts) == 12
        for said in story.posts:
            assert said.body.strip()
            assert not UNFILLED.search(said.body), said.body
            assert not find_pii(said.body), said.body
            assert not detect_distress(said.body, language), said.body


def test_a_story_never_says_a_phrase_twice_while_others_are_left() -> None:
    story = told(grammar("fr", "multiple-sclerosis"), grammar("fr", "multiple-sclerosis").plots[0], 3)
    bodies = [said.body for said in story.posts]
    assert len(set(bodies)) == len(bodies)


def test_the_same_dice_tell_the_same_story() -> None:
    words = grammar("en", "diabetes")
    first, second = (told(words, words.plots[2], 7) for _ in range(2))
    assert [(one.at, one.body) for one in first.posts] == [(one.at, one.body) for one in second.posts]
    assert [one.body for one in told(words, words.plots[2], 8).posts] != [one.body for one in first.posts]


def test_moments_follow_each_other_and_people_sleep() -> None:
    words = grammar("fr", "anxiety")
    cast = people()
    moments = []
    for seed in range(40):
        dice = random.Random(seed)
        start = some_evening(dice, NOW)
        story = tell(words, words.plots[seed % 15], dice, Counter(), set(), cast, cast[0], 9, start, NOW)
        at = [one.at for one in story.posts]
        assert at == sorted(at)
        assert all(one < NOW for one in at)
        moments += at
    night = sum(one.hour in (1, 2, 3) for one in moments) / len(moments)
    assert night < 0.08


def test_the_cast_is_that_of_the_contract() -> None:
    cards = {one.name: one for one in invented("demo")}
    assert cards["alice"].communities == ("multiple-sclerosis", "diabetes")
    assert cards["bob"].communities == ("multiple-sclerosis",)
    assert cards["charlie"].communities == ("anxiety",)
    roles = {
        name: cards[name].role
        for name in ("mona", "moussa", "lena", "leo", "rosa", "stefan", "sofia", "ada", "amos")
    }
    assert roles == {
        "mona": "moderator", "moussa": "moderator", "lena": "lead", "leo": "lead", "rosa": "researcher",
        "stefan": "steward", "sofia": "steward", "ada": "admin", "amos": "admin",
    }  # fmt: skip
    assert all(one.email.endswith("@demo.example") for one in cards.values())
    assert len({one.password for one in cards.values()}) == 1
    assert all((one.totp_secret is None) == (one.role == "member") for one in cards.values())
    secrets = [one.totp_secret for one in cards.values() if one.totp_secret]
    assert len(set(secrets)) == len(secrets)
    for slug in {slug for one in cards.values() for slug in one.communities}:
        assert sum(one.role == "lead" and slug in one.communities for one in cards.values()) >= 2
