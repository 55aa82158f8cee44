"""Members' texts as plain words, and the language of brackets that only test and demo installations speak."""

import pytest
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request

from app.core import readers
from app.core.text import unmarked
from app.core.validation import sentences


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


def test_an_empty_field_is_called_empty() -> None:
    class Form(BaseModel):
        words: str = Field(min_length=3)
        year: int

    with pytest.raises(ValidationError) as refusal:
        Form.model_validate({"words": "", "year": ""})
    assert sentences(refusal.value) == {"words": "Fill this in.", "year": "Fill this in."}
    with pytest.raises(ValidationError) as refusal:
        Form.model_validate({"words": "ab", "year": "x"})
    assert sentences(refusal.value) == {
        "words": "Write a little more.",
        "year": "This must be a whole number.",
    }
