"""What no browser of ours sends: a door answers clearly and never fails."""

import pytest

from app.core import paging
from tests.people import World

NOWHERE = ["http://[", "http://[::1", "null", "https://evil.example"]


@pytest.mark.parametrize("origin", NOWHERE)
def test_an_origin_that_is_no_address_is_another_site(world: World, origin: str) -> None:
    alice = world.reader("alice")
    answer = alice.post("/c/multiple-sclerosis/new", {"title": "x"}, headers={"origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("token", [["a", "b"], ["", ""]])
def test_a_form_token_sent_twice_is_none(world: World, token: list[str]) -> None:
    for name in ("", "alice"):
        assert world.reader(name).post("/notice", {"csrf": token}).status_code == 403


def test_nul_in_an_address_names_nothing(world: World) -> None:
    alice = world.reader("alice")
    for path in ("/c/%00", "/communities/%00", "/surveys/%00"):
        invented = alice.get(path.replace("%00", "nowhere"))
        answer = alice.get(path)
        assert (answer.status_code, answer.content) == (404, invented.content)
    assert alice.api("GET", "/communities/%00/threads").status_code == 404
    assert alice.get("/c/multiple-sclerosis?topic=%00").status_code == 422


@pytest.mark.parametrize("goal", ["//[", "http://[", "/\\evil.example", "//evil.example"])
def test_nobody_is_sent_to_what_is_no_page_of_ours(world: World, goal: str) -> None:
    page = world.reader().get("/sign-in", params={"next": goal})
    assert page.status_code == 200 and 'name="next" value="/home"' in page.text


def test_a_cursor_of_another_list_is_no_page_address(world: World) -> None:
    odd = [paging.cursor(*("word",) * size) for size in (1, 2, 3)]
    alice, mona, ada = (world.reader(name) for name in ("alice", "mona", "ada"))
    pages = [
        (mona, "/moderation?after={}"), (mona, "/moderation/log?after={}"), (ada, "/admin/audit?after={}"),
        (alice, "/c/multiple-sclerosis?after={}"), (alice, "/notifications?after={}"), (alice, "/search?q=lunch&after={}"),
    ]  # fmt: skip
    for reader, path in pages:
        assert {reader.get(path.format(one)).status_code for one in odd} == {422}, path
