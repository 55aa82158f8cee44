"""Coming in: password, then a code where the account has one. One answer for every failure, in the same time."""

from sqlmodel import Session

from app.access.predicates import Actor
from app.accounts.addresses import find_by_address, normalise
from app.accounts.second_factor import use_code
from app.core import limits, passwords
from app.core.db import wearing
from app.core.errors import Invalid
from app.core.text import N_
from app.models.account import Account, AccountStatus

WRONG = N_("The address, the password or the code is not right.")


class CodeNeeded(Invalid):
    """The password was right and the account asks for a code."""

    code = "code-needed"
    default = "Enter the code of your second factor."


def check_credentials(
    session: Session, *, email: str, password: str, code: str | None, address: str
) -> Account:
    """The account, or one and the same Invalid. `address` is the network address, for the limits."""
    limits.hit("sign_in_global")
    limits.hit("sign_in_network", limits.network(address))
    try:
        normal = normalise(email)
    except Invalid:
        normal = "nobody@invalid.example"
    limits.hit("sign_in_account", normal)
    with wearing(session, "vault"):
        account = find_by_address(session, normal)
        right = passwords.verify_password(password, account.password_hash if account else None)
        if account is None or not right or account.status == AccountStatus.UNVERIFIED:
            raise Invalid(WRONG, code="credentials")
        if account.totp_confirmed:
            if not code:
                raise CodeNeeded
            limits.hit("second_factor", account.id.bytes)
            if not use_code(session, account, code):
                raise Invalid(WRONG, code="credentials")
        return account


def confirm_again(session: Session, actor: Actor, *, password: str, code: str | None) -> None:
    """Step-up: the password, and a code where the account has one. Raises Invalid."""
    limits.hit("second_factor", actor.account_id.bytes)
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id)
        right = passwords.verify_password(password, account.password_hash if account else None)
        if (
            account is None
            or not right
            or (account.totp_confirmed and not use_code(session, account, code or ""))
        ):
            raise Invalid(WRONG, code="credentials")
