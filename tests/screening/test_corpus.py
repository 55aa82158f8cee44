"""How well the rules do on the labelled texts: at least 95 in 100 caught, at most 5 in 100 false alarms, in each language."""

import pytest

from app.screening.measure import CORPUS, measure

CAUGHT, ALARMS = 0.95, 0.05


@pytest.mark.parametrize("name", sorted(path.name for path in CORPUS.glob("*.jsonl")))
def test_caught_and_false_alarms(name: str) -> None:
    result = measure(CORPUS / name)
    assert result["positives"] >= 60 and result["negatives"] >= 60
    for language, rates in {"all": result, **result["by_language"]}.items():
        assert rates["recall"] >= CAUGHT, (language, result["missed"])
        assert rates["false_alarm_rate"] <= ALARMS, (language, result["alarms"])


def test_four_corpora_are_there() -> None:
    assert {path.name for path in CORPUS.glob("*.jsonl")} == {
        "distress.dev.jsonl", "distress.held.jsonl", "pii.dev.jsonl", "pii.held.jsonl",
    }  # fmt: skip
