"""The search is short here: the promises do not depend on how long it takes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.core import clock
from app.releases import freezing


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third of a second a search, and a clock that is right again afterwards."""
    monkeypatch.setattr(freezing, "SECONDS", 0.3)
    yield
    clock.turn(timedelta(0))
