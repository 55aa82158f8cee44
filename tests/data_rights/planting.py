"""One canary per table that knows a person: planted for Alice, looked for in her copy and, after her erasure, everywhere.

A table that is new must be declared here: either it knows the person and gets a planter, or it stands in `KNOWS_NOBODY`
with the reason. A test fails until it does.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import SQLModel, select

from app.consents import choosing
from app.core import clock, db
from app.core.db import wearing
from app.dashboard import entries, marks, measures, shares
from app.dashboard.owner import Owner, owner_of
from app.messages import writing as letters
from app.models.account import SignedSession
from app.models.chat import Block, Message, Room
from app.models.community import JoinRequest, Topic
from app.models.notification import Notification, NotificationSetting
from app.models.review import Appeal, Decision, ModeratorNote, Report, ReviewItem
from app.models.thread import Follow, Post, PostVersion, Reaction, ReadMark, Thread
from app.surveys import answering
from app.threads import drafts
from tests.people import World
from tests.surveys.cast import answer, publish
from tests.surveys.test_api import words_options

KNOWS_NOBODY = {
    "community": "a place", "topic": "a shelf of a place", "room": "a place", "reserved_handle": "keyed tags of freed names",
    "used_ticket": "random ids", "recovery_code": "keyed tags; the copy says how many are left",
    "account_role": "offices, held by accounts without personas; see test_an_office_is_in_the_copy",
    "idempotency": "keyed tags and sealed answers, dropped after a day",
    "audit_entry": "keyed tags, append-only; the copy carries the person's own lines",
    "post_words": "stems of posts, no hat reads them; they go with the post (see the last test)",
    "consent_purpose": "public", "consent_text": "public", "survey": "public to its community", "survey_version": "public",
    "survey_result": "figures of many people",
    "waiting_response": "anonymous", "anonymous_response": "anonymous",
    "study": "a researcher's; told by studies.rights", "study_variable": "part of a study", "study_approval": "offices by tag",
    "study_person": "researchers, no members", "release": "no persons", "release_master": "sealed, of many people",
    "release_approval": "offices by tag", "delivery": "researchers", "recall": "researchers",
    "release_contributor": "keyed tags; told and recalled by releases.rights", "release_hold": "keyed tags that protect others",
    "public_notice": "anybody's, by its own form; the contact is sealed", "live_worker": "processes",
    "live_socket": "a keyed tag while a socket is open", "admin_proposal": "handles of leads and keyed tags",
    "data_export_part": "sealed parts of the copy while it is made", "erasure": "what this test runs",
    "erasure_step": "sealed, gone when the persona is", "sanction": "an act on a tag; told with its decision",
    "review_item": "the text as it was, told with its decision",
}  # fmt: skip


def c(table: str) -> str:
    """The canary of a table."""
    return f"canary-{table.replace('_', '-')}-sings"


class Garden:
    """Alice in her community, and Bob for what takes two."""

    def __init__(self, world: World) -> None:
        self.world, self.session = world, world.session
        self.alice, self.bob = world.persona("alice"), world.persona("bob")
        self.account: UUID = world.account("alice").id
        self.place = world.community().id
        self.reader = world.reader("alice")
        world.act_as("alice")
        self.owner: Owner = owner_of(self.account)
        self.canaries: dict[str, str] = {}

    def add(self, *rows: SQLModel) -> None:
        """Keeps rows inside Alice's community."""
        db.act_in(self.session, [self.place], (bytes(self.alice.owner_tag), bytes(self.bob.owner_tag)))
        for row in rows:
            self.session.add(row)
            self.session.flush()


def plant(world: World) -> Garden:
    """Every planter in turn."""
    garden = Garden(world)
    for planter in PLANTERS:
        garden.canaries |= planter(garden)
    db.commit(world.session)
    return garden


def _vault(g: Garden) -> dict[str, str]:
    with wearing(g.session, "vault"):
        row = SignedSession(
            token_hash=b"x" * 32, account_id=g.account, device=c("session"), created_at=clock.now(), seen_at=clock.now(),
            expires_at=clock.now() + timedelta(days=3),
        )  # fmt: skip
        g.session.add(row)
        g.session.add(NotificationSetting(account_id=g.account, digest="daily", quiet_from=3, quiet_until=4))
        g.session.flush()
    return {"account": "alice@demo.example", "session": c("session"), "notification_setting": '"quiet_from":3'}  # fmt: skip


def _communities(g: Garden) -> dict[str, str]:
    g.add(
        JoinRequest(
            community_id=g.place, persona_id=g.alice.id, answer=c("join_request"), asked_on=clock.today()
        )
    )
    return {"persona": g.alice.handle, "join_request": c("join_request")}


