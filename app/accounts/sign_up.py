"""Joining the platform: the same answer for a known and an unknown address; what differs is the mail."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlmodel import Session

from app.accounts.addresses import find_by_address, normalise, open_address, seal_address, tag_of
from app.core import clock, keys, mail, passwords, tickets
from app.core.db import wearing
from app.core.errors import Invalid
from app.core.settings import get_settings
from app.models.account import Account, AccountStatus, UsedTicket

ADULT = 18
LINK_LASTS = timedelta(hours=48)


def check_new_password(password: str, address: str) -> None:
    """Invalid when too short, or made of the address. No rules of composition (NIST SP 800-63B, section 5.1.1.2)."""
    if len(password) < passwords.SHORTEST:
        raise Invalid(fields={"password": "Choose at least 10 characters. Three words work well."})
    if password.casefold() in normalise(address) or len(set(password)) < 4:
        raise Invalid(fields={"password": "This is too easy to guess."})


def sign_up(session: Session, *, email: str, password: str, birth_year: int, locale: str) -> None:
    """Keeps a new, unverified account and mails a link; for a known address mails its owner instead. Same time, same answer."""
    address = normalise(email)
    check_new_password(password, address)
    if clock.today().year - birth_year < ADULT:
        raise Invalid(
            fields={
                "birth_year": "Entraide is for adults for now. Somebody close to you can join as a carer."
            }
        )
    hashed = passwords.hash_password(password)
    with wearing(session, "vault"):
        known = find_by_address(session, address)
        if known is not None and known.status != AccountStatus.UNVERIFIED:
            mail.send(
                session, to=open_address(known), template="known", locale=known.locale, url=_url("/sign-in")
            )
            return
        account = known or Account(
            id=uuid4(),
            email_sealed=b"",
            email_tag=tag_of(address),
            birth_year_sealed=b"",
            created_month=clock.month(),
        )
        account.email_sealed = seal_address(account.id, email)
        account.birth_year_sealed = keys.seal("birth year", str(birth_year).encode(), account.id.bytes)
        account.password_hash = hashed
        account.locale = locale
        session.add(account)
        session.flush()
    ticket = tickets.issue("verify", str(account.id), LINK_LASTS)
    mail.send(
        session, to=email.strip(), template="verify", locale=locale, url=_url(f"/verify?ticket={ticket}")
    )


def verify(session: Session, ticket: str) -> Account:
    """Confirms an address by the mailed link, once. Raises Invalid when the link is old, used or not ours."""
    try:
        opened = tickets.read("verify", ticket)
    except tickets.BadTicket as error:
        raise Invalid("This link is too old or was used. Ask for a new one.", code="ticket") from error
    with wearing(session, "vault"):
        use_once(session, opened, LINK_LASTS)
        account = session.get(Account, UUID(opened.subject))
        if account is None or account.status != AccountStatus.UNVERIFIED:
            raise Invalid("This link is too old or was used. Ask for a new one.", code="ticket")
        account.status = AccountStatus.ACTIVE.value
        session.flush()
    return account


def use_once(session: Session, ticket: tickets.Ticket, lifetime: timedelta) -> None:
    """Marks a single-use ticket as used; Invalid the second time. The session wears the vault's hat."""
    if session.get(UsedTicket, ticket.id) is not None:
        raise Invalid("This link was used already.", code="ticket")
    session.add(UsedTicket(id=ticket.id, expires_at=clock.now() + lifetime))
    session.flush()


def _url(path: str) -> str:
    return get_settings().public_url + path
