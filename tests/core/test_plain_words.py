"""Members' texts as plain words, and the language of brackets that only test and demo installations speak."""

import pytest
from starlette.requests import Request

from app.core import readers
from app.core.text import unmarked


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("On parle **de soi**, à la première personne", "On parle de soi, à la première personne"),
        ("passe *dans la vie* et __ailleurs__", "passe dans la vie et ailleurs"),
        ("2 * 3 * 4 et who_5_total", "2 * 3 * 4 et who_5_total"),
        ("*" * 5000, "*" * 5000),
    ],
)
def test_a_text_loses_its_stars_and_nothing_else(written: str, read: str) -> None:
    assert unmarked(written) == read


def test_brackets_are_for_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    request = Request({"type": "http", "query_string": b"lang=qps", "headers": []})
    assert readers.choose_locale(request) == "qps"

    class Production:
        stage = "production"

    monkeypatch.setattr(readers, "get_settings", Production)
    assert readers.choose_locale(request) == readers.DEFAULT
