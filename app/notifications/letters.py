"""Mail about alerts: neutral, rhythmed, outside quiet hours. Goes forward from accounts to tags, never back.

Two walks: every few minutes for what somebody waits for (an answer to a request, a decision about them), every hour for
the digests that are due. A letter names no community, no handle, no number; it says that there is news.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.access.arrival import owner_tag
from app.accounts.addresses import open_address
from app.core import clock, db, jobs, keys, mail
from app.core.settings import get_settings
from app.models.account import Account, AccountStatus
from app.models.community import Community, Persona
from app.models.notification import DigestRhythm, Notification, NotificationKind, NotificationSetting
from app.notifications.wishes import is_quiet

AT_ONCE = (NotificationKind.JOIN, NotificationKind.DECISION, NotificationKind.APPEAL, NotificationKind.RECALL)
ZONE = ZoneInfo("Europe/Paris")
BATCH = 500
WEEK = timedelta(days=7)


@jobs.periodic("*/5 * * * *", "notifications.at_once")
def send_at_once(session: Session) -> None:
    """Tells those who wait for an answer, whatever their digest; quiet hours are kept."""
    _walk(session, AT_ONCE, digest=False)


@jobs.periodic("23 * * * *", "notifications.digest")
def send_digests(session: Session) -> None:
    """Tells those whose daily or weekly digest is due and who have unread news."""
    _walk(session, tuple(NotificationKind), digest=True)


def _walk(session: Session, kinds: tuple[NotificationKind, ...], *, digest: bool) -> None:
    communities = session.exec(select(Community.id, Community.parent_id)).all()
    db.act_in(session, [one for one, _ in communities])
    waiting = _waiting(session, kinds)
    if not waiting:
        return
    homes = [one for one, parent in communities if parent is None]
    now = clock.now().astimezone(ZONE)
    for account, wishes in _accounts(session):
        if is_quiet(wishes, now.hour) or (digest and not is_due(wishes, now)):
            continue
        personas = [one for tag in _tags(account, homes) for one in waiting.get(tag, ())]
        if personas:
            _write(session, account, wishes, personas, kinds, now.date() if digest else None)


def _waiting(session: Session, kinds: tuple[NotificationKind, ...]) -> dict[bytes, set[UUID]]:
    """Personas with news that was neither read nor mailed, by their tag."""
    rows = session.exec(
        select(Persona.owner_tag, Persona.id)
        .join(Notification, col(Notification.persona_id) == col(Persona.id))
        .where(
            col(Notification.read).is_(False),
            col(Notification.mailed).is_(False),
            col(Notification.kind).in_([kind.value for kind in kinds]),
        )
        .distinct()
    )
    found: dict[bytes, set[UUID]] = {}
    for tag, persona_id in rows:
        found.setdefault(bytes(tag), set()).add(persona_id)
    return found


def _accounts(session: Session) -> Iterator[tuple[Account, NotificationSetting]]:
    """Every active account with its wishes, in batches."""
    last: UUID | None = None
    while True:
        batch = (
            select(Account, NotificationSetting)
            .outerjoin(NotificationSetting, col(NotificationSetting.account_id) == col(Account.id))
            .where(col(Account.status) == AccountStatus.ACTIVE.value)
            .order_by(col(Account.id))
            .limit(BATCH)
        )
        with db.wearing(session, "vault"):
            rows: list[Any] = list(
                session.exec(batch if last is None else batch.where(col(Account.id) > last))
            )
        for account, wishes in rows:
            yield account, wishes or NotificationSetting(account_id=account.id)
        if len(rows) < BATCH:
            return
        last = rows[-1][0].id


def _tags(account: Account, homes: list[UUID]) -> Iterator[bytes]:
    sealed = account.generations_sealed
    generations = orjson.loads(keys.unseal("generations", bytes(sealed))) if sealed else {}
    return (owner_tag(account.id, home, generations.get(str(home), 0)) for home in homes)


def is_due(wishes: NotificationSetting, now: datetime) -> bool:
    """Whether a digest may leave today."""
    if wishes.digest == DigestRhythm.OFF:
        return False
    if wishes.last_digest is None:
        return True
    pause = WEEK if wishes.digest == DigestRhythm.WEEKLY else timedelta(days=1)
    return wishes.last_digest <= now.date() - pause


def _write(
    session: Session,
    account: Account,
    wishes: NotificationSetting,
    personas: list[UUID],
    kinds: tuple[NotificationKind, ...],
    day: date | None,
) -> None:
    base = get_settings().public_url
    mail.send(
        session, to=open_address(account), template="digest", locale=account.locale, url=f"{base}/notifications",
        unsubscribe=f"{base}/notifications/settings",
    )  # fmt: skip
    session.execute(
        update(Notification)
        .where(
            col(Notification.persona_id).in_(personas),
            col(Notification.kind).in_([kind.value for kind in kinds]),
        )
        .values(mailed=True)
    )
    if day is not None:
        with db.wearing(session, "vault"):
            wishes.last_digest = day
            session.add(wishes)
