"""E-mail addresses: normalised for look-up, sealed for keeping, never in clear in a table."""

import re
import unicodedata
from uuid import UUID

from sqlmodel import Session, col, select

from app.core import keys
from app.core.db import wearing
from app.core.errors import Invalid
from app.models.account import Account

SHAPE = re.compile(r"[^@\s\"<>,;:\\]{1,64}@(?=.{4,190}$)[^@\s\".,;:<>\\]+(\.[^@\s\".,;:<>\\]+)+")


def normalise(address: str) -> str:
    """The form in which addresses are compared; Invalid when it is not an address."""
    address = unicodedata.normalize("NFKC", address).strip().casefold()
    if not SHAPE.fullmatch(address):
        raise Invalid(fields={"email": "This does not look like an e-mail address."})
    return address


def tag_of(address: str) -> bytes:
    """The keyed tag under which an address is found."""
    return keys.tag("email", normalise(address))


def seal_address(account_id: UUID, address: str) -> bytes:
    """The address as it is kept: sealed, bound to its account."""
    return keys.seal("email", address.strip().encode(), account_id.bytes)


def open_address(account: Account) -> str:
    """The address in clear, for sending a mail."""
    return keys.unseal("email", account.email_sealed, account.id.bytes).decode()


def find_by_address(session: Session, address: str) -> Account | None:
    """The account of an address. The session must wear the vault's hat."""
    return session.exec(select(Account).where(col(Account.email_tag) == tag_of(address))).first()


def own_address(session: Session, account_id: UUID) -> str:
    """An account's address, for writing to its owner or for drawing a handle that does not resemble it."""
    with wearing(session, "vault"):
        account = session.get(Account, account_id)
        return open_address(account) if account is not None else ""
