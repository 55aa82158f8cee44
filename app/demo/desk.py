"""The moderators' desks: what waits (held, reported, personal data, distress, appeal, joins) and what was decided.

Everything goes through the rooms' own deeds, with the clock turned back to the day on which it happened.
"""

import random
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select

from app.core import clock
from app.demo.cast import HOME
from app.demo.scene import Member, Place, Scene
from app.models.community import JoinRequest, Persona
from app.models.review import Act, ItemKind, ReviewItem
from app.models.thread import Post, Thread
from app.moderation import appeals, deciding
from app.review.items import open_item
from app.threads import writing

LATEST = text(
    "UPDATE thread SET last_post_at = newest.at FROM (SELECT thread_id, max(created_at) AS at FROM post"
    " WHERE status = 'visible' GROUP BY thread_id) AS newest WHERE newest.thread_id = thread.id AND thread.last_post_at <> newest.at"
)
"""What was planted in the past must not make a thread look older than its newest text."""
OTHERS = ("diabetes", "anxiety", "cancer")


@cache
def planted() -> dict[str, list[dict[str, Any]]]:
    """The texts of the desks, by what becomes of them."""
    return tomllib.loads(resources.files(__package__).joinpath("texts", "desk.toml").read_text("utf-8"))


@contextmanager
def days_ago(days: float) -> Iterator[None]:
    """The clock as it stood some days before."""
    clock.turn(-timedelta(days=days))
    try:
        yield
    finally:
        clock.turn(timedelta(0))


@dataclass(slots=True)
class Desk:
    """A community's desk: its open threads by language, who writes, and who decides."""

    scene: Scene
    place: Place
    dice: random.Random
    threads: dict[str, list[Thread]]
    personas: dict[UUID, Persona]

    @classmethod
    def of(cls, scene: Scene, place: Place) -> "Desk":
        """The desk of a place; two statements."""
        threads = scene.session.exec(
            select(Thread)
            .where(col(Thread.community_id) == place.id, ~col(Thread.locked), ~col(Thread.pinned))
            .order_by(col(Thread.last_post_at).desc())
        ).all()
        personas = scene.session.exec(select(Persona).where(col(Persona.community_id) == place.id)).all()
        by_language = {lang: [one for one in threads if one.lang == lang] for lang in ("fr", "en")}
        return cls(
            scene, place, scene.dice("desk", place.slug), by_language, {one.id: one for one in personas}
        )

    def persona(self, member: Member) -> Persona:
        """The row of a member."""
        return self.personas[member.persona_id]

    def staff(self, number: int) -> Persona:
        """Somebody of the staff: leads and moderators in turn."""
        staff = self.place.staff("moderator", "lead")
        return self.persona(staff[number % len(staff)])

    def somebody(self, lang: str, *but: UUID | None) -> Persona:
        """An ordinary member of a language, not of the printed cast."""
        choices = [
            one
            for one in self.place.writers
            if one.role == "member" and one.locale == lang and one.owner.card.name.startswith("member-")
            and one.persona_id not in but
        ]  # fmt: skip
        return self.persona(self.dice.choice(choices))

    def post(self, told: dict[str, Any], author: Persona | None = None) -> Post:
        """A reply with a planted text, in an open thread of its language."""
        begun = [one for one in self.threads[told["lang"]] if one.created_at < clock.now()]
        thread = self.dice.choice(begun[:12])
        author = author or self.somebody(told["lang"], thread.author_id)
        return writing.reply(
            self.scene.session, author=author, thread=thread, body=told["text"], lang=told["lang"]
        )

    def report(self, post: Post, reason: str, reporters: int, words: str = "") -> ReviewItem:
        """Reports of a post by several people."""
        by: list[UUID] = []
        item = None
        for _ in range(reporters):
            by.append(self.somebody(post.lang, post.author_id, *by).id)
            item = open_item(
                self.scene.session, community_id=self.place.id, kind=ItemKind.REPORT, subject_kind="post",
                subject_id=post.id, author_id=post.author_id, text=post.body, reporter_id=by[-1], reason=reason,
                words=words if len(by) == 1 else "",
            )  # fmt: skip
        assert item is not None
        return item


def make_desks(scene: Scene) -> None:
    """Fills the desk of the largest community, and leaves something on three others."""
    desk = Desk.of(scene, scene.places[HOME])
    _welcomed(desk)
    _decided(desk)
    _appealed(desk)
    _warned(desk)
    _waiting(desk, planted())
    for number, slug in enumerate(OTHERS):
        some = {name: told[number : number + 1] for name, told in planted().items() if name != "distress"}
        _waiting(Desk.of(scene, scene.places[slug]), some)
    scene.session.connection().execute(LATEST)


