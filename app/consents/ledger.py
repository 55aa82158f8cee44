"""The ledger of consent: append-only, hash-chained. The last word of a person about a purpose is the one that counts."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.consents import texts
from app.core import chain, clock
from app.models.consent import ConsentAct, ConsentEvent, ConsentReason

LOCK = text("SELECT pg_advisory_xact_lock(7002002)")
LAST = text("SELECT sequence, digest FROM consent_event ORDER BY sequence DESC LIMIT 1")
STANDING = text(
    "SELECT contributor FROM (SELECT DISTINCT ON (contributor) contributor, act, version FROM consent_event"
    " WHERE purpose = :purpose AND at <= :at ORDER BY contributor, sequence DESC) AS last_word"
    " WHERE act = 'grant' AND version >= :minimum"
)


def grant(
    session: Session,
    *,
    contributor: bytes,
    purpose: str,
    locale: str,
    reason: ConsentReason = ConsentReason.SELF,
) -> ConsentEvent:
    """Writes down a yes to the version in force. NotFound when the purpose has no text."""
    words = texts.wording(session, purpose, locale)
    return _append(session, ConsentAct.GRANT, contributor, words.version, words, reason)


def withdraw(
    session: Session,
    *,
    contributor: bytes,
    purpose: str,
    locale: str,
    reason: ConsentReason = ConsentReason.SELF,
) -> ConsentEvent:
    """Writes down a no; it counts from this moment. The version is the one that was agreed to, when there was one."""
    words = texts.wording(session, purpose, locale)
    before = last_word(session, contributor, purpose)
    if before is not None and before.act == ConsentAct.GRANT:
        agreed = texts.as_agreed(session, purpose, before.version, words.language)
        return _append(session, ConsentAct.WITHDRAW, contributor, before.version, agreed, reason)
    return _append(session, ConsentAct.WITHDRAW, contributor, words.version, words, reason)


def hold(session: Session) -> None:
    """Keeps the ledger still until this transaction ends: what a freeze has checked stays true until it is written."""
    session.connection().execute(LOCK)


def _append(
    session: Session, act: ConsentAct, contributor: bytes, version: int, words: Any, reason: ConsentReason
) -> ConsentEvent:
    hold(session)
    last = session.connection().execute(LAST).first()
    sequence, before = (last.sequence, bytes(last.digest)) if last else (0, chain.GENESIS)
    event = ConsentEvent(
        sequence=sequence + 1, digest=b"", contributor=contributor, purpose=words.purpose, version=version,
        act=act.value, reason=reason.value, language=words.language, text_sha256=words.sha256,
        at=clock.now().replace(microsecond=0),
    )  # fmt: skip
    event.digest = chain.link(before, content_of(event))
    session.add(event)
    session.flush()
    return event


def content_of(event: ConsentEvent) -> dict[str, Any]:
    """What the chain covers: everything the row says. Its place in the ledger is in the hash before it."""
    return {
        "id": str(event.id),
        "contributor": bytes(event.contributor).hex(),
        "purpose": event.purpose,
        "version": event.version,
        "act": event.act,
        "reason": event.reason,
        "language": event.language,
        "text_sha256": event.text_sha256,
        "at": event.at.astimezone(UTC).isoformat(),
    }


def eligible(
    session: Session, purpose: str, *, minimum_version: int, at: datetime | None = None
) -> set[bytes]:
    """The contributors whose last word for exactly this purpose, at the cut-off, is a yes to a version that is new enough."""
    values = {"purpose": purpose, "minimum": minimum_version, "at": at or clock.now()}
    return {bytes(row.contributor) for row in session.connection().execute(STANDING, values)}


def last_word(session: Session, contributor: bytes, purpose: str) -> ConsentEvent | None:
    """The newest event of a person about a purpose."""
    return session.exec(
        select(ConsentEvent)
        .where(col(ConsentEvent.purpose) == purpose, col(ConsentEvent.contributor) == contributor)
        .order_by(col(ConsentEvent.sequence).desc())
        .limit(1)
    ).first()


def counts(session: Session, word: ConsentEvent) -> bool:
    """Whether a last word is a yes to a version that is still good."""
    return word.act == ConsentAct.GRANT and word.version >= texts.minimum_version(session, word.purpose)


def stands(session: Session, contributor: bytes, purpose: str) -> bool:
    """Whether this person agrees today to a version that is still good."""
    word = last_word(session, contributor, purpose)
    return word is not None and counts(session, word)


def history(session: Session, contributors: Iterable[bytes]) -> list[ConsentEvent]:
    """All events of these contributors, oldest first; one statement."""
    return list(
        session.exec(
            select(ConsentEvent)
            .where(col(ConsentEvent.contributor).in_(list(contributors)))
            .order_by(col(ConsentEvent.sequence))
        )
    )


def verify(session: Session) -> chain.Verdict:
    """Whether every event still follows from the one before."""
    rows = session.exec(select(ConsentEvent).order_by(col(ConsentEvent.sequence)))
    return chain.verify((row.sequence, bytes(row.digest), content_of(row)) for row in rows)


__all__ = ["counts", "eligible", "grant", "history", "hold", "last_word", "stands", "verify", "withdraw"]
