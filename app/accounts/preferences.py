"""How an account wants its pages, and moving it to another address, confirmed at both ends."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from app.access.person import audit_name
from app.access.predicates import Actor
from app.accounts.addresses import find_by_address, normalise, open_address, seal_address, tag_of
from app.accounts.passwords_anew import OLD_LINK, our_url, state_of
from app.accounts.sign_up import use_once
from app.core import audit, keys, limits, mail, tickets
from app.core.db import wearing
from app.core.errors import Invalid, NotFound
from app.models.account import Account

CHANGE_LASTS = timedelta(hours=24)


def keep_look(session: Session, actor: Actor, *, locale: str, theme: str, text_size: str) -> None:
    """Keeps language, colours and text size for every device that signs in."""
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id)
        if account is None:
            raise NotFound
        account.locale, account.theme, account.text_size = locale, theme, text_size


def ask_address(session: Session, actor: Actor, address: str) -> None:
    """First end: mails the present address. The answer does not tell whether the new address is taken."""
    limits.hit("reset", actor.account_id.bytes)
    new = normalise(address)
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id)
        if account is None:
            raise NotFound
        present, state = open_address(account), state_of(account)
    if new == normalise(present):
        raise Invalid(fields={"email": "This is your present address."})
    sealed = keys.seal("new address", address.strip().encode(), account.id.bytes).hex()
    ticket = tickets.issue("address-old", str(account.id), CHANGE_LASTS, state=state, new=sealed)
    url = our_url(f"/settings/address/confirm?end=old&ticket={ticket}")
    mail.send(session, to=present, template="address_old", locale=account.locale, url=url)


def confirm_old(session: Session, ticket: str) -> None:
    """The present address agreed: mails the new one."""
    account, opened = _read(session, "address-old", ticket)
    new = _new(opened, account)
    onward = tickets.issue(
        "address-new", str(account.id), CHANGE_LASTS, state=state_of(account), new=opened.claims["new"]
    )
    url = our_url(f"/settings/address/confirm?end=new&ticket={onward}")
    mail.send(session, to=new, template="address_new", locale=account.locale, url=url)


def confirm_new(session: Session, ticket: str) -> None:
    """The new address agreed: the account moves to it, and the old one is told."""
    account, opened = _read(session, "address-new", ticket)
    new, old = _new(opened, account), open_address(account)
    with wearing(session, "vault"):
        if find_by_address(session, new) is not None:
            raise Invalid(OLD_LINK, code="ticket")
        account.email_sealed, account.email_tag = seal_address(account.id, new), tag_of(new)
        session.flush()
    audit.record(session, "account.email-changed", actor=audit_name(account.id))
    mail.send(session, to=old, template="changed", locale=account.locale, url=our_url("/forgot"))


def _read(session: Session, purpose: str, ticket: str) -> tuple[Account, tickets.Ticket]:
    try:
        opened = tickets.read(purpose, ticket)
    except tickets.BadTicket as error:
        raise Invalid(OLD_LINK, code="ticket") from error
    with wearing(session, "vault"):
        use_once(session, opened, CHANGE_LASTS)
        account = session.get(Account, UUID(opened.subject))
        if account is None or not keys.same(str(opened.claims.get("state", "")), state_of(account)):
            raise Invalid(OLD_LINK, code="ticket")
    return account, opened


def _new(opened: tickets.Ticket, account: Account) -> str:
    return keys.unseal("new address", bytes.fromhex(opened.claims["new"]), account.id.bytes).decode()
