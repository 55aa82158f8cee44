"""Offices (researcher, steward, admin): offered by mail, accepted by their holder, ended at once.

Nobody who offers one learns whether an address has an account: the answer is the same, and the person decides. Whoever
holds an office has no pseudonym anywhere; the office counts once a second factor is on.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.access import arrival
from app.access.person import audit_name
from app.access.predicates import Actor
from app.accounts import sessions
from app.accounts.addresses import open_address, tag_of
from app.accounts.generations import generations_of
from app.accounts.passwords_anew import OLD_LINK, our_url
from app.accounts.sign_up import use_once
from app.core import audit, jobs, mail, tickets
from app.core.db import wearing
from app.core.errors import Conflict, Invalid
from app.models.account import Account, AccountRole, AccountStatus, PlatformRole

OFFER_LASTS = timedelta(days=7)


def offer(session: Session, email: str, office: PlatformRole) -> None:
    """Mails the holder of an address, if it has an account."""
    offer_tag(session, tag_of(email), office)


def offer_tag(session: Session, tag: bytes, office: PlatformRole) -> None:
    """The same for the tag of an address."""
    jobs.defer(session, "accounts.mail_office", tag=tag.hex(), office=office.value)


@jobs.job("accounts.mail_office")
def mail_office(session: Session, tag: str, office: str) -> None:
    """The mail with the link."""
    with wearing(session, "vault"):
        account = session.exec(select(Account).where(col(Account.email_tag) == bytes.fromhex(tag))).first()
        if account is None or account.status != AccountStatus.ACTIVE:
            return
        address = open_address(account)
    ticket = tickets.issue("office", str(account.id), OFFER_LASTS, office=office)
    mail.send(
        session,
        to=address,
        template="office",
        locale=account.locale,
        url=our_url(f"/settings/office?ticket={ticket}"),
    )


def accept(session: Session, actor: Actor, ticket: str) -> PlatformRole:
    """The person takes the office. Conflict while they hold a pseudonym; every other session ends."""
    try:
        opened = tickets.read("office", ticket)
        office = PlatformRole(opened.claims.get("office", ""))
    except (tickets.BadTicket, ValueError) as error:
        raise Invalid(OLD_LINK, code="ticket") from error
    if opened.subject != str(actor.account_id):
        raise Invalid(OLD_LINK, code="ticket")
    refuse_who_lives_somewhere(session, actor.account_id)
    with wearing(session, "vault"):
        use_once(session, opened, OFFER_LASTS)
        if session.get(AccountRole, (actor.account_id, office.value)) is None:
            session.add(AccountRole(account_id=actor.account_id, role=office.value))
    sessions.close_all(session, actor.account_id, but=actor.session_id)
    audit.record(session, "office.granted", actor=audit_name(actor.account_id), office=office.value)
    return office


def refuse_who_lives_somewhere(session: Session, account_id: UUID) -> None:
    """Conflict while the account holds a pseudonym in any community."""
    actor = Actor(account_id, generations=generations_of(session, account_id))
    if arrival.own_personas(session, actor):
        raise Conflict("Whoever holds an office has no pseudonym. Leave your communities first.")


def end(session: Session, tag: bytes, office: PlatformRole, *, by: str) -> None:
    """Takes an office away at once, on every page and socket; the last admin stays. The answer tells nothing."""
    with wearing(session, "vault"):
        account = session.exec(select(Account).where(col(Account.email_tag) == tag)).first()
        held = session.get(AccountRole, (account.id, office.value)) if account else None
        if account is None or held is None:
            return
        if office == PlatformRole.ADMIN and count(session)[office.value] < 2:
            raise Conflict("This is the last admin. Name another one first.")
        session.delete(held)
    sessions.close_all(session, account.id)
    audit.record(session, "office.ended", actor=by, subject=audit_name(account.id), office=office.value)


def count(session: Session) -> dict[str, int]:
    """How many hold each office."""
    with wearing(session, "vault"):
        rows = session.exec(select(AccountRole.role, func.count()).group_by(col(AccountRole.role))).all()
    return {office.value: 0 for office in PlatformRole} | dict(rows)
