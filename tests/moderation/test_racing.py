"""Two moderators decide the same item at the same moment, twenty times, each on a connection of their own.

Every time: one effect, one Conflict (409 at the doors), one decision and one audit entry.
"""

import secrets
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.core import clock, db
from app.core.errors import Conflict
from app.core.settings import get_settings
from app.models.audit import AuditEntry
from app.models.community import Community, Persona, Topic
from app.models.review import Act, Decision, ItemKind, ReviewItem
from app.models.thread import Post
from app.moderation import deciding
from app.review.items import open_item
from app.threads import writing

ROUNDS = 20


def _persona(community: UUID, name: str, role: str = "member") -> Persona:
    return Persona(
        community_id=community, owner_tag=secrets.token_bytes(32), standing_tag=secrets.token_bytes(32), handle=name,
        handle_folded=name, role=role, status="active", joined_on=clock.today(), approved_posts=3,
    )  # fmt: skip


@pytest.fixture
def arena(urls: object) -> Iterator[tuple[UUID, dict[str, UUID]]]:
    """A community whose rows are really committed, with a writer and two moderators; removed afterwards by the owner."""
    slug = f"arena-{secrets.token_hex(4)}"
    words = {"fr": "Arène", "en": "Arena"}
    with db.transaction() as session:
        home = Community(slug=slug, icd10=["Z00"], names=words, descriptions=words, charters=words)
        session.add(home)
        session.flush()
        session.add(Topic(community_id=home.id, slug="one", names=words))
        db.act_in(session, [home.id])
        people = {
            "writer": _persona(home.id, "w"), "mona": _persona(home.id, "m", "moderator"),
            "moussa": _persona(home.id, "n", "moderator"),
        }  # fmt: skip
        session.add_all(people.values())
        session.flush()
        ids = home.id, {name: one.id for name, one in people.items()}
    yield ids
    owner = db.make_engine(get_settings().migration_url, pool_size=1)
    with owner.begin() as connection:
        connection.execute(
            text("SELECT set_config('entraide.communities', :all, true)"), {"all": "{" + str(ids[0]) + "}"}
        )
        connection.execute(text("DELETE FROM community WHERE id = :id"), {"id": ids[0]})
    owner.dispose()


def _item(community: UUID, writer: UUID, number: int) -> tuple[UUID, UUID]:
    with db.transaction() as session:
        db.act_in(session, [community])
        author = session.get_one(Persona, writer)
        topic = session.exec(select(Topic.id).where(col(Topic.community_id) == community)).one()
        thread = writing.open_thread(
            session,
            author=author,
            topic_id=topic,
            title=f"Round {number}",
            body="To be decided.",
            support="advice",
        )
        post = session.exec(select(Post.id).where(col(Post.thread_id) == thread.id)).one()
        item = open_item(
            session, community_id=community, kind=ItemKind.REPORT, subject_kind="post", subject_id=post,
            author_id=writer, text="To be decided.",
        )  # fmt: skip
        return item.id, post


def _race(community: UUID, item: UUID, people: dict[str, UUID]) -> list[str]:
    start, results = threading.Barrier(2), []

    def decide(name: str, act: Act) -> None:
        with db.transaction() as session:
            db.act_in(session, [community])
            by, found = session.get_one(Persona, people[name]), session.get_one(ReviewItem, item)
            start.wait(10)
            try:
                deciding.decide(
                    session, found, by, version=1, act=act, rule="respect", reason=f"Said by {name}."
                )
                results.append(act.value)
            except Conflict:
                db.roll_back(session)
                results.append("409")

    threads = [
        threading.Thread(target=decide, args=("mona", Act.HIDE)),
        threading.Thread(target=decide, args=("moussa", Act.DISMISS)),
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return results


def _count(session: Session, item: UUID, post: UUID) -> tuple[int, int, str]:
    decided = session.exec(select(func.count()).where(col(Decision.item_id) == item)).one()
    audited = session.exec(
        select(func.count()).where(col(AuditEntry.content)["subject"].astext == str(post))
    ).one()
    return decided, audited, session.get_one(Post, post).status


def test_twenty_races_have_one_winner_each(arena: tuple[UUID, dict[str, UUID]]) -> None:
    community, people = arena
    for number in range(ROUNDS):
        item, post = _item(community, people["writer"], number)
        results = _race(community, item, people)
        assert results.count("409") == 1 and len(results) == 2, results
        winner = next(one for one in results if one != "409")
        with db.transaction() as session:
            db.act_in(session, [community])
            assert _count(session, item, post) == (1, 1, "hidden" if winner == "hide" else "visible")
