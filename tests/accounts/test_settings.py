"""One's own account: look, password by hand and by mail, second factor, devices, another address."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest

from app.core import clock, db, limits, mailbox
from app.core.jobs import run_waiting_jobs
from app.core.mailbox import list_mails
from app.models.account import Account
from tests.people import PASSWORD, Reader, World


@pytest.fixture(autouse=True)
def fresh_mailbox_and_clock() -> Iterator[None]:
    mailbox.empty()
    yield
    clock.turn(timedelta(0))


def mails_to(address: str) -> list[str]:
    return [one["text"] for one in list_mails() if one["to"] == address]


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:\d+(/\S+)", text)
    assert found
    return found[1]


def ticket_of(link: str) -> str:
    return link.split("ticket=")[1]


def sign_in(world: World, password: str, code: str = "") -> int:
    form = {"email": "alice@demo.example", "password": password, "code": code}
    return int(world.reader().post("/sign-in", form).status_code)


def test_the_look_is_kept_and_bad_answers_are_not(world: World) -> None:
    alice = world.reader("alice")
    assert (
        alice.post("/settings", {"language": "en", "theme": "pink", "text_size": "large"}).status_code == 422
    )
    kept = alice.post("/settings", {"language": "fr", "theme": "dark", "text_size": "large"})
    assert "theme=dark" in str(kept.headers) and "text=large" in str(kept.headers)
    with db.wearing(world.session, "vault"):
        account = world.session.get_one(Account, world.account("alice").id, populate_existing=True)
    assert (account.locale, account.theme, account.text_size) == ("fr", "dark", "large")


def test_a_forgotten_password_is_set_anew_once(world: World) -> None:
    alice = world.reader("alice")
    before = len(mails_to("alice@demo.example"))
    visitor = world.reader()
    known, unknown = (
        visitor.post("/forgot", {"email": who}) for who in ("alice@demo.example", "nobody@demo.example")
    )
    assert (known.status_code, known.headers["location"], known.content) == (
        unknown.status_code,
        unknown.headers["location"],
        unknown.content,
    )
    run_waiting_jobs(world.session)
    assert len(mails_to("alice@demo.example")) == before + 1 and not mails_to("nobody@demo.example")
    link = link_in(mails_to("alice@demo.example")[-1])
    assert "Choose a new password" in visitor.get(link).text
    form = {"ticket": ticket_of(link), "password": "river and stone"}
    assert visitor.post("/reset", form | {"password": "short"}).status_code == 422
    assert visitor.post("/reset", form).status_code == 303
    assert visitor.post("/reset", form | {"password": "another good one"}).status_code == 422
    assert sign_in(world, PASSWORD) == 422 and sign_in(world, "river and stone") == 303
    assert alice.get("/settings").headers["location"].startswith("/sign-in")


def test_a_reset_link_dies_with_any_other_change_and_with_time(world: World) -> None:
    alice, visitor = world.reader("alice"), world.reader()
    for _ in range(2):
        visitor.post("/forgot", {"email": "alice@demo.example"})
    run_waiting_jobs(world.session)
    first, second = (link_in(text) for text in mails_to("alice@demo.example")[-2:])
    clock.turn(timedelta(minutes=61))
    assert (
        visitor.post("/reset", {"ticket": ticket_of(first), "password": "river and stone"}).status_code == 422
    )
    clock.turn(timedelta(0))
    assert (
        alice.post("/settings/password", {"present": PASSWORD, "password": "stone and river"}).status_code
        == 303
    )
    assert (
        visitor.post("/reset", {"ticket": ticket_of(second), "password": "river and stone"}).status_code
        == 422
    )
    assert sign_in(world, "stone and river") == 303


def test_asking_too_often_is_limited_alike_for_known_and_unknown(world: World) -> None:
    world.account("alice")
    for who in ("alice@demo.example", "nobody@demo.example"):
        visitor = world.reader()
        limits.forget_all()
        answers = [visitor.post("/forgot", {"email": who}).status_code for _ in range(4)]
        assert answers == [303, 303, 303, 429]


def test_changing_the_password_wants_the_present_one_and_ends_other_sessions(world: World) -> None:
    alice, phone = world.reader("alice"), world.reader("alice")
    wrong = alice.post("/settings/password", {"present": "not it at all", "password": "river and stone"})
    assert wrong.status_code == 422 and "not your present password" in wrong.text
    assert (
        alice.post("/settings/password", {"present": PASSWORD, "password": "river and stone"}).status_code
        == 303
    )
    assert alice.get("/settings").status_code == 200
    assert phone.get("/settings").headers["location"].startswith("/sign-in")


def enrol(world: World, alice: Reader) -> tuple[str, list[str]]:
    assert alice.post("/settings/second-factor/begin").status_code == 303
    page = alice.get("/settings/second-factor").text
    assert "<svg" in page and "style=" not in page.split("qr-frame")[1].split("</div>")[0]
    found = re.search(r'<code translate="no">([A-Z2-7 ]+)</code>', page)
    assert found
    secret = found[1].replace(" ", "")
    assert alice.post("/settings/second-factor", {"code": "000000"}).status_code == 422
    shown = alice.post("/settings/second-factor", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert shown.status_code == 200
    return secret, re.findall(r"<code>([0-9a-f]{6}-[0-9a-f]{6})</code>", shown.text)


def test_a_second_factor_is_set_up_used_and_switched_off(world: World) -> None:
    alice = world.reader("alice")
    secret, codes = enrol(world, alice)
    assert len(codes) == 10
    assert sign_in(world, PASSWORD) == 422
    clock.turn(timedelta(seconds=60))
    code = pyotp.TOTP(secret).at(clock.now())
    assert sign_in(world, PASSWORD, code) == 303
    assert sign_in(world, PASSWORD, code) == 422  # the same code a second time
    limits.forget_all()
    assert sign_in(world, PASSWORD, codes[0]) == 303
    assert sign_in(world, PASSWORD, codes[0]) == 422
    limits.forget_all()
    assert alice.post("/settings/second-factor/off", {"code": codes[1]}).status_code == 303
    assert sign_in(world, PASSWORD) == 303


def test_offices_keep_their_second_factor(world: World) -> None:
    rosa = world.reader("rosa")
    assert rosa.post("/settings/second-factor/off", {"code": "123456"}).status_code == 409


def test_identity_wants_a_fresh_confirmation(world: World) -> None:
    alice = world.reader("alice", stepped_up=False)
    for path in ("/settings/second-factor", "/settings/address"):
        assert alice.get(path).headers["location"].startswith("/step-up?next=")
    assert alice.post("/settings/second-factor/begin").status_code == 403
    assert world.reader().get("/settings").headers["location"] == "/sign-in?next=%2Fsettings"


def test_devices_are_listed_and_signed_out_one_or_all(world: World) -> None:
    alice, phone, tablet = world.reader("alice"), world.reader("alice"), world.reader("alice")
    charlie = world.reader("charlie")
    page = alice.get("/settings/devices").text
    ids = re.findall(r"/settings/devices/([0-9a-f-]{36})/close", page)
    assert len(ids) == 3 and "this device" in page
    assert charlie.post(f"/settings/devices/{ids[0]}/close").status_code == 404
    own = page.split("this device")[1].split("/settings/devices/")[1][:36]
    other = next(one for one in ids if one != own)
    assert alice.post(f"/settings/devices/{other}/close").headers["location"] == "/settings/devices"
    assert sum(one.get("/settings").status_code == 200 for one in (alice, phone, tablet)) == 2
    assert alice.post("/settings/devices/close-others").status_code == 303
    assert [one.get("/settings").status_code for one in (alice, phone, tablet)] == [200, 303, 303]


def test_an_address_moves_when_both_ends_agree(world: World) -> None:
    alice, visitor = world.reader("alice"), world.reader()
    assert alice.post("/settings/address", {"email": "new@demo.example"}).status_code == 303
    run_waiting_jobs(world.session)
    assert not mails_to("new@demo.example")
    old = link_in(mails_to("alice@demo.example")[-1])
    form = {"end": "old", "ticket": ticket_of(old)}
    assert visitor.post("/settings/address/confirm", form | {"end": "new"}).status_code == 422
    assert visitor.post("/settings/address/confirm", form).status_code == 303
    run_waiting_jobs(world.session)
    assert sign_in(world, PASSWORD) == 303
    new = link_in(mails_to("new@demo.example")[-1])
    assert "this is the address of your account" in visitor.get(new).text
    assert (
        visitor.post("/settings/address/confirm", {"end": "new", "ticket": ticket_of(new)}).status_code == 303
    )
    assert sign_in(world, PASSWORD) == 422
    assert visitor.post("/sign-in", {"email": "new@demo.example", "password": PASSWORD}).status_code == 303
    assert (
        visitor.post("/settings/address/confirm", {"end": "new", "ticket": ticket_of(new)}).status_code == 422
    )


def test_the_confirmation_mail_comes_again_and_only_to_who_waits(world: World) -> None:
    world.account("alice")
    form = {
        "email": "later@example.org",
        "password": "river and stone",
        "birth_year": "1980",
        "adult": "yes",
        "charter": "yes",
    }
    visitor = world.reader()
    visitor.post("/sign-up", form)
    before = len(mails_to("alice@demo.example"))
    for who in ("later@example.org", "alice@demo.example"):
        assert visitor.post("/verify/again", {"email": who}).headers["location"] == "/sign-up/sent"
    run_waiting_jobs(world.session)
    assert len(mails_to("alice@demo.example")) == before
    links = [link_in(text) for text in mails_to("later@example.org")]
    assert visitor.post("/verify", {"ticket": ticket_of(links[-1])}).status_code == 303
    assert visitor.post("/verify", {"ticket": ticket_of(links[0])}).status_code == 422


def test_a_session_in_use_stays_and_an_idle_one_of_staff_ends(world: World) -> None:
    mona, lena = world.reader("mona"), world.reader("lena")
    for minutes in (15, 35, 55):
        clock.turn(timedelta(minutes=minutes))
        answer = mona.get("/settings")
        assert answer.status_code == 200 and "entraide=" in answer.headers.get("set-cookie", "")
    assert "entraide=" not in mona.get("/settings").headers.get("set-cookie", "")
    assert lena.get("/settings").headers["location"].startswith("/sign-in")
