"""Deciding: an effect, a statement and one audit entry; refusals change nothing; the second one gets 409."""

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.models.audit import AuditEntry
from app.models.notification import Notification
from app.models.review import ReviewItem
from app.models.thread import Post
from tests.moderation.stage import HIDE, again, decide, decisions, post_by, reported
from tests.people import World, invented_id


def _audited(world: World) -> int:
    return world.session.exec(
        select(func.count()).where(col(AuditEntry.content)["act"].astext.like("moderation.%"))
    ).one()


def test_a_reported_post_is_hidden_and_its_author_told_why(world: World) -> None:
    item = reported(world)
    before = _audited(world)
    answer = decide(world.reader("mona"), item)
    assert answer.status_code == 201
    made = answer.json()
    assert (made["act"], made["rule"], made["subject_id"]) == ("hide", "respect", str(item.subject_id))
    assert again(world, Post, item.subject_id).status == "hidden"
    assert _audited(world) == before + 1
    note = world.session.exec(select(Notification).where(col(Notification.kind) == "decision")).one()
    assert note.link == f"/decisions/{made['id']}"
    statement = world.reader("alice").api("GET", f"/decisions/{made['id']}").json()
    assert statement["reason"] == "This hurts." and "cortisone" in statement["text"]
    assert (statement["automated"], statement["can_appeal"]) == (False, True)
    assert "bob" not in str(statement).lower()


def test_a_held_post_is_approved_and_appears(world: World) -> None:
    world.persona("alice", approved_posts=0)
    post = post_by(world, "alice")
    assert post.status == "held"
    world.act_in("multiple-sclerosis")
    item = world.session.exec(select(ReviewItem)).one()
    assert decide(world.reader("mona"), item, act="approve").status_code == 201
    assert again(world, Post, post.id).status == "visible"
    assert again(world, ReviewItem, item.id).status == "decided"


def test_the_second_decision_of_a_version_is_refused(world: World) -> None:
    item = reported(world)
    assert decide(world.reader("mona"), item).status_code == 201
    late = decide(world.reader("moussa"), item, act="dismiss")
    assert (late.status_code, late.json()["code"]) == (409, "stale")
    assert [one.act for one in decisions(world)] == ["hide"]


def test_a_claim_keeps_colleagues_out_and_ends_by_itself(world: World) -> None:
    item = reported(world)
    mona, moussa = world.reader("mona"), world.reader("moussa")
    claimed = mona.api("POST", f"/moderation/items/{item.id}/claim", {"version": 1}).json()
    assert claimed["claimed_by_me"] and claimed["version"] == 2
    assert decide(moussa, item, version=2).status_code == 409
    assert decide(mona, item, version=2).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"act": "hide", "rule": "respect"},
        {"act": "hide", "reason": "Because."},
        {"act": "hide", "rule": "whim", "reason": "Because."},
        {"act": "accept"},
        {"act": "mute", "rule": "respect", "reason": "Calm down."},
        {"act": "mute", "rule": "respect", "reason": "Calm down.", "hours": 169},
        {"act": "ban", "rule": "respect", "reason": "Calm down.", "hours": 73},
        {"act": "hide", "rule": "respect", "reason": "Because.", "hours": 3},
        {"act": "hide", "rule": "respect", "reason": "Because.", "more": 1},
        {"act": "hide", "rule": "respect", "reason": "Be\u0000cause."},
        {"act": "hide", "rule": "respect", "reason": "x" * 1001},
        {"act": ["hide"], "rule": "respect", "reason": "Because."},
    ],
)
def test_what_does_not_go_together_changes_nothing(world: World, body: dict[str, object]) -> None:
    item = reported(world)
    before = _audited(world)
    assert decide(world.reader("mona"), item, **body).status_code == 422
    assert again(world, Post, item.subject_id).status == "visible"
    assert decisions(world) == [] and _audited(world) == before


def test_nobody_decides_on_own_words_own_report_or_equal_rank(world: World) -> None:
    own = reported(world, by="bob", author="mona")
    assert decide(world.reader("mona"), own).status_code == 403
    assert decide(world.reader("moussa"), own).status_code == 403
    mine = reported(world, by="moussa", author="alice")
    assert decide(world.reader("moussa"), mine).status_code == 403
    assert decisions(world) == []
    assert decide(world.reader("lena"), own).status_code == 201


def test_who_may_not_decide(world: World) -> None:
    item = reported(world)
    invented = decide(world.reader("charlie"), invented_id())
    stranger = decide(world.reader("charlie"), item)
    assert (stranger.status_code, stranger.content) == (404, invented.content)
    assert decide(world.reader(), item).status_code == 401
    assert decide(world.reader("bob"), item).status_code == 403
    for office in ("rosa", "stefan", "ada"):
        assert decide(world.reader(office), item).status_code == 404
    assert decisions(world) == []


def test_a_hidden_text_answers_the_other_questions_about_it(world: World) -> None:
    item = reported(world)
    world.act_in("multiple-sclerosis")
    from app.models.review import ItemKind
    from app.review.items import open_item

    other = open_item(
        world.session, community_id=item.community_id, kind=ItemKind.PII, subject_kind="post",
        subject_id=item.subject_id, author_id=item.author_id, text="x",
    )  # fmt: skip
    world.session.commit()
    assert decide(world.reader("mona"), item, **HIDE).status_code == 201
    world.act_in("multiple-sclerosis")
    world.session.refresh(other)
    assert other.status == "decided"
