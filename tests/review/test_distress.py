"""Distress: the item tops the queue, two calls wait, and an ordinary text leaves nothing."""

from uuid import uuid4

from sqlalchemy import text
from sqlmodel import select

from app.models.review import ReviewItem
from app.review.distress import lines_for, watch
from tests.people import World


def _watch(world: World, words: str) -> bool:
    author = world.persona("alice")
    return watch(
        world.session, community_id=author.community_id, subject_kind="post", subject_id=uuid4(),
        author_id=author.id, text=words, locale="fr",
    )  # fmt: skip


def test_a_cry_opens_an_item_on_top_and_sets_two_calls(world: World) -> None:
    assert _watch(world, "Je veux mourir, j'ai préparé les cachets.")
    item = world.session.exec(select(ReviewItem)).one()
    assert (item.kind, item.reason, item.harm) == ("distress", "urgent", 100)
    waiting = world.session.connection().execute(
        text(
            "SELECT args->>'call', scheduled_at FROM jobs.procrastinate_jobs WHERE task_name = 'moderation.call' ORDER BY 1"
        )
    )
    rows = waiting.all()
    assert [row[0] for row in rows] == ["1", "2"]
    assert 590 < (rows[1][1] - rows[0][1]).total_seconds() < 610


def test_an_ordinary_text_leaves_nothing(world: World) -> None:
    assert not _watch(world, "Mourir de rire devant ce film, quelle belle soirée.")
    assert world.session.exec(select(ReviewItem)).first() is None


def test_the_numbers_of_the_country() -> None:
    assert "3114" in [line.number for line in lines_for("fr")]
