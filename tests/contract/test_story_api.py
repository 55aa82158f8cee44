"""The main story over JSON alone: join, write, be moderated, appeal; as somebody who has only the contract would drive it."""

import re
from uuid import uuid4

import pytest

from tests.contract.outsider import Outsider
from tests.server import Server

PLACE = "/communities/multiple-sclerosis"
PASSWORD = "three calm rivers"
ANSWER = "Six years with it. I would like to read how others sleep."


@pytest.fixture(scope="module")
def nora(demo: Server) -> Outsider:
    """Somebody new: signed up, confirmed by the mailed link, not yet inside any community."""
    nora, address = Outsider(demo), f"nora.{uuid4().hex[:8]}@demo.example"
    wish = {"email": address, "password": PASSWORD, "birth_year": 1980, "adult": True, "locale": "en"}
    assert nora.post("/auth/sign-up", wish, 202) == {"status": "accepted"}
    early = nora.call(
        "POST", "/auth/token", 401, data={"username": address, "password": PASSWORD}
    )  # not confirmed yet
    assert early.json()["code"] == "credentials" and early.headers["www-authenticate"] == "Bearer"
    found = re.search(r"/verify\?ticket=([\w.-]+)", nora.mail(address)["text"])
    assert found
    assert nora.post("/auth/verify", {"ticket": found[1]}, 200) == {"status": "verified"}
    assert nora.post("/auth/verify", {"ticket": found[1]}, 422)["code"] == "ticket"
    return nora.sign_in(address, PASSWORD)


@pytest.fixture(scope="module")
def mona(demo: Server) -> Outsider:
    return Outsider(demo).sign_in("mona")


@pytest.fixture(scope="module")
def bob(demo: Server) -> Outsider:
    return Outsider(demo).sign_in("bob")


def test_joining(demo: Server, nora: Outsider, mona: Outsider, bob: Outsider) -> None:
    visitor = Outsider(demo)
    listed = {one["slug"]: one for one in visitor.listed("/communities")}
    assert listed["multiple-sclerosis"]["icd10"] and listed["multiple-sclerosis"]["membership"] is None
    inside, invented = f"{PLACE}/threads", "/communities/not-a-place/threads"
    for path in (inside, invented):
        visitor.call("GET", path, 401)
    real, made_up = nora.call("GET", inside, 404), nora.call("GET", invented, 404)
    assert real.content == made_up.content and real.json()["code"] == "not-found"
    bob.call("GET", f"{PLACE}/join-requests", 404)
    nora.call("GET", f"{PLACE}/join-requests", 404)

    wish = nora.post(f"{PLACE}/join-requests", {"kind": "patient", "answer": ANSWER, "charter": True})
    assert nora.post(f"{PLACE}/join-requests", {"kind": "patient", "answer": ANSWER, "charter": True}, 403)
    waiting = next(one for one in mona.listed(f"{PLACE}/join-requests") if one["id"] == wish["id"])
    assert (waiting["answer"], waiting["handle"]) == (ANSWER, wish["handle"])
    item = mona.get(f"/moderation/items/{waiting['item']}")
    assert (item["kind"], item["community"]) == ("join", "multiple-sclerosis") and "accept" in item["acts"]
    word = {"version": item["version"], "act": "accept", "reason": "Welcome. Take your time."}
    mona.post(f"/moderation/items/{item['id']}/decisions", word)
    assert mona.post(f"/moderation/items/{item['id']}/decisions", word, 409)["status"] == 409
    own = nora.get("/me/personas")["items"]
    assert [(one["community"], one["handle"], one["status"]) for one in own] == [
        ("multiple-sclerosis", wish["handle"], "active")
    ]


