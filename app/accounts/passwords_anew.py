"""A forgotten password and a lost confirmation mail: the same answer for every address; the work is done by a job.

A link is bound to the present state of the account, so that it dies with the first use and with every other change.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.person import audit_name
from app.access.predicates import Actor
from app.accounts import sessions
from app.accounts.addresses import open_address, tag_of
from app.accounts.sign_in import WRONG
from app.accounts.sign_up import LINK_LASTS, check_new_password, use_once
from app.core import audit, jobs, keys, limits, mail, passwords, tickets
from app.core.db import wearing
from app.core.errors import Invalid
from app.core.settings import get_settings
from app.core.text import N_
from app.models.account import Account, AccountStatus

RESET_LASTS = timedelta(hours=1)
OLD_LINK = N_("This link is too old or was used. Ask for a new one.")


def ask(session: Session, *, email: str, address: str) -> None:
    """Accepts an address for a new password; a job mails its owner, if there is one."""
    _ask(session, "reset", "accounts.mail_reset", email, address)


def ask_verification(session: Session, *, email: str, address: str) -> None:
    """Accepts an address for another confirmation mail."""
    _ask(session, "verify", "accounts.mail_verification", email, address)


def _ask(session: Session, limit: str, job: str, email: str, address: str) -> None:
    limits.hit(f"{limit}_network", limits.network(address))
    tag = tag_of(email)
    limits.hit(limit, tag)
    jobs.defer(session, job, tag=tag.hex())


def state_of(account: Account) -> str:
    """What a link is bound to: it opens nothing once the password, the address or the status changed."""
    return keys.tag("account state", account.password_hash or "", account.email_tag, account.status).hex()


def _find(session: Session, tag: str) -> Account | None:
    return session.exec(select(Account).where(col(Account.email_tag) == bytes.fromhex(tag))).first()


@jobs.job("accounts.mail_reset")
def mail_reset(session: Session, tag: str) -> None:
    """Mails the link to the owner of an address, if it has one."""
    with wearing(session, "vault"):
        account = _find(session, tag)
        if account is None or account.status == AccountStatus.UNVERIFIED:
            return
        address, state = open_address(account), state_of(account)
    ticket = tickets.issue("reset", str(account.id), RESET_LASTS, state=state)
    mail.send(
        session, to=address, template="reset", locale=account.locale, url=our_url(f"/reset?ticket={ticket}")
    )


@jobs.job("accounts.mail_verification")
def mail_verification(session: Session, tag: str) -> None:
    """Mails the confirmation link again, to an account that still waits for it."""
    with wearing(session, "vault"):
        account = _find(session, tag)
        if account is None or account.status != AccountStatus.UNVERIFIED:
            return
        address = open_address(account)
    ticket = tickets.issue("verify", str(account.id), LINK_LASTS)
    mail.send(
        session, to=address, template="verify", locale=account.locale, url=our_url(f"/verify?ticket={ticket}")
    )


def reset(session: Session, *, ticket: str, password: str) -> None:
    """Sets a new password by the mailed link, once; every session ends. The second factor stays."""
    try:
        opened = tickets.read("reset", ticket)
    except tickets.BadTicket as error:
        raise Invalid(OLD_LINK, code="ticket") from error
    with wearing(session, "vault"):
        account = session.get(Account, UUID(opened.subject))
        if account is None or not keys.same(str(opened.claims.get("state", "")), state_of(account)):
            raise Invalid(OLD_LINK, code="ticket")
        check_new_password(password, open_address(account))
        use_once(session, opened, RESET_LASTS)
        account.password_hash = passwords.hash_password(password)
        session.flush()
    _changed(session, account, "account.password-reset", but=None)


def change(session: Session, actor: Actor, *, present: str, password: str) -> None:
    """Changes the password; all other sessions end, and a mail says so."""
    limits.hit("second_factor", actor.account_id.bytes)
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id)
        right = passwords.verify_password(present, account.password_hash if account else None)
        if account is None or not right:
            raise Invalid(WRONG, fields={"present": "This is not your present password."}, code="credentials")
        check_new_password(password, open_address(account))
        account.password_hash = passwords.hash_password(password)
        session.flush()
    _changed(session, account, "account.password-changed", but=actor.session_id)


def _changed(session: Session, account: Account, act: str, *, but: UUID | None) -> None:
    sessions.close_all(session, account.id, but=but)
    audit.record(session, act, actor=audit_name(account.id))
    mail.send(
        session, to=open_address(account), template="changed", locale=account.locale, url=our_url("/forgot")
    )


def our_url(path: str) -> str:
    return get_settings().public_url + path
