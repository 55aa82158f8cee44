"""The public notice: from anybody, the same answer whatever it names, to the right queue or the general inbox."""

from sqlmodel import select

from app.models.review import PublicNotice, ReviewItem
from tests.moderation.stage import post_by
from tests.people import World, invented_id

FORM = {
    "reason": "illegal", "words": "This page sells a forbidden medicine.", "name": "Jean Dupont",
    "email": "jean@example.org", "faith": "yes",
}  # fmt: skip


def _location(world: World) -> str:
    post = post_by(world, "alice")
    return f"http://localhost/c/multiple-sclerosis/t/{post.thread_id}"


def test_a_real_and_an_invented_address_get_the_same_answer(world: World) -> None:
    visitor, real = world.reader(), _location(world)
    answers = [
        visitor.post("/notice", FORM | {"location": one})
        for one in (real, f"http://localhost/c/nowhere/t/{invented_id()}", "a post about cream")
    ]
    assert {(one.status_code, one.headers["location"], one.content) for one in answers} == {
        (303, "/notice/kept", answers[0].content)
    }
    assert visitor.get("/notice/kept").status_code == 200
    world.act_in("multiple-sclerosis")
    item = world.session.exec(select(ReviewItem)).one()
    assert (item.kind, item.subject_kind) == ("notice", "post") and "cortisone" in item.text
    notices = world.session.exec(select(PublicNotice)).all()
    assert len(notices) == 3 and sum(one.community_id is None for one in notices) == 2
    assert not any(b"jean" in one.contact_sealed for one in notices)


def test_what_the_law_asks_is_asked_and_kept_on_the_page(world: World) -> None:
    refused = world.reader().post("/notice", FORM | {"location": "", "email": "nobody", "faith": ""})
    assert refused.status_code == 422
    assert "forbidden medicine" in refused.text and "good faith" in refused.text
    assert world.session.exec(select(PublicNotice)).first() is None


def test_members_and_staff_use_it_too(world: World) -> None:
    for name in ("alice", "charlie", "rosa", "ada"):
        assert world.reader(name).get("/notice").status_code == 200