def _threads(g: Garden) -> dict[str, str]:
    topic = g.session.exec(select(Topic.id)).first()
    now, long_ago = clock.now(), datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)
    thread = Thread(community_id=g.place, topic_id=topic, author_id=g.alice.id, title=c("thread"), created_at=now, last_post_at=now, post_count=1)  # fmt: skip
    post = Post(community_id=g.place, thread_id=thread.id, author_id=g.alice.id, opening=True, body=c("post"), html=f"<p>{c('post')}</p>", created_at=now)  # fmt: skip
    theirs = Thread(community_id=g.place, topic_id=topic, author_id=g.bob.id, title="Of Bob", created_at=now, last_post_at=now, post_count=1)  # fmt: skip
    reply = Post(community_id=g.place, thread_id=theirs.id, author_id=g.bob.id, opening=True, body="Words of Bob", html="<p>Words of Bob</p>", created_at=now, thanks=1)  # fmt: skip
    g.add(thread, post, theirs, reply)
    g.add(
        PostVersion(
            community_id=g.place, post_id=post.id, html=f"<p>{c('post_version')}</p>", written_at=now
        ),
        Reaction(post_id=reply.id, persona_id=g.alice.id, kind="thanks", community_id=g.place),
        Follow(thread_id=theirs.id, persona_id=g.alice.id, community_id=g.place),
        ReadMark(persona_id=g.alice.id, thread_id=theirs.id, community_id=g.place, read_at=long_ago),
    )
    drafts.keep(g.session, g.account, "somewhere", {"body": c("draft")})
    return {
        "thread": c("thread"), "post": c("post"), "post_version": c("post_version"), "reaction": f'"post":"{reply.id}"',
        "follow": f'"follows":["{theirs.id}"]', "read_mark": "2019-03-04T05:06:07", "draft": c("draft"),
    }  # fmt: skip


def _chat(g: Garden) -> dict[str, str]:
    room = Room(community_id=g.place, last_seq=1)
    g.add(room)
    g.add(
        Message(room_id=room.id, community_id=g.place, seq=1, author_id=g.alice.id, key=uuid4(), body=c("message"), at=clock.now()),
        Block(author_id=g.alice.id, blocked_id=g.bob.id, community_id=g.place),
    )  # fmt: skip
    other = g.world.persona("mona")
    g.add()
    conversation = letters.ask(g.session, g.alice, other, c("letter"))
    return {"message": c("message"), "block": f'"persona":"{g.bob.id}"', "conversation": f'"status":"{conversation.status}"', "letter": c("letter")}  # fmt: skip


def _consents(g: Garden) -> dict[str, str]:
    choosing.give(g.session, choosing.find_purpose(g.session, "newsletter"), g.account, locale="en")
    return {"consent_event": '"purpose":"newsletter"'}


def _surveys(g: Garden) -> dict[str, str]:
    survey = publish(g.world, slug="words", **words_options())
    answer(g.world, survey, g.account, {"more": c("survey_response")})
    begun = publish(g.world)
    answering.agree(g.session, begun, g.account, locale="en")
    draft = answering.start(g.session, begun, g.account)
    answering.save(g.session, begun, g.account, draft, "who-5.1", "4")
    return {"survey_response": c("survey_response"), "survey_participation": c("survey_response"), "survey_progress": '"link_id":"who-5.1"'}  # fmt: skip


def _notifications(g: Garden) -> dict[str, str]:
    g.add(Notification(community_id=g.place, persona_id=g.alice.id, kind="reply", link=f"/{c('notification')}", day=clock.today()))  # fmt: skip
    return {"notification": c("notification")}


def _moderation(g: Garden) -> dict[str, str]:
    now, mona = clock.now(), g.world.persona("mona")
    item = ReviewItem(community_id=g.place, kind="report", subject_kind="post", subject_id=uuid4(), author_id=g.alice.id, text=c("review_item"), opened_at=now, status="decided")  # fmt: skip
    g.add(item)
    decision = Decision(community_id=g.place, item_id=item.id, subject_kind="post", subject_id=item.subject_id, author_id=g.alice.id, act="hide", rule="respect", reason="A reason", text=c("decision"), decided_by=mona.id, decided_at=now)  # fmt: skip
    g.add(decision)
    g.add(
        Report(community_id=g.place, item_id=item.id, reporter_id=g.alice.id, subject_kind="post", subject_id=uuid4(), reason="tone", words=c("report"), at=now),
        Appeal(community_id=g.place, decision_id=decision.id, author_id=g.alice.id, words=c("appeal"), made_at=now),
        ModeratorNote(community_id=g.place, persona_id=g.alice.id, written_by=mona.id, text=c("moderator_note"), at=now),
    )  # fmt: skip
    return {name: c(name) for name in ("decision", "report", "appeal", "moderator_note")}


def _dashboard(g: Garden) -> dict[str, str]:
    measure = measures.follow_own(g.session, g.owner, name=c("measure"))
    entries.note(g.session, g.owner, measure, value=5, note=c("measure_entry"))
    marks.add(g.session, g.owner, "event", day=clock.today(), label=c("health_mark"))
    shared = shares.open_share(g.session, g.account, label=c("share"), days=7, measure_ids=[measure.id])
    shares.visit(g.session, shared.id)
    return {
        "measure": c("measure"), "measure_entry": c("measure_entry"), "health_mark": c("health_mark"),
        "dashboard_share": c("share"), "dashboard_share_visit": '"opened":["',
    }  # fmt: skip


def _rights(_: Garden) -> dict[str, str]:
    return {"data_export": '"copies":[{'}


PLANTERS: tuple[Callable[[Garden], dict[str, str]], ...] = (
    _vault, _communities, _threads, _chat, _consents, _surveys, _notifications, _moderation, _dashboard, _rights,
)  # fmt: skip
