"""Handles are many, kind, free, and say nothing about the person behind them."""

import random
import re

import pytest

from app.communities.handles import (
    LONGEST,
    SHORTEST,
    NoHandleLeft,
    every_handle,
    fold_handle,
    propose_handle,
    resembles,
)

UNKIND = re.compile(
    r"\b(mort|morte|sang|os|crabe|tumeur|cancer|malade|maladie|patiente?|fièvre|douleur|peste|rage|virus|guerre|arme"
    r"|lance|flèche|griffe|dent|cœur|main|pied|peau|tête|poison|ciguë|belladone|digitale|dead|death|grave|blood|bone"
    r"|sick|ill|plague|killer|shrike|tit|booby|liver|lung|heart|head|hand|skin|nightshade|foxglove|arrow|gun|pain)s?\b",
    re.IGNORECASE,
)


@pytest.fixture(params=["fr", "en"])
def locale(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_are_forty_thousand_of_them_and_no_two_fold_alike(locale: str) -> None:
    folded = [fold_handle(handle) for handle in every_handle(locale)]
    assert len(folded) >= 40_000
    assert len(set(folded)) == len(folded)


def test_every_one_fits_the_column_and_is_kind(locale: str) -> None:
    for handle in every_handle(locale):
        assert SHORTEST <= len(handle) <= LONGEST, handle
        assert not UNKIND.search(handle), handle
        assert handle[0].isupper() and handle == handle.strip() and "  " not in handle
        assert re.fullmatch(r"[^\W\d_]+([ ’-][^\W\d_]+)*", handle), handle


def test_french_adjectives_agree_with_their_noun() -> None:
    handles = set(every_handle("fr"))
    assert {
        "Aubépine claire",
        "Pinson clair",
        "Mésange des brumes",
        "Bouleau blanc",
        "Bruyère blanche",
    } <= handles
    assert not {"Aubépine clair", "Pinson claire", "Fougère des fougères"} & handles


def test_english_puts_the_noun_last_and_never_says_a_word_twice() -> None:
    handles = set(every_handle("en"))
    assert {"Quiet heron", "Woodland finch"} <= handles
    assert not {"Mossy moss", "Meadow meadow", "Pebbled pebble"} & handles


def test_the_same_seed_gives_the_same_handle_and_another_seed_another(locale: str) -> None:
    def draw(seed: int) -> list[str]:
        rng = random.Random(seed)
        return [propose_handle(rng, locale, taken=set(), avoid="alice") for _ in range(20)]

    assert draw(1) == draw(1)
    assert draw(1) != draw(2)


def test_a_taken_handle_is_passed_over_whether_told_by_a_set_or_a_question(locale: str) -> None:
    first = propose_handle(random.Random(1), locale, taken=set(), avoid="alice")
    assert propose_handle(random.Random(1), locale, taken={fold_handle(first)}, avoid="alice") != first
    assert (
        propose_handle(random.Random(1), locale, taken=lambda it: it == fold_handle(first), avoid="alice")
        != first
    )


def test_a_full_community_is_told_so(locale: str) -> None:
    with pytest.raises(NoHandleLeft):
        propose_handle(random.Random(1), locale, taken=lambda _: True, avoid="alice")


@pytest.mark.parametrize(
    ("handle", "address"),
    [
        ("Mésange des brumes", "mesange"),
        ("Mésange des brumes", "MESANGE.75@demo.example"),
        ("Mésange des brumes", "m3s4nge@demo.example"),
        ("Mésange des brumes", "mes.ange@demo.example"),
        ("Mésange des brumes", "jo+brumes@demo.example"),
        ("Merle tenace", "paul.merlet@demo.example"),
        ("Pie rieuse", "pie@demo.example"),
        ("Quiet heron", "her0n_44@demo.example"),
        ("Milan doré", "mi1an@demo.example"),
        ("Lilac linnet", "11nnet@demo.example"),
        ("Œdicnème vif", "oedicneme@demo.example"),
    ],
)
def test_a_look_alike_of_the_address_is_refused(handle: str, address: str) -> None:
    assert resembles(handle, address)


@pytest.mark.parametrize(
    ("handle", "address"),
    [
        ("Mésange des brumes", "alice@demo.example"),
        ("Quiet heron", "demo@heron.example"),
        ("Merle tenace", "ten@demo.example"),
        ("Aubépine claire", ""),
        ("Aubépine claire", "1984@demo.example"),
    ],
)
def test_an_unrelated_address_forbids_nothing(handle: str, address: str) -> None:
    assert not resembles(handle, address)


def test_no_proposal_looks_like_the_address(locale: str) -> None:
    rng = random.Random(7)
    for address in (
        "mesange.claire@demo.example",
        "heron-quiet@demo.example",
        "des.brumes",
        "summerwoodland",
    ):
        proposals = [propose_handle(rng, locale, taken=set(), avoid=address) for _ in range(300)]
        assert not [handle for handle in proposals if resembles(handle, address)]
        assert len(set(proposals)) > 250


@pytest.mark.parametrize(
    "twin", ["mésange DES Brumes", "Mesange des brumes", "MÉSANGE-DES-BRUMES", "Mésange  des brumes"]
)
def test_case_accents_and_spaces_do_not_make_another_handle(twin: str) -> None:
    assert fold_handle(twin) == fold_handle("Mésange des brumes")
