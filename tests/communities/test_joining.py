"""Asking, withdrawing, being accepted or refused: on the page and over the API, once, and by somebody else."""

import pytest
from sqlmodel import Session, col, select

from app.communities import joining
from app.communities.handles import resembles
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.models.audit import AuditEntry
from app.models.community import JoinRequest, Persona
from app.models.notification import Notification
from app.models.review import ReviewItem
from tests.people import World

FORM = {"kind": "carer", "answer": "My sister lives with it, I would like to understand.", "charter": "yes"}
BODY = {"kind": "patient", "answer": "Diagnosed in spring, I would like to read.", "charter": True}
PATH = "/communities/multiple-sclerosis"


def waiting(world: World, name: str) -> tuple[Persona, JoinRequest]:
    """Somebody's persona and wish, as the database has them."""
    world.community()
    world.act_in("multiple-sclerosis")
    tag = world.account(name).id
    from app.access.arrival import owner_tag

    persona = world.session.exec(
        select(Persona).where(col(Persona.owner_tag) == owner_tag(tag, world.community().id))
    ).one()
    request = world.session.exec(select(JoinRequest).where(col(JoinRequest.persona_id) == persona.id)).one()
    world.session.refresh(persona)
    world.session.refresh(request)
    return persona, request


def acts(session: Session) -> list[str]:
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.sequence))).all()
    return [str(row.content["act"]) for row in rows]


