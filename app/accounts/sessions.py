"""Sessions: opaque tokens kept as hashes; opened at sign-in, rotated at step-up, revoked one by one or all at once."""

from uuid import UUID

from sqlmodel import Session, col, delete, select

from app.access.arrival import SESSION_LASTS
from app.access.predicates import Actor
from app.core import clock, keys, realtime
from app.core.db import wearing
from app.core.errors import NotFound
from app.models.account import Account, SignedSession

LASTS = SESSION_LASTS


def device_of(user_agent: str) -> str:
    """A rough description without a version or a place: enough to recognise one's own devices."""
    system = next((name for key, name in SYSTEMS if key in user_agent), "?")
    browser = next((name for key, name in BROWSERS if key in user_agent), "?")
    return f"{browser}, {system}"


SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (("Firefox", "Firefox"), ("Edg", "Edge"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def open_session(
    session: Session,
    account: Account,
    *,
    device: str = "",
    kind: str = "browser",
    second_factor: bool = False,
) -> str:
    """A new session for an account; returns the token, which is kept nowhere. The session wears the vault's hat."""
    token, now = keys.token(), clock.now()
    session.add(
        SignedSession(
            token_hash=keys.hashed(token),
            account_id=account.id,
            kind=kind,
            device=device,
            second_factor=second_factor,
            stepped_up_at=now,
            created_at=now,
            seen_at=now,
            expires_at=now + LASTS,
        )
    )
    account.last_seen_month = clock.month()
    session.flush()
    return token


def list_sessions(session: Session, actor: Actor) -> list[SignedSession]:
    """The actor's open sessions, newest first."""
    with wearing(session, "vault"):
        return list(
            session.exec(
                select(SignedSession)
                .where(
                    col(SignedSession.account_id) == actor.account_id,
                    col(SignedSession.expires_at) > clock.now(),
                )
                .order_by(col(SignedSession.seen_at).desc())
            )
        )


def close_session(session: Session, actor: Actor, session_id: UUID) -> None:
    """Ends one of the actor's own sessions, on every page and socket at once."""
    with wearing(session, "vault"):
        found = session.get(SignedSession, session_id)
        if found is None or found.account_id != actor.account_id:
            raise NotFound
        session.delete(found)
    _announce(session, [session_id])


def close_all(session: Session, account_id: UUID, *, but: UUID | None = None) -> None:
    """Ends every session of an account, except perhaps the present one."""
    with wearing(session, "vault"):
        mine = [col(SignedSession.account_id) == account_id, col(SignedSession.id) != but]
        ended = list(session.exec(select(SignedSession.id).where(*mine)))
        session.exec(delete(SignedSession).where(*mine))
    _announce(session, ended)


def _announce(session: Session, ended: list[UUID]) -> None:
    for one in ended:
        realtime.publish(session, "sessions", {"ended": str(one)})


def step_up(session: Session, actor: Actor) -> str:
    """Marks the present session as just confirmed and rotates its token; returns the new one."""
    token = keys.token()
    with wearing(session, "vault"):
        found = session.get(SignedSession, actor.session_id)
        if found is None:
            raise NotFound
        found.stepped_up_at = found.seen_at = clock.now()
        if not actor.by_ticket:
            found.token_hash = keys.hashed(token)
    return token