def test_writing_and_being_moderated(nora: Outsider, mona: Outsider, bob: Outsider, demo: Server) -> None:
    charlie = Outsider(demo).sign_in("charlie")
    key, body = str(uuid4()), {"title": "Short nights", "body": "How do **you** sleep?", "lang": "en"}
    thread = nora.post(f"{PLACE}/threads", body, headers={"Idempotency-Key": key})
    again = nora.call("POST", f"{PLACE}/threads", 201, body, headers={"Idempotency-Key": key})
    assert again.headers["Idempotency-Replayed"] == "true" and again.json() == thread
    other = nora.post(f"{PLACE}/threads", body | {"body": "More."}, 422, headers={"Idempotency-Key": key})
    assert other["code"] == "idempotency-key"
    assert thread["status"] == "held"
    bob.call("GET", f"/threads/{thread['id']}", 404)
    held = next(
        one for one in mona.listed("/moderation/queue?kind=held") if one["text"].startswith("Short nights")
        or "How do **you** sleep?" in one["text"]
    )  # fmt: skip
    mona.post(f"/moderation/items/{held['id']}/decisions", {"version": held["version"], "act": "approve"})
    assert bob.get(f"/threads/{thread['id']}")["status"] == "visible"
    outside = charlie.call("GET", f"/threads/{thread['id']}", 404)
    assert outside.content == charlie.call("GET", f"/threads/{uuid4()}", 404).content

    replies = f"/threads/{thread['id']}/posts"
    reply = bob.post(replies, {"body": "Badly. Too much light.", "lang": "en"})
    pii = bob.post(replies, {"body": "Call me: 06 12 34 56 78", "lang": "en"}, 422)
    assert pii["code"] == "pii" and [one["kind"] for one in pii["spans"]] == ["phone"]
    masked = bob.post(replies, {"body": "Call me: 06 12 34 56 78", "lang": "en", "pii": "mask"})
    assert "06 12" not in masked["body"]
    first = nora.get(f"{replies}?size=1")
    assert len(first["items"]) == 1 and first["next"]
    assert [one["body"] for one in nora.listed(f"{replies}?size=1")][:2] == [
        "How do you sleep?", "Badly. Too much light.",
    ]  # fmt: skip

    assert nora.post(f"/posts/{reply['id']}/reports", {"reason": "harassment", "words": "Not kind."}) == {
        "status": "kept"
    }
    item = next(
        one for one in mona.listed("/moderation/queue?kind=report") if one["subject_id"] == reply["id"]
    )
    ruling = {"version": item["version"], "act": "hide", "rule": "respect", "reason": "Kinder, please."}
    decision = mona.post(f"/moderation/items/{item['id']}/decisions", ruling)
    nora.call("GET", f"/posts/{reply['id']}", 404)
    assert bob.get(f"/posts/{reply['id']}")["status"] == "hidden"

    alert = next(one for one in bob.listed("/notifications") if decision["id"] in one["link"])
    statement = bob.get(f"/decisions/{alert['link'].rsplit('/', 1)[1]}")
    assert (statement["reason"], statement["automated"], statement["can_appeal"]) == (
        "Kinder, please.", False, True,
    )  # fmt: skip
    nora.call("GET", f"/decisions/{decision['id']}", 404)
    bob.post(f"/decisions/{decision['id']}/appeals", {"words": "It was about my own nights."})
    appeal = next(
        one for one in mona.listed("/moderation/queue?kind=appeal") if one["subject_id"] == decision["id"]
    )
    answer = {"version": appeal["version"], "act": "overturn", "reason": "It was kind."}
    mona.post(f"/moderation/items/{appeal['id']}/decisions", answer, 403)  # her own decision
    moussa = Outsider(demo).sign_in("moussa")
    moussa.post(f"/moderation/items/{appeal['id']}/decisions", answer)
    assert nora.get(f"/posts/{reply['id']}")["status"] == "visible"


def test_sessions(demo: Server) -> None:
    bob = Outsider(demo).sign_in("bob")
    assert bob.tokens["token_type"] == "bearer"
    renewed = bob.post("/auth/refresh", {"refresh_token": bob.tokens["refresh_token"]}, 200)
    bob.token = renewed["access_token"]
    assert bob.get("/me")["offices"] == []
    assert bob.post("/auth/step-up", {"password": "not this one"}, 422)["code"] == "credentials"
    assert bob.post("/auth/step-up", {"password": "quiet-river"}, 200) == {"status": "confirmed"}
    bob.call("POST", "/auth/sign-out", 204)
    bob.call("GET", "/me", 401)
    bob.call("POST", "/auth/refresh", 401, {"refresh_token": bob.tokens["refresh_token"]})
    wrong = bob.http.put("/api/v1/me/measures")
    assert wrong.status_code == 405 and wrong.headers["allow"] == "GET, POST"
    assert wrong.json()["status"] == 405


def test_staff_need_their_code(demo: Server) -> None:
    plain = Outsider(demo).call(
        "POST", "/auth/token", 401, data={"username": "ada@demo.example", "password": "quiet-river"}
    )
    assert plain.json()["code"] == "code-needed"
