"""The short corridor answers as the long walk does: same statuses, pages and headers; what is unusual walks the long way."""

import re
from typing import Any

import pytest

from app.core.corridor import Corridor
from tests.people import Reader, World
from tests.threads.test_writing import thread_by

MS = "/c/multiple-sclerosis"


def seen(response: Any) -> tuple[Any, ...]:
    """An answer without what is fresh each time (nonces, idempotency keys, sealed cursors)."""
    headers = {name: re.sub(r"nonce-[\w-]+", "nonce", value) for name, value in response.headers.items()}
    headers.pop("content-length", None)
    body = re.sub(r'((nonce|value)="|after=|"next":")[\w-]{20,}', r"\1", response.text)
    return response.status_code, headers, body


def ask(reader: Reader, address: str) -> Any:
    """A page by cookie, the contract by ticket."""
    start = "/api/v1"
    return (
        reader.api("GET", address.removeprefix(start)) if address.startswith(start) else reader.get(address)
    )


@pytest.mark.parametrize("who", ["alice", "charlie", "", "mona"])
def test_both_ways_answer_alike(world: World, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    thread, reader = thread_by(world), world.reader(who)
    path = f"{MS}/t/{thread.id}"
    addresses = [
        MS, path, f"{path}?last=1&care=yes", f"{MS}?show=unanswered&topic=a&topic=b", "/communities", "/sign-in",
        f"{path}?last=perhaps", f"{path}?at=1", f"{MS}/t/nothing", f"{MS}?after=%00", f"{MS}/", "/nowhere", "/c/nowhere",
        f"/api/v1/threads/{thread.id}/posts?size=2", f"/api/v1/threads/{thread.id}/posts?size=x",
        f"/api/v1/threads/{thread.id}", "/api/v1/threads/x", "/home?lang=en", "/search?q=fatigue", "/healthz",
    ]  # fmt: skip
    reader.get(path)  # read marks are set now
    short = [seen(ask(reader, one)) for one in addresses]
    monkeypatch.setattr(world.app, "corridor", None)
    long = [seen(ask(reader, one)) for one in addresses]
    for address, first, second in zip(addresses, short, long, strict=True):
        assert first == second, address


@pytest.mark.parametrize("body", ["", "Good day to you.", "x" * 20_001])
def test_forms_are_answered_alike(world: World, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = thread_by(world)
    path, statuses = f"{MS}/t/{thread.id}", []
    for corridor in (world.app.corridor, None):  # type: ignore[attr-defined]
        monkeypatch.setattr(world.app, "corridor", corridor)
        bob = world.reader("bob")
        forged = bob.post(path, {"body": body, "csrf": "no"})
        sent = bob.post(path, {"body": body, "lang": "fr"})
        statuses.append((forged.status_code, sent.status_code, sorted(sent.headers)))
    assert statuses[0] == statuses[1]
    assert statuses[0][:2] == (403, 303 if body == "Good day to you." else 422)


def test_most_doors_are_in_the_corridor(world: World) -> None:
    corridor: Corridor = world.app.corridor  # type: ignore[attr-defined]
    walks = [walk for bucket in corridor.doors.values() for _, _, walk in bucket]
    assert sum(walk is not None for walk in walks) > 0.8 * len(walks)
    assert corridor._find("GET", MS)[0] is not None
    assert corridor._find("POST", f"{MS}/t/00000000-0000-4000-8000-000000000000")[0] is not None
    assert corridor._find("DELETE", MS)[0] is None


def test_a_guard_is_asked_in_the_corridor_too(world: World) -> None:
    alice = world.reader("alice")
    assert alice.get(MS).status_code == 200
    world.persona("alice").status = "banned"
    world.session.flush()
    assert alice.get(MS).status_code in (403, 404)
