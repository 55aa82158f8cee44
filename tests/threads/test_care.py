"""What is half written is kept; who writes in distress is shown help, and nobody else sees it."""

from tests.people import World
from tests.threads.test_doors import MS
from tests.threads.test_writing import thread_by


def test_a_draft_is_kept_sealed_and_found_again(world: World) -> None:
    thread = thread_by(world)
    bob, path = world.reader("bob"), f"{MS}/t/{thread.id}"
    assert bob.post(f"{path}/draft", {"body": "An unfinished thought"}).status_code == 204
    assert "An unfinished thought" in bob.get(path).text
    assert "An unfinished thought" not in world.reader("alice").get(path).text
    bob.post(path, {"body": "A finished thought."})
    assert "An unfinished thought" not in bob.get(path).text
    assert bob.post(f"{MS}/new/draft", {"title": "One day", "body": "perhaps"}).status_code == 204
    assert "One day" in bob.get(f"{MS}/new").text


def test_distress_shows_help_to_its_author_alone(world: World) -> None:
    thread = thread_by(world)
    bob, path = world.reader("bob"), f"{MS}/t/{thread.id}"
    there = bob.post(path, {"body": "I want to kill myself tonight.", "lang": "en"}).headers["location"]
    assert "care=1" in there and "tel:" in bob.get(there.split("#")[0]).text
    assert "tel:" not in world.reader("alice").get(path).text
