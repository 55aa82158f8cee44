"""Erasing an account: asked for, undone within fourteen days, else carried out store by store, with a receipt.

The account's own rows and its key go at once; its personas vanish one by one at random moments of the following days, so that
nobody sees two of them leave together. Whoever is being erased cannot sign in any more.
"""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlmodel import Session, col, func, select

from app.access.person import Person, audit_name
from app.access.predicates import Actor
from app.accounts.addresses import open_address
from app.core import audit, clock, jobs, keys, keystore, mail
from app.core.db import wearing
from app.core.errors import Conflict, Invalid, NotFound
from app.core.settings import get_settings
from app.data_rights.registry import ACCOUNT_ONLY, keepers
from app.data_rights.who import one_persona, tag_of, whole_person
from app.models.account import Account, AccountRole, AccountStatus, PlatformRole
from app.models.data_rights import Erasure, ErasureStatus, ErasureStep

UNDO = timedelta(days=14)
SPREAD = timedelta(hours=72)
WORDS = {"posts": ("threads", "editorial", "reviews")}


def current(session: Session, actor: Actor) -> Erasure | None:
    """The erasure that waits for this account, if there is one."""
    return session.exec(
        select(Erasure).where(
            col(Erasure.owner) == tag_of(actor.account_id), col(Erasure.status) == ErasureStatus.WAITING.value
        )
    ).first()


def ask(session: Session, actor: Actor, *, keep: list[str]) -> Erasure:
    """Starts the fourteen days. `keep` names the kinds of words that stay, without their author."""
    if current(session, actor) is not None:
        raise Conflict("The erasure of your account is already under way.")
    if not set(keep) <= set(WORDS):
        raise Invalid(fields={"keep": "Choose one of the answers offered."})
    now, new_id = clock.now(), uuid4()
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id)
        if account is None:
            raise NotFound
        _refuse_last_admin(session, account.id)
        account.status, account.erase_at = AccountStatus.LEAVING.value, now + UNDO
        address, locale = open_address(account), account.locale
    made = Erasure(
        id=new_id, owner=tag_of(actor.account_id), keep=keep, asked_at=now, erase_at=now + UNDO, locale=locale, receipt={},
        account_sealed=keys.seal("erasure", actor.account_id.bytes, new_id.bytes),
        address_sealed=keys.seal("erasure address", address.encode(), new_id.bytes),
    )  # fmt: skip
    session.add(made)
    session.flush()
    audit.record(session, "data.erasure-asked", actor=audit_name(actor.account_id))
    jobs.defer(session, "data_rights.erase", at=made.erase_at, erasure=str(new_id))
    url = f"{get_settings().public_url}/my-data/leaving"
    mail.send(session, to=address, template="leaving", locale=locale, url=url)
    return made


def undo(session: Session, actor: Actor) -> None:
    """Stops the erasure within the fourteen days; nothing was changed."""
    found = current(session, actor)
    if found is None:
        raise NotFound
    with wearing(session, "vault"):
        account = session.get(Account, actor.account_id)
        if account is None or account.status != AccountStatus.LEAVING:
            raise NotFound
        account.status, account.erase_at = AccountStatus.ACTIVE.value, None
    found.status = ErasureStatus.UNDONE.value
    found.account_sealed = found.address_sealed = None
    session.flush()
    audit.record(session, "data.erasure-undone", actor=audit_name(actor.account_id))


def _refuse_last_admin(session: Session, account_id: UUID) -> None:
    admins = select(AccountRole.account_id).where(col(AccountRole.role) == PlatformRole.ADMIN.value)
    held = set(session.exec(admins).all())
    if account_id in held and len(held) == 1:
        raise Conflict("You are the last admin. Name another one first.")


