"""The account's pages: sign up, verify, sign in and out, confirm again."""

from typing import Any
from urllib.parse import urlsplit

from fastapi.responses import Response

from app.access.arrival import cookie_name, session_cookie
from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.accounts import passwords_anew, sessions, settings_pages, sign_in, sign_up
from app.accounts.schemas import EmailForm, ResetForm, SignInForm, SignUpForm, StepUpForm, TicketForm
from app.core import limits
from app.core.db import wearing
from app.core.settings import get_settings
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.account import Account, AccountStatus

doors = Doors()
Known = allowed(Permission.sessions_keep)


def address_of(visit: Visit) -> str:
    """The network address of the reader, as the trusted proxy or the socket says."""
    return visit.request.client.host if visit.request.client else "unknown"


def safe_next(path: str) -> str:
    """A path of ours to go on to; anything else leads home."""
    try:
        elsewhere = urlsplit(path).netloc
    except ValueError:  # no address at all ("//[")
        return "/home"
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and not elsewhere and "\\" not in path
    return path if ours and path.isprintable() else "/home"


def keep_session(visit: Visit, token: str) -> None:
    """Sets the session's cookie."""
    visit.set_cookie(**session_cookie(token))


@doors.get("/sign-up")
def show_sign_up(visit: Here, _: Anyone) -> Response:
    """The form; nobody needs a name."""
    return visit.page("accounts/sign_up.html")


@doors.post("/sign-up")
@reshow(show_sign_up)
def do_sign_up(visit: Here, _: Anyone) -> Response:
    """Accepts, whatever the address; a mail says more."""
    limits.hit("sign_up", limits.network(address_of(visit)))
    form = visit.read(SignUpForm)
    sign_up.sign_up(
        visit.session,
        email=form.email,
        password=form.password,
        birth_year=form.birth_year,
        locale=visit.locale,
    )
    return visit.go("/sign-up/sent")


@doors.get("/sign-up/sent")
def show_sent(visit: Here, _: Anyone) -> Response:
    """Says to look at one's mail."""
    return visit.page("accounts/sent.html", mailbox=get_settings().demo)


@doors.get("/verify")
def show_verify(visit: Here, _: Anyone, ticket: str = "") -> Response:
    """A button: mail scanners follow links, people press buttons."""
    return visit.page("accounts/verify.html", ticket=visit.typed.get("ticket", ticket[:2000]))


@doors.post("/verify")
@reshow(show_verify)
def do_verify(visit: Here, _: Anyone) -> Response:
    """Confirms the address."""
    sign_up.verify(visit.session, visit.read(TicketForm).ticket)
    return visit.go("/sign-in", said=N_("Your address is confirmed. You can sign in now."))


@doors.get("/verify/again")
def show_verify_again(visit: Here, _: Anyone) -> Response:
    """The address once more."""
    return visit.page("accounts/verify_again.html")


@doors.post("/verify/again")
@reshow(show_verify_again)
def do_verify_again(visit: Here, _: Anyone) -> Response:
    """Sends the link again to an account that still waits; the answer is the same for every address."""
    email = visit.read(EmailForm).email
    passwords_anew.ask_verification(visit.session, email=email, address=address_of(visit))
    return visit.go("/sign-up/sent")


@doors.get("/forgot")
def show_forgot(visit: Here, _: Anyone) -> Response:
    """The address of the account."""
    return visit.page("accounts/forgot.html")


@doors.post("/forgot")
@reshow(show_forgot)
def do_forgot(visit: Here, _: Anyone) -> Response:
    """Accepts every address alike; its owner gets a mail."""
    passwords_anew.ask(visit.session, email=visit.read(EmailForm).email, address=address_of(visit))
    return visit.go("/sign-up/sent")


@doors.get("/reset")
def show_reset(visit: Here, _: Anyone, ticket: str = "") -> Response:
    """The new password."""
    return visit.page("accounts/reset.html", ticket=visit.typed.get("ticket", ticket[:3000]))


@doors.post("/reset")
@reshow(show_reset)
def do_reset(visit: Here, _: Anyone) -> Response:
    """Sets it, once; every session ends."""
    form = visit.read(ResetForm)
    passwords_anew.reset(visit.session, ticket=form.ticket, password=form.password)
    return visit.go("/sign-in", said=N_("Your new password is set. You can sign in now."))


@doors.get("/sign-in")
def show_sign_in(visit: Here, _: Anyone, next: str = "/home") -> Response:
    """The form; paste and password managers are welcome."""
    goal = safe_next(str(visit.typed.get("next", next)))
    return visit.page("accounts/sign_in.html", goal=goal)


@doors.post("/sign-in")
@reshow(show_sign_in)
def do_sign_in(visit: Here, _: Anyone) -> Response:
    """Opens a session, under a fresh token."""
    form = visit.read(SignInForm)
    account = sign_in.check_credentials(
        visit.session, email=form.email, password=form.password, code=form.code, address=address_of(visit)
    )
    with wearing(visit.session, "vault"):
        token = sessions.open_session(
            visit.session,
            account,
            device=sessions.device_of(visit.request.headers.get("user-agent", "")),
            second_factor=account.totp_confirmed,
        )
    keep_session(visit, token)
    settings_pages.bring_look(visit, account)
    if account.status == AccountStatus.LEAVING:
        return visit.go("/my-data/leaving")  # the first thing to offer: one press, and nothing is erased
    return visit.go(safe_next(form.next))


@doors.post("/sign-out")
def do_sign_out(visit: Here, actor: Any = Known) -> Response:
    """Ends this session."""
    sessions.close_session(visit.session, actor, actor.session_id)
    visit.set_cookie(key=cookie_name(), value="", max_age=0, path="/", secure=get_settings().secure)
    return visit.go("/")


@doors.get("/step-up")
def show_step_up(visit: Here, actor: Any = Known, next: str = "/home") -> Response:
    """Asks for the password again before a sensitive act."""
    with wearing(visit.session, "vault"):
        account = visit.session.get(Account, actor.account_id)
    goal = safe_next(str(visit.typed.get("next", next)))
    return visit.page("accounts/step_up.html", goal=goal, wants_code=bool(account and account.totp_confirmed))


@doors.post("/step-up")
@reshow(show_step_up)
def do_step_up(visit: Here, actor: Any = Known) -> Response:
    """Confirms, rotates the session's token, and goes back."""
    form = visit.read(StepUpForm)
    sign_in.confirm_again(visit.session, actor, password=form.password, code=form.code)
    keep_session(visit, sessions.step_up(visit.session, actor))
    return visit.go(safe_next(form.next))


doors.include_router(settings_pages.doors)
