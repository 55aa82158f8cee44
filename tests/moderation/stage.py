"""What the desk's tests begin with: posts on the board, items in the queue, somebody's decision."""

from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, select

from app.core import db
from app.models.community import Topic
from app.models.review import Decision, ReviewItem
from app.models.thread import Post
from app.threads import writing
from tests.people import Reader, World

Row = TypeVar("Row")
HIDE = {"act": "hide", "rule": "respect", "reason": "This hurts."}


def post_by(
    world: World, name: str, body: str = "Arrêtez le cortisone, moi ça va mieux.", slug: str | None = None
) -> Post:
    """A thread's first post, visible unless its author is new."""
    author = world.persona(name, slug)
    topic = world.session.exec(select(Topic).where(col(Topic.community_id) == author.community_id)).one()
    thread = writing.open_thread(
        world.session, author=author, topic_id=topic.id, title="Une question", body=body, support="advice"
    )
    db.commit(world.session)
    return world.session.exec(select(Post).where(col(Post.thread_id) == thread.id)).one()


def reported(world: World, by: str = "bob", author: str = "alice", reason: str = "medical") -> ReviewItem:
    """An open item: a post by one, reported by another over the JSON contract."""
    post = post_by(world, author)
    answer = world.reader(by).api("POST", f"/posts/{post.id}/reports", {"reason": reason})
    assert answer.status_code == 201, answer.text
    world.act_as(author)
    return world.session.exec(select(ReviewItem).where(col(ReviewItem.subject_id) == post.id)).one()


def decide(reader: Reader, item: ReviewItem | UUID, version: int = 1, **body: Any) -> Any:
    """Decides an item over the JSON contract; by default hides it."""
    item_id = item.id if isinstance(item, ReviewItem) else item
    return reader.api(
        "POST", f"/moderation/items/{item_id}/decisions", {"version": version, **(body or HIDE)}
    )


def decisions(world: World) -> list[Decision]:
    """Every decision of the community of the cast."""
    world.act_in("multiple-sclerosis")
    return list(world.session.exec(select(Decision).order_by(col(Decision.decided_at))))


def again(world: World, model: type[Row], row_id: UUID) -> Row:
    """A row as the database has it now."""
    world.act_in("multiple-sclerosis")
    return world.session.get_one(model, row_id, populate_existing=True)
