"""Whoever asked from outside hangs up at the end."""

from collections.abc import Iterator

import pytest

from tests.contract import outsider


@pytest.fixture(scope="package", autouse=True)
def hanging_up() -> Iterator[None]:
    """Closes the connections of all outsiders."""
    yield
    while outsider.OPEN:
        outsider.OPEN.pop().close()