def test_asking_on_the_page_waits_in_the_queue_under_a_drawn_name(world: World) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    assert "Ask to join" in alice.get(PATH).text
    assert "Send my request" in alice.get(PATH + "/join").text
    answer = alice.post(PATH + "/join", FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    persona, request = waiting(world, "alice")
    assert (persona.status, persona.kind, persona.joined_on) == ("pending", "carer", None)
    assert not resembles(persona.handle, "alice@demo.example")
    item = world.session.exec(select(ReviewItem).where(col(ReviewItem.subject_id) == request.id)).one()
    assert (item.kind, item.subject_kind, item.text) == ("join", "join_request", FORM["answer"])
    page = alice.get(PATH).text
    assert "Your request is waiting" in page and persona.handle in page
    assert alice.get("/c/multiple-sclerosis/members").status_code == 404


def test_asking_over_the_api_and_withdrawing(world: World) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    asked = alice.api("POST", PATH + "/join-requests", BODY)
    assert asked.status_code == 201
    assert set(asked.json()) == {"id", "community", "status", "handle"}
    assert alice.api("GET", PATH).json()["membership"]["status"] == "pending"
    again = alice.api("POST", PATH + "/join-requests", BODY)
    assert again.status_code == 403
    assert alice.api("DELETE", PATH + "/join-requests/mine").status_code == 204
    world.act_in("multiple-sclerosis")
    assert world.session.exec(select(JoinRequest)).all() == []
    assert world.session.exec(select(ReviewItem.status)).one() == "closed"
    assert alice.api("DELETE", PATH + "/join-requests/mine").status_code == 404
    assert alice.api("POST", PATH + "/join-requests", BODY).status_code == 201


def test_the_same_request_sent_twice_asks_once(world: World) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    form = FORM | {"idempotency_key": "one-and-the-same"}
    assert alice.post(PATH + "/join", form).headers["location"] == PATH
    assert alice.post(PATH + "/join", form).headers["location"] == PATH
    key = {"idempotency-key": "the-api-too"}
    bob = world.reader("bob", persona=False)
    first = bob.api("POST", PATH + "/join-requests", BODY, headers=key)
    second = bob.api("POST", PATH + "/join-requests", BODY, headers=key)
    assert second.json() == first.json() and second.headers["idempotency-replayed"] == "true"
    world.act_in("multiple-sclerosis")
    assert len(world.session.exec(select(JoinRequest)).all()) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "spy"},
        {"answer": "short"},
        {"answer": "x" * 1001},
        {"answer": "a lone surrogate \ud800 here"},
        {"answer": "a nul \x00 inside it"},
        {"charter": False},
        {"charter": None},
        {"unknown": "field"},
        {"kind": True},
    ],
)
def test_bad_input_changes_nothing(world: World, change: dict[str, object]) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    import json

    raw = json.dumps(BODY | change).encode()
    answer = alice.api(
        "POST", PATH + "/join-requests", None, content=raw, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert alice.api("GET", PATH).json()["membership"] is None


def test_a_refused_form_keeps_what_was_typed(world: World) -> None:
    world.community()
    answer = world.reader("alice", persona=False).post(PATH + "/join", FORM | {"charter": ""})
    assert answer.status_code == 422
    assert FORM["answer"] in answer.text and 'value="carer" checked' in answer.text


def test_personal_data_in_the_answer_is_shown_first(world: World) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    form = FORM | {"answer": "Call me at 06 12 34 56 78, I would like to understand."}
    shown = alice.post(PATH + "/join", form)
    assert shown.status_code == 422 and "06 12 34 56 78</mark>" in shown.text
    assert alice.post(PATH + "/join", form | {"pii": "mask"}).status_code == 303
    _, request = waiting(world, "alice")
    assert "06 12" not in request.answer and "I would like to understand." in request.answer


def test_accepting_opens_the_door_and_says_so(world: World) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    alice.post(PATH + "/join", FORM)
    mona = world.act_as("mona")
    persona, request = waiting(world, "alice")
    joining.accept(world.session, request, mona, "Welcome.")
    assert (persona.status, request.accepted, request.decided_by) == ("active", True, mona.id)
    assert persona.joined_on is not None
    assert acts(world.session) == ["join.accepted"]
    row = world.session.exec(select(Notification).where(col(Notification.persona_id) == persona.id)).one()
    assert (row.kind, row.link) == ("join", "/c/multiple-sclerosis")
    with pytest.raises(Conflict):
        joining.refuse(world.session, request, mona, "No.")
    world.session.commit()
    assert alice.get("/c/multiple-sclerosis/members").status_code == 200


def test_refusing_wants_a_reason_and_shows_it(world: World) -> None:
    world.community()
    alice = world.reader("alice", persona=False)
    alice.post(PATH + "/join", FORM)
    mona = world.act_as("mona")
    persona, request = waiting(world, "alice")
    with pytest.raises(Invalid):
        joining.refuse(world.session, request, mona, "  ")
    joining.refuse(world.session, request, mona, "This group is for patients only.")
    world.session.commit()
    assert persona.status == "refused"
    page = alice.get(PATH).text
    assert "This group is for patients only." in page and "Ask to join" in page
    assert alice.get("/c/multiple-sclerosis/members").status_code == 404
    assert alice.post(PATH + "/join", FORM).status_code == 303
    again, request = waiting(world, "alice")
    assert again.id == persona.id and request.decided_at is None and request.reason == ""


def test_nobody_decides_their_own_request_nor_another_communitys(world: World) -> None:
    world.community()
    world.reader("alice", persona=False).post(PATH + "/join", FORM)
    persona, request = waiting(world, "alice")
    with pytest.raises(Refused):
        joining.accept(world.session, request, persona, "")
    stranger = world.persona("charlie", role="moderator")
    waiting(world, "alice")
    with pytest.raises(NotFound):
        joining.accept(world.session, request, stranger, "")


def test_three_requests_may_wait(world: World) -> None:
    for slug in ("one", "two", "three", "four"):
        world.community(slug)
    alice = world.reader("alice", persona=False)
    codes = [
        alice.api("POST", f"/communities/{slug}/join-requests", BODY).status_code
        for slug in world.communities
    ]
    assert codes == [201, 201, 201, 409]


def test_who_may_ask_at_all(world: World) -> None:
    world.community()
    visitor = world.reader()
    assert (
        visitor.get(PATH + "/join").headers["location"]
        == "/sign-in?next=%2Fcommunities%2Fmultiple-sclerosis%2Fjoin"
    )
    assert visitor.api("POST", PATH + "/join-requests", BODY).status_code == 401
    assert world.reader("bob").api("POST", PATH + "/join-requests", BODY).status_code == 403
    for name in ("rosa", "stefan", "ada"):
        real = world.reader(name).api("POST", PATH + "/join-requests", BODY)
        invented = world.reader(name).api("POST", "/communities/nowhere/join-requests", BODY)
        assert (real.status_code, real.content) == (404, invented.content)


def test_a_closed_door_says_so(world: World) -> None:
    world.community(open=False)
    alice = world.reader("alice", persona=False)
    assert "takes no new members" in alice.get(PATH).text
    assert alice.api("POST", PATH + "/join-requests", BODY).status_code == 409