@jobs.job("data_rights.erase")
def erase(session: Session, erasure: str) -> None:
    """The day has come: everything that hangs on the account goes now, each persona at a moment of its own."""
    row = session.exec(select(Erasure).where(col(Erasure.id) == UUID(erasure)).with_for_update()).first()
    if row is None or row.status != ErasureStatus.WAITING or row.account_sealed is None:
        return
    if row.erase_at > clock.now():
        jobs.defer(session, "data_rights.erase", at=row.erase_at, erasure=erasure)
        return
    account_id = UUID(bytes=keys.unseal("erasure", row.account_sealed, row.id.bytes))
    person = whole_person(session, account_id)
    row.status = ErasureStatus.RUNNING.value
    for community, persona in person.memberships:
        content = {"account": str(account_id), "persona": str(persona.id), "community": str(community.id)}
        step = ErasureStep(id=uuid4(), erasure_id=row.id, sealed=b"")
        step.sealed = keys.seal("erasure step", orjson.dumps(content), step.id.bytes)
        session.add(step)
        session.flush()
        moment = clock.now() + SPREAD * (secrets.randbelow(10_000) / 10_000)
        jobs.defer(session, "data_rights.erase_persona", at=moment, step=str(step.id))
    _erase_rooms(session, row, Person(account_id, ()))
    keystore.destroy("person", str(account_id))
    _count(row, "keystore", 1)
    row.account_sealed = None
    session.flush()
    _finish(session, row)


@jobs.job("data_rights.erase_persona")
def erase_persona(session: Session, step: str) -> None:
    """One persona goes, with what it wrote or detached from it."""
    one = session.get(ErasureStep, UUID(step))
    if one is None:
        return
    row = session.exec(select(Erasure).where(col(Erasure.id) == one.erasure_id).with_for_update()).one()
    content = orjson.loads(keys.unseal("erasure step", one.sealed, one.id.bytes))
    ids = {name: UUID(value) for name, value in content.items()}
    person = one_persona(session, ids["account"], ids["persona"], ids["community"])
    if person is not None:
        _erase_rooms(session, row, person)
    session.delete(one)
    session.flush()
    _finish(session, row)


def _erase_rooms(session: Session, row: Erasure, person: Person) -> None:
    kept = {room for kind in row.keep for room in WORDS[kind]}
    for one in keepers():
        if person.memberships and one.room in ACCOUNT_ONLY:
            continue
        _count(row, one.room, one.erase(session, person, keep_words=one.room in kept))


def _count(row: Erasure, store: str, rows: int) -> None:
    stores: dict[str, Any] = dict(row.receipt.get("stores", {}))
    stores[store] = stores.get(store, 0) + rows
    row.receipt = {**row.receipt, "stores": stores}


def _finish(session: Session, row: Erasure) -> None:
    """When the last persona is gone: the receipt, its link by mail, and the address is forgotten."""
    left = session.exec(select(func.count()).where(col(ErasureStep.erasure_id) == row.id)).one()
    if left or row.address_sealed is None:
        return
    token = keys.token()
    row.status, row.done_at = ErasureStatus.DONE.value, clock.now()
    row.receipt = {
        **row.receipt,
        "asked_on": row.asked_at.date().isoformat(),
        "erased_on": row.done_at.date().isoformat(),
        "kept_without_author": list(row.keep),
        "keys_destroyed": True,
    }
    row.receipt_token = keys.hashed(token)
    address = keys.unseal("erasure address", row.address_sealed, row.id.bytes).decode()
    row.address_sealed = None
    row.owner = keys.hashed(keys.token())
    session.flush()
    audit.record(session, "data.erased", actor="data_rights.erase", subject=row.id)
    url = f"{get_settings().public_url}/erasure-receipt?token={token}"
    mail.send(session, to=address, template="erased", locale=row.locale, url=url)


def receipt_of(session: Session, token: str) -> Erasure:
    """A receipt by the token of its link; NotFound for any other."""
    found = session.exec(select(Erasure).where(col(Erasure.receipt_token) == keys.hashed(token))).first()
    if found is None:
        raise NotFound
    return found
