"""Shares: a link to some measures, for a time, that ends at once when its owner says so; every opening is written down.

What a link opens is sealed under a key made of the link and of ours: neither the database nor the link alone leads to a
person. Who opens it must be a member; the log keeps moments, nobody's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import orjson
from sqlmodel import Session, col, select

from app.core import clock, keys
from app.core.errors import Conflict, Invalid, NotFound
from app.dashboard import board, entries, marks, measures
from app.dashboard.board import Panel
from app.dashboard.figure import figure
from app.dashboard.owner import Owner, owner_of
from app.models.dashboard import DashboardShare, ShareVisit

LONGEST_DAYS = 90
MOST = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """A link as its owner reads it. `link` is known only at the moment it is made."""

    id: UUID
    label: str
    expires_at: datetime
    opened: tuple[datetime, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a link opens for whoever was given it: `owner_id` is the reader the guard found, not the person who shares."""

    id: UUID
    owner_id: UUID
    account_id: UUID
    measure_ids: tuple[UUID, ...]
    expires_at: datetime


def open_share(
    session: Session, account_id: UUID, *, label: str, days: int, measure_ids: Sequence[UUID]
) -> Shared:
    """A fresh link to these measures. Invalid without any, or for longer than ninety days."""
    owner = owner_of(account_id)
    known = {one.id for one in measures.list_followed(session, owner)}
    chosen = [one for one in dict.fromkeys(measure_ids) if one in known]
    if not chosen:
        raise Invalid(fields={"measures": "Choose at least one."})
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid(fields={"days": "Ninety days are the most."})
    if len(_rows(session, owner)) >= MOST:
        raise Conflict("Twenty links are the most. End one first.")
    token, new_id = keys.token(), uuid4()
    content = {"account": str(account_id), "measures": [str(one) for one in chosen]}
    row = DashboardShare(
        id=new_id,
        owner=owner.tag,
        token_hash=keys.hashed(token),
        sealed=keys.seal_with(_key(token), orjson.dumps(content), new_id.bytes),
        label_sealed=owner.seal({"label": label}, new_id),
        expires_at=clock.now() + timedelta(days=days),
    )
    session.add(row)
    session.flush()
    return Shared(new_id, label, row.expires_at, link=f"/dashboard/shared/{token}")


def list_shares(session: Session, owner: Owner) -> list[Shared]:
    """The owner's links, the newest end first, with the moments they were opened."""
    rows = _rows(session, owner)
    visits = session.exec(
        select(ShareVisit)
        .where(col(ShareVisit.share_id).in_([one.id for one in rows]))
        .order_by(col(ShareVisit.at).desc())
    ).all()
    return [
        Shared(
            one.id,
            owner.unseal(one.label_sealed, one.id)["label"],
            one.expires_at,
            tuple(visit.at for visit in visits if visit.share_id == one.id),
        )
        for one in sorted(rows, key=lambda one: one.expires_at, reverse=True)
    ]


def end(session: Session, owner: Owner, share_id: UUID) -> None:
    """Ends a link at once; its log goes with it."""
    row = session.get(DashboardShare, share_id)
    if row is None or row.owner != owner.tag:
        raise NotFound
    session.delete(row)
    session.flush()


def grant_of(session: Session, token: str, reader: UUID) -> Grant:
    """What a link opens for a reader; NotFound when it is unknown, ended or too old."""
    row = session.exec(
        select(DashboardShare).where(col(DashboardShare.token_hash) == keys.hashed(token))
    ).first()
    if row is None or row.expires_at <= clock.now():
        raise NotFound
    content = orjson.loads(keys.open_with(_key(token), row.sealed, row.id.bytes))
    ids = tuple(UUID(one) for one in content["measures"])
    return Grant(row.id, reader, UUID(content["account"]), ids, row.expires_at)


def visit(session: Session, share_id: UUID) -> None:
    """Writes down that a link was opened."""
    session.add(ShareVisit(share_id=share_id, at=clock.now()))
    session.flush()


def panels(session: Session, grant: Grant, locale: str) -> list[Panel]:
    """The figures of the shared measures: six weeks, events as lines, no notes."""
    owner = owner_of(grant.account_id)
    shown = [one for one in measures.list_followed(session, owner) if one.id in grant.measure_ids]
    noted = entries.list_entries(session, owner, shown, *board.window())
    events, voice = marks.of_charts(marks.list_marks(session, owner)), board.voice_of(locale)
    found = []
    for one in shown:
        mine = [entry for entry in noted if entry.measure_id == one.id]
        drawn = figure(board.plot_of(one, mine, events, locale), voice) if mine else None
        found.append(Panel(one, None, drawn, len(mine)))
    return found


def _rows(session: Session, owner: Owner) -> list[DashboardShare]:
    return list(session.exec(select(DashboardShare).where(col(DashboardShare.owner) == owner.tag)))


def _key(token: str) -> bytes:
    return keys.tag("dashboard share", token)
