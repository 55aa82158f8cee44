"""What the vault keeps about a person, in clear for its owner; and the end of an account."""

from typing import Any

from sqlmodel import Session, col, select

from app.access.person import Person
from app.accounts import sessions
from app.accounts.addresses import open_address
from app.core import keys
from app.core.db import wearing
from app.models.account import Account, AccountRole, RecoveryCode, SignedSession


def gather(session: Session, person: Person) -> dict[str, Any]:
    """The account, its offices and its sessions. Secrets (password, second factor) are said to exist, never shown."""
    with wearing(session, "vault"):
        account = session.get(Account, person.account_id)
        if account is None:
            return {}
        mine = session.exec(select(SignedSession).where(col(SignedSession.account_id) == account.id)).all()
        roles = session.exec(select(AccountRole.role).where(col(AccountRole.account_id) == account.id)).all()
        codes = session.exec(select(RecoveryCode).where(col(RecoveryCode.account_id) == account.id)).all()
    return {
        "email": open_address(account),
        "birth_year": int(keys.unseal("birth year", account.birth_year_sealed, account.id.bytes)),
        "language": account.locale,
        "theme": account.theme,
        "text_size": account.text_size,
        "status": account.status,
        "created_month": account.created_month.isoformat(),
        "last_seen_month": account.last_seen_month.isoformat() if account.last_seen_month else None,
        "second_factor": account.totp_confirmed,
        "recovery_codes_left": sum(not one.used for one in codes),
        "offices": list(roles),
        "sessions": [
            {
                "device": one.device,
                "opened": one.created_at.isoformat(),
                "last_seen": one.seen_at.isoformat(),
                "second_factor": one.second_factor,
            }
            for one in mine
        ],
    }


def erase(session: Session, person: Person, *, keep_words: bool) -> int:
    """Deletes the account with its sessions, offices and codes, once no persona is left to erase with it."""
    if person.memberships:
        return 0
    with wearing(session, "vault"):
        account = session.get(Account, person.account_id)
        if account is None:
            return 0
        hanging = 0
        for table in (SignedSession, AccountRole, RecoveryCode):  # sessions end on every socket at once
            rows = session.exec(select(table).where(col(table.account_id) == account.id)).all()
            hanging += len(rows)
            if table is SignedSession:
                sessions.close_all(session, account.id)
            else:
                for row in rows:
                    session.delete(row)
        session.flush()
        session.delete(account)
    return hanging + 1
