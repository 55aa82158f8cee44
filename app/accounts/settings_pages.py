"""The pages of one's own account: look, password, address, second factor, devices."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response

from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.access.person import audit_name
from app.accounts import enrolment, offices, passwords_anew, preferences, sessions
from app.accounts.schemas import AddressForm, CodeForm, ConfirmAddressForm, LookForm, PasswordForm, TicketForm
from app.core import audit
from app.core.db import wearing
from app.core.errors import NotFound
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.account import Account

doors = Doors()
Known = Annotated[Any, allowed(Permission.sessions_keep)]
Keeper = Annotated[Any, allowed(Permission.identity_keep)]
YEAR = 31_536_000


def keep_cookies(visit: Visit, *, locale: str, theme: str, text_size: str) -> None:
    """What every page of this device reads; the same names as the switch at the foot of the page uses."""
    shown = {"locale": locale, "theme": "" if theme == "system" else theme, "text": "" if text_size == "normal" else text_size}  # fmt: skip
    for name, value in shown.items():
        age = YEAR if value else 0
        visit.set_cookie(key=name, value=value, max_age=age, samesite="lax", path="/")


def bring_look(visit: Visit, account: Account) -> None:
    """At sign-in: what the account says, where this device says nothing of its own."""
    own = visit.request.cookies
    theme = account.theme if "theme" not in own else own["theme"] or "system"
    size = account.text_size if "text" not in own else own["text"] or "normal"
    keep_cookies(visit, locale=own.get("locale") or account.locale, theme=theme, text_size=size)


@doors.get("/settings")
def show_settings(visit: Here, actor: Known) -> Response:
    """Everything about one's own account that can be set."""
    with wearing(visit.session, "vault"):
        account = visit.session.get(Account, actor.account_id)
    if account is None:
        raise NotFound
    return visit.page(
        "accounts/settings.html", account=account, devices=len(sessions.list_sessions(visit.session, actor))
    )


@doors.post("/settings")
@reshow(show_settings)
def keep_settings(visit: Here, actor: Known) -> Response:
    """Language, colours, text size: for this account, on every device."""
    form = visit.read(LookForm)
    preferences.keep_look(
        visit.session, actor, locale=form.language, theme=form.theme, text_size=form.text_size
    )
    keep_cookies(visit, locale=form.language, theme=form.theme, text_size=form.text_size)
    visit.locale = form.language
    return visit.go("/settings", said=N_("Your settings are kept."))


@doors.get("/settings/password")
def show_password(visit: Here, actor: Known) -> Response:
    """The present password, then the new one."""
    return visit.page("accounts/password.html")


@doors.post("/settings/password")
@reshow(show_password)
def change_password(visit: Here, actor: Known) -> Response:
    """Changes it; other devices are signed out."""
    form = visit.read(PasswordForm)
    passwords_anew.change(visit.session, actor, present=form.present, password=form.password)
    return visit.go("/settings", said=N_("Your password is changed. Other devices are signed out."))


@doors.get("/settings/address")
def show_address(visit: Here, actor: Keeper) -> Response:
    """The new address."""
    return visit.page("accounts/address.html")


@doors.post("/settings/address")
@reshow(show_address)
def ask_address(visit: Here, actor: Keeper) -> Response:
    """Mails the present address first."""
    preferences.ask_address(visit.session, actor, visit.read(AddressForm).email)
    return visit.go("/settings", said=N_("Open the link we sent to your present address."))


@doors.get("/settings/address/confirm")
def show_confirm(visit: Here, _: Anyone, end: str = "old", ticket: str = "") -> Response:
    """One button, at either end; the link is enough, no sign-in needed."""
    typed = visit.typed
    return visit.page(
        "accounts/confirm_address.html", end=typed.get("end", end), ticket=typed.get("ticket", ticket[:3000])
    )


@doors.post("/settings/address/confirm")
@reshow(show_confirm)
def confirm_address(visit: Here, _: Anyone) -> Response:
    """Confirms one end of the change."""
    form = visit.read(ConfirmAddressForm)
    if form.end == "old":
        preferences.confirm_old(visit.session, form.ticket)
        return visit.go("/sign-in", said=N_("Now open the link we sent to your new address."))
    preferences.confirm_new(visit.session, form.ticket)
    return visit.go("/sign-in", said=N_("Your address is changed."))


@doors.get("/settings/second-factor")
def show_second_factor(visit: Here, actor: Keeper) -> Response:
    """On, waiting for its first code, or off."""
    return visit.page(
        "accounts/second_factor.html",
        on=enrolment.is_on(visit.session, actor),
        waiting=enrolment.pending(visit.session, actor),
        duty=bool(actor.offices),
    )


@doors.post("/settings/second-factor/begin")
@reshow(show_second_factor)
def begin_second_factor(visit: Here, actor: Keeper) -> Response:
    """Draws a secret."""
    enrolment.begin(visit.session, actor)
    return visit.go("/settings/second-factor")


@doors.post("/settings/second-factor")
@reshow(show_second_factor)
def finish_second_factor(visit: Here, actor: Keeper) -> Response:
    """Switches it on and shows the recovery codes, once."""
    codes = enrolment.finish(visit.session, actor, visit.read(CodeForm).code)
    return visit.page("accounts/recovery_codes.html", codes=codes)


@doors.post("/settings/second-factor/codes")
@reshow(show_second_factor)
def renew_codes(visit: Here, actor: Keeper) -> Response:
    """Fresh recovery codes, shown once."""
    return visit.page("accounts/recovery_codes.html", codes=enrolment.renew_codes(visit.session, actor))


@doors.post("/settings/second-factor/off")
@reshow(show_second_factor)
def switch_off(visit: Here, actor: Keeper) -> Response:
    """Switches it off, with a code."""
    enrolment.switch_off(visit.session, actor, visit.read(CodeForm).code)
    return visit.go("/settings", said=N_("Your second factor is off."))


@doors.get("/settings/devices")
def show_devices(visit: Here, actor: Known) -> Response:
    """Where one is signed in."""
    return visit.page("accounts/devices.html", devices=sessions.list_sessions(visit.session, actor))


@doors.post("/settings/devices/{session_id}/close")
def close_device(visit: Here, actor: Known, session_id: UUID) -> Response:
    """Signs one device out, on every page and socket at once."""
    sessions.close_session(visit.session, actor, session_id)
    here = session_id == actor.session_id
    return visit.go("/sign-in" if here else "/settings/devices", said=N_("The device is signed out."))


@doors.post("/settings/devices/close-others")
def close_others(visit: Here, actor: Known) -> Response:
    """Signs all other devices out."""
    sessions.close_all(visit.session, actor.account_id, but=actor.session_id)
    audit.record(visit.session, "account.sessions-closed", actor=audit_name(actor.account_id))
    return visit.go("/settings/devices", said=N_("All other devices are signed out."))


@doors.get("/settings/office")
def show_office(visit: Here, actor: Keeper, ticket: str = "") -> Response:
    """An office that was offered by mail, to take or to leave."""
    return visit.page("accounts/office.html", ticket=visit.typed.get("ticket", ticket[:3000]))


@doors.post("/settings/office")
@reshow(show_office)
def accept_office(visit: Here, actor: Keeper) -> Response:
    """Takes it; it counts once a second factor is on."""
    offices.accept(visit.session, actor, visit.read(TicketForm).ticket)
    return visit.go(
        "/settings/second-factor", said=N_("The office is yours. It counts once your second factor is on.")
    )
