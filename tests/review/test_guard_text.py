"""Personal data in a text box: refused with its passages until the writer chose."""

import pytest

from app.core.errors import Invalid
from app.review.guard_text import PiiFound, screen_text

TEXT = "Bonjour,\nappelez-moi au 06 12 34 56 78 quand vous voulez."


def test_a_clean_text_passes_untouched() -> None:
    assert screen_text("5 mg 3x/j depuis mars") == "5 mg 3x/j depuis mars"


def test_the_writer_is_asked_first_and_shown_where() -> None:
    with pytest.raises(PiiFound) as caught:
        screen_text(TEXT)
    refusal = caught.value
    assert isinstance(refusal, Invalid) and (refusal.status, refusal.code) == (422, "pii")
    span = refusal.spans[0]
    assert TEXT[int(span["start"]) : int(span["end"])] == "06 12 34 56 78"
    assert (refusal.passages[0].found, refusal.passages[0].name) == ("06 12 34 56 78", "Phone number")
    assert refusal.fields.keys() == {"body"}


def test_the_server_masks_or_keeps_as_chosen() -> None:
    assert screen_text(TEXT, choice="keep") == TEXT
    masked = screen_text(TEXT, choice="mask")
    assert "06 12" not in masked and masked.startswith("Bonjour,\nappelez-moi au […]")