def _decided(desk: Desk) -> None:
    for number, told in enumerate(planted()["past"]):
        with days_ago(24 - 5 * number):
            post = desk.post(told)
        with days_ago(23.8 - 5 * number):
            item = desk.report(post, told["report"], 1)
        with days_ago(23.5 - 5 * number):
            decision = deciding.decide(
                desk.scene.session, item, desk.staff(number % 2), version=item.version,
                act=Act(told["act"]), rule=told["rule"], reason=told["reason"],
            )  # fmt: skip
        if told.get("overturned"):
            with days_ago(22 - 5 * number):
                author = desk.personas[post.author_id] if post.author_id else desk.staff(0)
                appeals.make(desk.scene.session, decision, author, told["words"])
                desk.scene.open_walls()
            with days_ago(21 - 5 * number):
                _answer(desk, decision.id, desk.persona(desk.place.staff("lead")[-1]), told["answer"])


def _welcomed(desk: Desk) -> None:
    """First messages of people who have written more since: held then, and approved within hours."""
    session = desk.scene.session
    for number, told in enumerate(planted()["welcomed"]):
        author = desk.somebody(told["lang"])
        author.approved_posts, settled = 0, author.approved_posts
        with days_ago(31 - 3.1 * number):
            post = desk.post(told, author)
        item = session.exec(select(ReviewItem).where(col(ReviewItem.subject_id) == post.id)).one()
        with days_ago(30.9 - 3.1 * number - 0.05 * (number % 4)):
            deciding.decide(session, item, desk.staff(number), version=item.version, act=Act.APPROVE)
        author.approved_posts = settled
        session.add(author)
    session.flush()


def _answer(desk: Desk, decision_id: UUID, by: Persona, words: str) -> None:
    session = desk.scene.session
    item = session.exec(
        select(ReviewItem).where(
            col(ReviewItem.subject_id) == decision_id, col(ReviewItem.kind) == ItemKind.APPEAL.value
        )
    ).one()
    deciding.decide(session, item, by, version=item.version, act=Act.OVERTURN, reason=words)


def _appealed(desk: Desk) -> None:
    """One appeal waits: Mona decided, so somebody else answers."""
    told = planted()["appeal"][0]
    session, mona = desk.scene.session, desk.persona(desk.scene.member("mona"))
    with days_ago(3):
        post = desk.post(told)
        item = desk.report(post, "harassment", 2)
    with days_ago(2.6):
        decision = deciding.decide(
            session, item, mona, version=item.version, act=Act.HIDE, rule=told["rule"], reason=told["reason"]
        )
    with days_ago(1.9):
        assert post.author_id is not None
        appeals.make(session, decision, desk.personas[post.author_id], told["words"])
    desk.scene.open_walls()


def _warned(desk: Desk) -> None:
    for number, told in enumerate(planted()["warned"]):
        with days_ago(9 - 8.2 * number):
            deciding.sanction(
                desk.scene.session, desk.somebody(told["lang"]), desk.staff(number), act=Act(told["act"]),
                rule=told["rule"], reason=told["reason"], hours=told.get("hours"),
            )  # fmt: skip


def _ask(desk: Desk, member: Member, answer: str) -> None:
    request = JoinRequest(
        community_id=desk.place.id, persona_id=member.persona_id, answer=answer, asked_on=clock.today()
    )
    desk.scene.session.add(request)
    desk.scene.session.flush()
    open_item(
        desk.scene.session, community_id=desk.place.id, kind=ItemKind.JOIN, subject_kind="join_request",
        subject_id=request.id, author_id=member.persona_id, text=answer,
    )  # fmt: skip


def _waiting(desk: Desk, told: dict[str, list[dict[str, Any]]]) -> None:
    """What nobody has decided yet, over the last two days."""
    session = desk.scene.session
    newcomers = [desk.persona(one) for one in desk.place.members if one.new]
    for number, (one, author) in enumerate(zip(told["held"], newcomers, strict=False)):
        with days_ago(0.2 + 0.25 * number):
            desk.post(one, author)
    for number, one in enumerate(told["reported"]):
        with days_ago(0.3 + 0.4 * number):
            desk.report(desk.post(one), one["reason"], one["reporters"], one["words"])
    for number, one in enumerate(told["personal"]):
        with days_ago(0.15 + 0.3 * number):
            post = desk.post(one)
            open_item(
                session, community_id=desk.place.id, kind=ItemKind.PII, subject_kind="post", subject_id=post.id,
                author_id=post.author_id, text=post.body,
            )  # fmt: skip
    waiting = [one for one in desk.place.members if one.status == "pending"]
    for number, (one, member) in enumerate(zip(told["join"], waiting, strict=False)):
        with days_ago(0.5 + 0.7 * number):
            _ask(desk, member, one["answer"])
    for one in told.get("distress", []):
        with days_ago(0.02):
            desk.post(one)
