"""How often somebody wants mail, and at which hours not. Kept in the vault, beside the address."""

from sqlmodel import Session

from app.access.predicates import Actor
from app.core.db import wearing
from app.models.notification import DigestRhythm, NotificationSetting


def wishes_of(session: Session, actor: Actor) -> NotificationSetting:
    """The actor's wishes, or the default ones (not yet a row)."""
    with wearing(session, "vault"):
        found = session.get(NotificationSetting, actor.account_id)
    return found or NotificationSetting(account_id=actor.account_id)


def keep_wishes(
    session: Session, actor: Actor, *, digest: DigestRhythm, quiet_from: int, quiet_until: int
) -> NotificationSetting:
    """Keeps them. Equal hours mean that no hour is quiet."""
    with wearing(session, "vault"):
        wishes = session.get(NotificationSetting, actor.account_id)
        wishes = wishes or NotificationSetting(account_id=actor.account_id)
        wishes.digest, wishes.quiet_from, wishes.quiet_until = digest.value, quiet_from, quiet_until
        session.add(wishes)
    return wishes


def is_quiet(wishes: NotificationSetting, hour: int) -> bool:
    """Whether an hour (0 to 23, local) lies between the two, over midnight too."""
    start, end = wishes.quiet_from, wishes.quiet_until
    if start == end:
        return False
    return start <= hour < end if start < end else hour >= start or hour < end
