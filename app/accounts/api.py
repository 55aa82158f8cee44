"""The account's JSON doors: sign up, verify, tokens, step-up, a ticket for the socket."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Form
from pydantic import Field

from app.access.arrival import find_actor, session_token
from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.accounts import sessions, sign_in, sign_up
from app.accounts.pages import address_of
from app.accounts.schemas import Refresh, Said, SignUp, SocketTicket, StepUp, TicketBody, Tokens
from app.core import limits, tickets
from app.core.db import wearing
from app.core.errors import Invalid, SignInNeeded
from app.core.schemas import FormBody, problems
from app.core.web import ApiDoors, Here

doors = ApiDoors(tag="accounts", responses=problems())
Known = allowed(Permission.sessions_keep)
ACCESS_LASTS = timedelta(minutes=30)


class TokenForm(FormBody):
    """The OAuth2 password form (RFC 6749, section 4.3), with `totp` where the account has a second factor."""

    username: str = Field(max_length=300)
    password: str = Field(max_length=200)
    totp: str | None = Field(default=None, max_length=40)
    grant_type: str | None = Field(default=None, max_length=20)
    scope: str | None = Field(default=None, max_length=100)
    client_id: str | None = Field(default=None, max_length=100)
    client_secret: str | None = Field(default=None, max_length=100)


def _tokens(token: str) -> Tokens:
    access = tickets.issue("access", token, ACCESS_LASTS)
    return Tokens(access_token=access, expires_in=int(ACCESS_LASTS.total_seconds()), refresh_token=token)


@doors.post("/auth/sign-up", status_code=202)
def do_sign_up(visit: Here, _: Anyone, body: SignUp) -> Said:
    """Keeps an unverified account and mails a link. The answer is the same for a known address."""
    limits.hit("sign_up", limits.network(address_of(visit)))
    sign_up.sign_up(
        visit.session,
        email=body.email,
        password=body.password,
        birth_year=body.birth_year,
        locale=body.locale,
    )
    return Said(status="accepted")


@doors.post("/auth/verify")
def do_verify(visit: Here, _: Anyone, body: TicketBody) -> Said:
    """Confirms an address by the ticket of the mailed link, once."""
    sign_up.verify(visit.session, body.ticket)
    return Said(status="verified")


@doors.post("/auth/token")
def do_token(visit: Here, _: Anyone, form: Annotated[TokenForm, Form()]) -> Tokens:
    """Opens a session and returns a bearer ticket (30 minutes) and the token that renews it.

    401 `credentials` when something is not right, `code-needed` when the account wants a code in `totp`.
    """
    try:
        account = sign_in.check_credentials(
            visit.session,
            email=form.username,
            password=form.password,
            code=form.totp,
            address=address_of(visit),
        )
    except Invalid as refusal:  # not a form to mend: nobody is signed in
        raise SignInNeeded(refusal.message, code=refusal.code) from refusal
    with wearing(visit.session, "vault"):
        return _tokens(
            sessions.open_session(
                visit.session, account, kind="api", device="API", second_factor=account.totp_confirmed
            )
        )


@doors.post("/auth/refresh")
def do_refresh(visit: Here, _: Anyone, body: Refresh) -> Tokens:
    """A fresh bearer ticket for a session that is still open."""
    if find_actor(visit.session, body.refresh_token) is None:
        raise SignInNeeded
    return _tokens(body.refresh_token)


@doors.post("/auth/sign-out", status_code=204)
def do_sign_out(visit: Here, actor: Any = Known) -> None:
    """Ends this session at once, on every door and socket."""
    sessions.close_session(visit.session, actor, actor.session_id)


@doors.post("/auth/step-up")
def do_step_up(visit: Here, body: StepUp, actor: Any = Known) -> Said:
    """Confirms the person again; sensitive acts are open for ten minutes."""
    sign_in.confirm_again(visit.session, actor, password=body.password, code=body.totp)
    sessions.step_up(visit.session, actor)
    return Said(status="confirmed")


@doors.post("/auth/socket-ticket")
def do_socket_ticket(visit: Here, actor: Annotated[Any, allowed(Permission.socket_open)]) -> SocketTicket:
    """A single-use ticket that opens one socket within 30 seconds."""
    token, by_ticket = session_token(visit.request)
    limits.hit("socket_connect", actor.account_id.bytes)
    ticket = tickets.issue("socket", str(token), timedelta(seconds=30), bearer=by_ticket)
    return SocketTicket(ticket=ticket)
