"""What could tell who somebody is: shown to its writer first, and to a moderator when it is published anyway."""

from sqlmodel import col, select

from app.models.review import ItemKind, ReviewItem
from app.models.thread import Post
from tests.people import World
from tests.threads.test_doors import count
from tests.threads.test_writing import thread_by

MS = "/c/multiple-sclerosis"
FORM = {"title": "Tired after lunch", "topic": "treatments", "support": "advice", "body": "Does **anybody** know?"}  # fmt: skip
BODY = {"title": "Tired after lunch", "topic": "treatments", "support": "advice", "body": "Does **anybody** know?"}  # fmt: skip


def test_personal_data_is_shown_to_its_writer_before_anything_is_kept(world: World) -> None:
    thread = thread_by(world)
    bob, path, text = world.reader("bob"), f"{MS}/t/{thread.id}", "Call me on 06 12 34 56 78 please."
    before = count(world)
    refused = bob.post(path, {"body": text})
    assert refused.status_code == 422 and "<mark>" in refused.text and count(world) == before
    masked = bob.post(path, {"body": text, "pii": "mask"})
    assert masked.status_code == 303 and "06 12 34 56 78" not in bob.get(path).text
    problem = bob.api("POST", f"/threads/{thread.id}/posts", {"body": text})
    assert problem.status_code == 422 and problem.json()["spans"][0]["kind"] == "phone"
    kept = bob.api("POST", f"/threads/{thread.id}/posts", {"body": text, "pii": "keep"})
    assert kept.status_code == 201 and "06 12 34 56 78" in kept.json()["html"]
    item = world.session.exec(select(ReviewItem).where(col(ReviewItem.kind) == ItemKind.PII)).one()
    assert (str(item.subject_id), item.subject_kind, item.text) == (kept.json()["id"], "post", text)


def test_what_is_published_anyway_reaches_a_moderator_once(world: World) -> None:
    alice, text = world.reader("alice"), "Call me on 06 12 34 56 78 please."
    world.persona("bob", approved_posts=0)
    assert alice.post(f"{MS}/new", FORM | {"body": text, "pii": "keep"}).status_code == 303
    post = world.session.exec(select(Post)).one()
    assert alice.post(f"{MS}/p/{post.id}/edit", {"body": f"{text} Now.", "pii": "keep"}).status_code == 303
    world.reader("bob").post(f"{MS}/t/{post.thread_id}", {"body": text, "pii": "keep"})
    assert alice.post(f"{MS}/t/{post.thread_id}", {"body": "Nothing here.", "pii": "keep"}).status_code == 303
    world.act_in("multiple-sclerosis")
    kinds = [one.kind for one in world.session.exec(select(ReviewItem))]
    assert sorted(kinds) == ["held", "pii"]  # a held text is read before anybody sees it


def test_the_warning_before_a_text_is_guarded_like_the_text(world: World) -> None:
    thread = thread_by(world)
    bob, path = world.reader("bob"), f"{MS}/t/{thread.id}"
    form = {"body": "Nothing here.", "note": "06 12 34 56 78"}
    before = count(world)
    assert bob.post(path, form).status_code == 422
    assert bob.api("POST", f"/threads/{thread.id}/posts", form).json()["code"] == "pii"
    assert count(world) == before
    assert bob.post(path, form | {"pii": "mask"}).status_code == 303
    assert "06 12 34 56 78" not in bob.get(path).text


def test_what_waits_is_read_as_it_is_now(world: World) -> None:
    world.persona("alice", approved_posts=0)
    alice = world.reader("alice")
    assert alice.post(f"{MS}/new", FORM | {"note": "First word"}).status_code == 303
    post = world.session.exec(select(Post)).one()
    item = world.session.exec(select(ReviewItem)).one()
    assert "First word" in item.text and item.version == 1
    assert (
        alice.post(f"{MS}/p/{post.id}/edit", {"body": "Something else.", "note": "Other word"}).status_code
        == 303
    )
    world.act_in("multiple-sclerosis")
    world.session.refresh(item)
    assert item.text == "Other word\n\nTired after lunch\n\nSomething else." and item.version == 2
