"""The way out to another site, and what somebody outside learns from a bad question: nothing."""

from tests.people import World, invented_id
from tests.threads.test_doors import MS
from tests.threads.test_writing import thread_by


def test_the_door_to_the_outside_takes_plain_addresses_only(world: World) -> None:
    good = world.reader().get("/leave", params={"to": "https://example.org/a?b=c"})
    assert good.status_code == 200 and 'href="https://example.org/a?b=c"' in good.text
    for bad in (
        "javascript:alert(1)",
        "//evil.example",
        "/home",
        "https://",
        "https://a b",
        "data:text/html,x",
        "",
    ):
        assert world.reader().get("/leave", params={"to": bad}).status_code == 404


def test_who_may_not_enter_learns_nothing_from_a_bad_question(world: World) -> None:
    thread = thread_by(world)
    bad = f"{MS}/t/{thread.id}?at=nonsense"
    assert world.reader().get(bad).headers["location"].startswith("/sign-in")
    charlie = world.reader("charlie")
    real, invented = charlie.get(bad), charlie.get(f"/c/invented/t/{invented_id()}?at=nonsense")
    assert (real.status_code, real.content) == (404, invented.content)
    assert world.reader("bob").get(bad).status_code == 422
    assert charlie.api("GET", f"/threads/{thread.id}/posts?size=x").status_code == 404
    assert world.reader().api("GET", f"/threads/{thread.id}/posts?size=x").status_code == 401
