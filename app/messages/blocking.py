"""Blocking: two personas of one community do not meet any more, on any surface; nobody is told, and it can be undone."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete, select

from app.access import live
from app.models.chat import Block
from app.models.community import Persona


def block(session: Session, me: Persona, other: Persona) -> None:
    """From now on they do not meet; open sockets hear of it at once."""
    values = {"author_id": me.id, "blocked_id": other.id, "community_id": me.community_id}
    session.connection().execute(insert(Block).values(values).on_conflict_do_nothing())
    _announce(session, me, other)


def unblock(session: Session, me: Persona, other: Persona) -> None:
    """Takes back one's own block; one by the other stays."""
    session.exec(delete(Block).where(col(Block.author_id) == me.id, col(Block.blocked_id) == other.id))
    _announce(session, me, other)


def _announce(session: Session, me: Persona, other: Persona) -> None:
    session.flush()
    for one in (me, other):
        live.standing_changed(session, one.id)


def has_blocked(session: Session, me: UUID, other: UUID) -> bool:
    """Whether this one asked for it (not the other one)."""
    return session.get(Block, (me, other)) is not None


def list_blocked(session: Session, personas: list[Persona]) -> list[Persona]:
    """Those whom the reader blocked, in any of the reader's communities."""
    mine = [one.id for one in personas]
    query = select(Persona).join(Block, col(Block.blocked_id) == col(Persona.id))
    return list(
        session.exec(query.where(col(Block.author_id).in_(mine)).order_by(col(Persona.handle_folded)))
    )
