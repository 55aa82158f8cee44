"""A copy of everything kept about a person: asked for, collected by jobs room by room, one sealed ZIP for a week."""

from datetime import timedelta
from uuid import UUID, uuid4

import orjson
from sqlmodel import Session, col, delete, select

from app.access.person import audit_name
from app.access.predicates import Actor
from app.core import audit, clock, jobs, keys, keystore, limits
from app.core.errors import NotFound
from app.data_rights import package
from app.data_rights.registry import keeper, keepers
from app.data_rights.who import tag_of, whole_person
from app.models.data_rights import DataExport, DataExportPart, ExportStatus

KEPT = timedelta(days=7)
STUCK = timedelta(hours=1)


def ask(session: Session, actor: Actor, locale: str) -> DataExport:
    """Starts a new copy; while one is being made, gives that one."""
    known = latest(session, actor)
    if known is not None and known.status == ExportStatus.WORKING and clock.now() - known.asked_at < STUCK:
        return known
    limits.hit("export", actor.account_id.bytes)
    new_id, now = uuid4(), clock.now()
    for old in session.exec(select(DataExport).where(col(DataExport.owner) == tag_of(actor.account_id))):
        session.delete(old)
    made = DataExport(
        id=new_id,
        owner=tag_of(actor.account_id),
        account_sealed=keys.seal("data export", actor.account_id.bytes, new_id.bytes),
        locale=locale,
        total=len(keepers()) + 1,
        asked_at=now,
        gone_at=now + KEPT,
    )
    session.add(made)
    session.flush()
    audit.record(session, "data.export", actor=audit_name(actor.account_id))
    jobs.defer(session, "data_rights.collect", export=str(new_id))
    return made


def latest(session: Session, actor: Actor) -> DataExport | None:
    """The copy that was asked for last, if it is still kept."""
    return session.exec(
        select(DataExport)
        .where(col(DataExport.owner) == tag_of(actor.account_id), col(DataExport.gone_at) > clock.now())
        .order_by(col(DataExport.asked_at).desc())
    ).first()


def file_of(session: Session, actor: Actor) -> bytes:
    """The ZIP of the latest copy; NotFound until it is ready, and after a week."""
    found = latest(session, actor)
    if found is None or found.file_sealed is None:
        raise NotFound
    return keys.open_with(_key(actor.account_id), found.file_sealed, found.id.bytes)


@jobs.job("data_rights.collect")
def collect(session: Session, export: str) -> None:
    """Asks one room, keeps its answer sealed, and goes on to the next; the last step makes the file."""
    row = session.get(DataExport, UUID(export))
    if row is None or row.status != ExportStatus.WORKING:
        return
    account_id = UUID(bytes=keys.unseal("data export", row.account_sealed, row.id.bytes))
    key = _key(account_id)
    parts = session.exec(select(DataExportPart).where(col(DataExportPart.export_id) == row.id)).all()
    left = [one.room for one in keepers() if one.room not in {part.room for part in parts}]
    if left:
        known = keeper(left[0]).gather(session, whole_person(session, account_id))
        sealed = keys.seal_with(key, orjson.dumps(known, default=str), row.id.bytes)
        session.add(DataExportPart(export_id=row.id, room=left[0], sealed=sealed))
        row.done += 1
        session.flush()
        jobs.defer(session, "data_rights.collect", export=export)
        return
    content = {part.room: orjson.loads(keys.open_with(key, part.sealed, row.id.bytes)) for part in parts}
    row.file_sealed = keys.seal_with(key, package.make_zip(content, row.locale), row.id.bytes)
    row.status, row.done = ExportStatus.READY.value, row.total
    session.exec(delete(DataExportPart).where(col(DataExportPart.export_id) == row.id))
    session.flush()


@jobs.periodic("23 * * * *", "data_rights.forget_exports")
def forget_exports(session: Session) -> None:
    """Copies older than a week go."""
    session.exec(delete(DataExport).where(col(DataExport.gone_at) <= clock.now()))


def _key(account_id: UUID) -> bytes:
    return keystore.key_for("person", str(account_id))
