"""Two fills tell the same stories, with the same ids, at the same distance from today."""

from typing import Any

from sqlalchemy import text

from app.core import clock, db
from app.core.embedded import Urls
from app.demo import load
from app.demo.scene import Scene
from tests.demo.transactions import everywhere, outer

STEPS = ("Communities", "People", "Threads", "Rooms")
QUESTIONS = (
    "SELECT id, body, created_at, author_id FROM post ORDER BY id",
    "SELECT id, body, at, seq FROM message ORDER BY id",
    "SELECT id, handle, role, joined_on FROM persona ORDER BY id",
)


def told() -> list[list[Any]]:
    """What the first steps of a fill write, then forget."""
    with outer(), db.open_session() as session:
        scene = Scene(session, "demo", clock.now())
        for title, make in load.steps_of("demo"):
            if title in STEPS:
                make(scene)
        scene.open_walls()
        return [list(everywhere(session).execute(text(question)).all()) for question in QUESTIONS]


def test_the_same_again(urls: Urls) -> None:
    first, second = told(), told()
    assert [len(rows) for rows in first] == [len(rows) for rows in second]
    assert all(first)
    assert first == second
