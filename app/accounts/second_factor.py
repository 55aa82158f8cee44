"""The second factor: time-based codes (RFC 6238) without replay, and one-use recovery codes."""

import secrets
import unicodedata

import pyotp
from sqlmodel import Session, col, select

from app.core import clock, keys
from app.core.errors import Invalid
from app.models.account import Account, RecoveryCode

STEP = 30
CODES = 10


def _digits(code: str) -> str:
    """ASCII digits only: spaces and full-width digits are the same code, so that none replays another."""
    return "".join(
        str(unicodedata.digit(sign, "")) for sign in unicodedata.normalize("NFKC", code) if sign.isdigit()
    )


def secret_of(account: Account) -> str | None:
    """The shared secret in clear, or None."""
    return (
        keys.unseal("totp", account.totp_sealed, account.id.bytes).decode() if account.totp_sealed else None
    )


def set_secret(account: Account, secret: str, *, confirmed: bool) -> None:
    """Keeps a shared secret; it counts once a first code confirmed it."""
    account.totp_sealed = keys.seal("totp", secret.encode(), account.id.bytes)
    account.totp_confirmed = confirmed
    account.totp_last_step = None


def use_code(session: Session, account: Account, code: str) -> bool:
    """Whether the code is right now (one step of drift each way) and was not used; then it is used up. Row-locked."""
    session.refresh(account, with_for_update=True)
    secret, digits = secret_of(account), _digits(code)
    if secret is None:
        return False
    present = int(clock.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret)
    for step in (present, present - 1, present + 1):
        if keys.same(totp.at(step * STEP), digits):
            if account.totp_last_step is not None and step <= account.totp_last_step:
                return False
            account.totp_last_step = step
            session.flush()
            return True
    return _use_recovery_code(session, account, code)


def _use_recovery_code(session: Session, account: Account, code: str) -> bool:
    tag = keys.tag("recovery", account.id.bytes, code.strip().lower().replace(" ", "").replace("-", ""))
    found = session.exec(
        select(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account.id,
            col(RecoveryCode.code_tag) == tag,
            ~col(RecoveryCode.used),
        )
        .with_for_update()
    ).first()
    if found is None:
        return False
    found.used = True
    session.flush()
    return True


def new_recovery_codes(session: Session, account: Account) -> list[str]:
    """Ten fresh codes, shown once; the old ones stop working."""
    for old in session.exec(select(RecoveryCode).where(col(RecoveryCode.account_id) == account.id)):
        session.delete(old)
    codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(CODES)]
    for code in codes:
        session.add(
            RecoveryCode(
                account_id=account.id, code_tag=keys.tag("recovery", account.id.bytes, code.replace("-", ""))
            )
        )
    session.flush()
    return codes


def confirm(session: Session, account: Account, code: str) -> list[str]:
    """Switches the second factor on with a first right code; returns the recovery codes."""
    if not use_code(session, account, code):
        raise Invalid(fields={"code": "This code is not right. Wait for the next one and try again."})
    account.totp_confirmed = True
    return new_recovery_codes(session, account)
