"""The desk's pages: what a moderator sees, without a script; who sees nothing; the order; the pages."""

import re
from datetime import timedelta

from app.core import clock
from app.models.review import ItemKind
from app.review.items import open_item
from tests.counting import statements
from tests.moderation.stage import HIDE, decide, decisions, reported
from tests.people import World, invented_id


def test_the_desk_shows_the_item_and_decides_it_by_a_form(world: World) -> None:
    item = reported(world)
    mona = world.reader("mona")
    page = mona.get("/moderation")
    assert page.status_code == 200
    assert "cortisone" in page.text and "Alice of the multiple" in page.text and "Bob of" not in page.text
    assert 'data-key="h"' in page.text
    form = {"version": "1", "act": "hide", "rule": "safety", "back": "/moderation?kind=report"}
    sent = mona.post(f"/moderation/items/{item.id}/decisions", form)
    assert sent.status_code == 303
    assert re.fullmatch(r"/moderation\?kind=report&undo=[0-9a-f-]{36}", sent.headers["location"])
    assert [(one.act, one.rule) for one in decisions(world)] == [("hide", "safety")]
    after = mona.get(sent.headers["location"])
    assert "Nothing waits" in after.text and "Undo" in after.text
    undone = mona.post(f"/moderation/decisions/{decisions(world)[0].id}/undo")
    assert undone.status_code == 303
    assert "cortisone" in mona.get("/moderation").text


def test_a_lead_sees_who_reported(world: World) -> None:
    reported(world)
    assert "Bob of the multiple" in world.reader("lena").get("/moderation").text


def test_a_stale_form_is_shown_again_with_409(world: World) -> None:
    item = reported(world)
    assert decide(world.reader("moussa"), item, **HIDE).status_code == 201
    form = {"version": "1", "act": "hide", "rule": "respect", "reason": "typed with care"}
    late = world.reader("mona").post(f"/moderation/items/{item.id}/decisions", form)
    assert late.status_code == 409 and "A colleague was faster" in late.text


def test_a_double_click_decides_once(world: World) -> None:
    item = reported(world)
    mona = world.reader("mona")
    form = {"version": "1", "act": "dismiss", "idempotency_key": "the-same-key-twice"}
    first = mona.post(f"/moderation/items/{item.id}/decisions", form)
    second = mona.post(f"/moderation/items/{item.id}/decisions", form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert len(decisions(world)) == 1


def test_who_finds_no_desk(world: World) -> None:
    item = reported(world)
    for path in ("/moderation", "/moderation/appeals", "/moderation/figures", f"/moderation/items/{item.id}"):
        assert world.reader().get(path).headers["location"].startswith("/sign-in?next=")
        for name in ("bob", "charlie", "rosa", "stefan", "ada"):
            assert world.reader(name).get(path).status_code == 404, (name, path)
    charlie = world.reader("charlie")
    real, invented = (charlie.get(f"/moderation/items/{one}") for one in (item.id, invented_id()))
    assert real.content == invented.content


def test_a_moderator_without_a_second_factor_has_no_desk(world: World) -> None:
    reported(world)
    world.persona("bob", role="moderator")
    assert world.reader("bob").get("/moderation").status_code == 404


def _many(world: World, count: int) -> None:
    author = world.persona("alice")
    for number in range(count):
        open_item(
            world.session, community_id=author.community_id, kind=ItemKind.REPORT, subject_kind="post",
            subject_id=invented_id(), author_id=author.id, text=f"text {number}", harm=number % 3,
        )  # fmt: skip
    world.session.commit()


def test_greater_harm_first_then_the_older_over_all_pages(world: World) -> None:
    _many(world, 45)
    mona, seen, after = world.reader("mona"), [], ""
    while True:
        page = mona.api("GET", f"/moderation/queue?after={after}").json()
        seen += [(-one["harm"], one["opened_at"], one["id"]) for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == 45 == len({one[2] for one in seen})
    assert [one[:2] for one in seen] == sorted(one[:2] for one in seen)
    assert mona.api("GET", "/moderation/queue?after=nonsense").status_code == 422
    assert mona.api("GET", "/moderation/queue?kind=whim").status_code == 422


def test_an_item_about_oneself_is_not_in_one_s_queue(world: World) -> None:
    item = reported(world, author="mona")
    assert world.reader("mona").api("GET", "/moderation/queue").json()["items"] == []
    assert [one["id"] for one in world.reader("moussa").api("GET", "/moderation/queue").json()["items"]] == [
        str(item.id)
    ]


def test_the_desk_asks_the_database_as_often_for_one_item_as_for_many(world: World) -> None:
    mona = world.reader("mona")
    _many(world, 1)
    mona.get("/moderation")  # what is kept in memory between requests
    with statements() as few:
        assert mona.get("/moderation").status_code == 200
    _many(world, 40)
    with statements() as many:
        assert mona.get("/moderation").status_code == 200
    assert len(many) == len(few) <= 18
    with statements() as listed:
        assert mona.api("GET", "/moderation/queue").status_code == 200
    assert len(listed) <= 8


def test_undo_is_for_a_moment_and_for_who_decided(world: World) -> None:
    item = reported(world)
    made = decide(world.reader("mona"), item, **HIDE).json()["id"]
    door = f"/moderation/decisions/{made}/undo"
    assert world.reader("moussa").post(door).status_code == 403
    assert world.reader("bob").post(door).status_code == 403
    assert world.reader("charlie").post(door).status_code == 404
    clock.turn(timedelta(seconds=31))
    try:
        late = world.reader("mona").post(door)
    finally:
        clock.turn(timedelta(0))
    assert late.status_code == 409 and "has passed" in late.text
    assert world.reader("mona").post(door).status_code == 303
    assert world.reader("mona").post(door).status_code == 409


def test_every_refused_form_shows_its_page_again(world: World) -> None:
    item = reported(world)
    mona, alice = world.reader("mona"), world.persona("alice")
    made = decide(mona, item, **HIDE).json()["id"]
    for path, form in (
        (f"/moderation/items/{item.id}/claim", {"version": "x"}),
        (f"/moderation/items/{item.id}/release", {"version": "99"}),
        (f"/moderation/items/{item.id}/decisions", {"version": "1", "act": "explode"}),
        (f"/moderation/people/{alice.id}/notes", {"text": ""}),
        (f"/moderation/people/{alice.id}/sanctions", {"measure": "warn", "rule": "nothing"}),
        (f"/decisions/{made}/restore", {"reason": ""}),
        (f"/decisions/{made}/lift", {"reason": "Because."}),
    ):
        reader = world.reader("lena") if path.startswith("/decisions") else mona
        answer = reader.post(path, form)
        assert answer.status_code in (409, 422), (path, answer.status_code)
        assert "<h1" in answer.text, path
    assert world.reader("alice").post(f"/decisions/{made}/appeals", {"words": ""}).status_code == 422
