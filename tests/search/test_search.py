"""Search: stems, accents, filters, rights inside the query, bad input."""

from datetime import timedelta

import pytest

from app.core import clock
from app.models.chat import Block
from app.threads import moderate, writing
from tests.people import World
from tests.threads.test_writing import opening, thread_by, topic_of


def write(
    world: World, body: str, *, lang: str = "fr", title: str = "Un fil de fatigue", name: str = "alice"
):  # type: ignore[no-untyped-def]
    return writing.open_thread(
        world.session, author=world.persona(name), topic_id=topic_of(world), title=title, body=body,
        support="advice", lang=lang,
    )  # fmt: skip


def hits(world: World, name: str, **params: str) -> list[dict[str, str]]:
    answer = world.reader(name).api("GET", "/search", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


@pytest.mark.parametrize(
    "words", ["traitement", "TRAITEMENTS", "fatiguée", "tres", "fatigué", '"très fatigués"', "fatigue -rhume"]
)
def test_french_stems_and_accents(world: World, words: str) -> None:
    write(world, "Mes traitements me laissent très fatigués, dit-elle.")
    assert len(hits(world, "bob", q=words)) == 1


def test_english_stems_and_titles(world: World) -> None:
    write(world, "I was walking slowly.", lang="en", title="Questions about injections")
    assert len(hits(world, "bob", q="walk")) == len(hits(world, "bob", q="injection")) == 1
    assert hits(world, "bob", q="elephant") == []


def test_what_the_reader_may_not_see_is_not_found(world: World) -> None:
    thread = write(world, "Le mot rarissime est ici.")
    assert len(hits(world, "bob", q="rarissime")) == 1
    assert hits(world, "charlie", q="rarissime") == []
    world.act_in("multiple-sclerosis")
    moderate.hide(world.session, opening(world, thread).id)
    assert hits(world, "bob", q="rarissime") == hits(world, "mona", q="rarissime") == []
    world.act_in("multiple-sclerosis")
    moderate.restore(world.session, opening(world, thread).id)
    assert len(hits(world, "bob", q="rarissime")) == 1
    world.act_in("multiple-sclerosis")
    writing.withdraw(world.session, opening(world, thread))
    assert hits(world, "bob", q="rarissime") == []


def test_held_texts_are_not_found(world: World) -> None:
    world.persona("alice", approved_posts=0)
    write(world, "Le mot rarissime est ici.")
    assert hits(world, "bob", q="rarissime") == []


def test_those_who_do_not_meet_do_not_find_each_other(world: World) -> None:
    write(world, "Le mot rarissime est ici.")
    alice, bob = world.persona("alice"), world.persona("bob")
    world.session.add(Block(author_id=alice.id, blocked_id=bob.id, community_id=alice.community_id))
    world.session.flush()
    assert hits(world, "bob", q="rarissime") == []
    assert len(hits(world, "mona", q="rarissime")) == 1


def test_another_group_is_a_group_that_does_not_exist(world: World) -> None:
    world.community()
    charlie = world.reader("charlie")
    real = charlie.api("GET", "/search", params={"q": "x", "community": "multiple-sclerosis"})
    invented = charlie.api("GET", "/search", params={"q": "x", "community": "invented"})
    assert (real.status_code, real.content) == (404, invented.content)


def test_filters_and_pages(world: World) -> None:
    for number in range(3):
        write(world, f"Une goutte d'eau numéro {number}.")
    assert len(hits(world, "bob", q="goutte", topic="treatments", support="advice")) == 3
    assert (
        hits(world, "bob", q="goutte", support="information")
        == hits(world, "bob", q="goutte", topic="x")
        == []
    )
    later = (clock.now() + timedelta(days=1)).isoformat()
    assert hits(world, "bob", q="goutte", since=later) == []
    bob, seen, after = world.reader("bob"), [], ""
    while True:
        page = bob.api("GET", "/search", params={"q": "goutte", "size": 2, "after": after}).json()
        seen += [one["post_id"] for one in page["items"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == 3


def test_the_page_marks_words_and_escapes_the_rest(world: World) -> None:
    write(world, "Une goutte <script>alert(1)</script> d'eau.")
    page = world.reader("bob").get("/search", params={"q": "gouttes"}).text
    assert "<mark>goutte</mark>" in page and "<script>alert" not in page


def test_a_visitor_signs_in_first(world: World) -> None:
    assert world.reader().get("/search?q=x").headers["location"].startswith("/sign-in")
    assert world.reader().api("GET", "/search?q=x").status_code == 401


@pytest.mark.parametrize(
    "words", ["\x00", "'", '"', "a & b | ! (", "&&&", "%", "x" * 200, "’", "<->", "a:*", "\\"]
)
def test_odd_words_are_no_failure(world: World, words: str) -> None:
    thread_by(world)
    bob = world.reader("bob")
    assert bob.get("/search", params={"q": words}).status_code == 200
    assert bob.api("GET", "/search", params={"q": words}).status_code in (200, 422)
    assert bob.api("GET", "/search", params={"q": "x", "after": "broken"}).status_code == 422
