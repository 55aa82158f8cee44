"""Setting up a second factor: a secret as a drawing to scan, confirmed by a first code; recovery codes shown once."""

import pyotp
import segno
from markupsafe import Markup
from sqlmodel import Session, col, delete

from app.access.person import audit_name
from app.access.predicates import Actor
from app.accounts import second_factor
from app.accounts.addresses import open_address
from app.core import audit, limits
from app.core.db import wearing
from app.core.errors import Conflict, Invalid, NotFound
from app.core.settings import get_settings
from app.models.account import Account, RecoveryCode, SignedSession


def begin(session: Session, actor: Actor) -> None:
    """A fresh secret that counts for nothing until a code confirmed it; Conflict when one is on."""
    with wearing(session, "vault"):
        account = _account(session, actor)
        if account.totp_confirmed:
            raise Conflict("Your second factor is on already.")
        second_factor.set_secret(account, pyotp.random_base32(), confirmed=False)


def pending(session: Session, actor: Actor) -> tuple[str, Markup] | None:
    """The secret that waits for its first code, in letters and as a QR code (SVG); None when there is none."""
    with wearing(session, "vault"):
        account = _account(session, actor)
        secret = second_factor.secret_of(account)
        if secret is None or account.totp_confirmed:
            return None
        name = open_address(account)
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=get_settings().brand)
    drawing = segno.make(uri, error="m").svg_inline(
        scale=5, border=3, dark="#20302c", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True
    )
    return secret, Markup(drawing)  # drawn by us from our own secret: nothing of a reader's stands in it


def is_on(session: Session, actor: Actor) -> bool:
    """Whether a second factor is asked for at sign-in."""
    with wearing(session, "vault"):
        return _account(session, actor).totp_confirmed


def finish(session: Session, actor: Actor, code: str) -> list[str]:
    """Switches it on with a first right code; gives the recovery codes. This session counts as confirmed by it."""
    limits.hit("second_factor", actor.account_id.bytes)
    with wearing(session, "vault"):
        account = _account(session, actor)
        if account.totp_confirmed or account.totp_sealed is None:
            raise Conflict("Your second factor is on already.")
        codes = second_factor.confirm(session, account, code)
        present = session.get(SignedSession, actor.session_id)
        if present is not None:
            present.second_factor = True
    audit.record(session, "account.second-factor-on", actor=audit_name(actor.account_id))
    return codes


def renew_codes(session: Session, actor: Actor) -> list[str]:
    """Ten fresh recovery codes; the old ones stop working."""
    with wearing(session, "vault"):
        account = _account(session, actor)
        if not account.totp_confirmed:
            raise Conflict("Set up a second factor first.")
        return second_factor.new_recovery_codes(session, account)


def switch_off(session: Session, actor: Actor, code: str) -> None:
    """Takes the second factor away, with a code. Offices keep theirs."""
    if actor.offices:
        raise Conflict("Your office needs a second factor.")
    limits.hit("second_factor", actor.account_id.bytes)
    with wearing(session, "vault"):
        account = _account(session, actor)
        if not second_factor.use_code(session, account, code):
            raise Invalid(fields={"code": "This code is not right. Wait for the next one and try again."})
        account.totp_sealed, account.totp_confirmed, account.totp_last_step = None, False, None
        session.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    audit.record(session, "account.second-factor-off", actor=audit_name(actor.account_id))


def _account(session: Session, actor: Actor) -> Account:
    account = session.get(Account, actor.account_id)
    if account is None:
        raise NotFound
    return account
