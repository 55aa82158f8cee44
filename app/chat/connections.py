"""Opening a socket: a single-use ticket, the right Origin, a session that lives, and five sockets a person at most."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, delete

from app.access import arrival
from app.access.permissions import Permission
from app.access.predicates import Actor, Scene
from app.access.rules import refusal
from app.core import clock, db, jobs, keys, tickets
from app.core.errors import Refused, SignInNeeded, TooMany
from app.core.settings import get_settings
from app.models.account import UsedTicket
from app.models.chat import LiveSocket, LiveWorker

MOST = 5
BEAT = 5.0
ALIVE = timedelta(seconds=15)
_COUNT = text("""
    SELECT count(*) FROM live_socket s JOIN live_worker w ON w.id = s.worker_id
    WHERE s.person = :person AND w.beat > :alive
""")


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may open a socket, and the token by which the session is asked about again."""

    actor: Actor
    token: str
    socket_id: UUID


def origin_is_ours(origin: str | None, host: str, *, bearer: bool) -> bool:
    """Whether this Origin may open a socket: our own pages, or no browser at all with a bearer's ticket."""
    if origin is None:
        return bearer
    try:
        parts = urlsplit(origin)
    except ValueError:  # no address at all ("http://[")
        return False
    return parts.scheme in ("http", "https") and (parts.netloc == host or origin == get_settings().public_url)


def admit(ticket: str, origin: str | None, host: str, worker_id: UUID) -> Admission:
    """Uses up a ticket and registers the socket. SignInNeeded, Refused or TooMany, before anything is upgraded."""
    if not ticket:
        raise SignInNeeded
    try:
        opened = tickets.read("socket", ticket)
    except tickets.BadTicket as error:
        raise Refused(code="ticket") from error
    bearer = bool(opened.claims.get("bearer"))
    if not origin_is_ours(origin, host, bearer=bearer):
        raise Refused("This was sent from another site.", code="foreign-origin")
    with db.transaction("vault") as session:
        if not _use(session, opened.id):
            raise Refused(code="ticket")
    with db.transaction() as session:
        actor = arrival.find_actor(session, opened.subject, by_ticket=bearer)
        reason = refusal(Permission.socket_open, Scene(actor))
        if reason is not None or actor is None:
            raise reason or SignInNeeded
        socket_id = uuid4()
        _register(session, actor, socket_id, worker_id)
    return Admission(actor, opened.subject, socket_id)


def _use(session: Session, ticket_id: str) -> bool:
    """False when this ticket was used before."""
    values = {"id": ticket_id, "expires_at": clock.now() + timedelta(minutes=2)}
    adding = insert(UsedTicket).values(values).on_conflict_do_nothing().returning(col(UsedTicket.id))
    return session.connection().execute(adding).first() is not None


def _register(session: Session, actor: Actor, socket_id: UUID, worker_id: UUID) -> None:
    person = keys.tag("socket", actor.account_id.bytes)
    # Two sockets of one person at once: the second waits here until the first is counted.
    session.connection().execute(
        text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": int.from_bytes(person[:8], "big", signed=True)}
    )
    beat(session, worker_id)
    alive = clock.now() - ALIVE
    if session.connection().execute(_COUNT, {"person": person, "alive": alive}).scalar_one() >= MOST:
        raise TooMany("Five pages are connected already. Close one of them.", retry_after=15, code="sockets")
    session.add(LiveSocket(id=socket_id, person=person, worker_id=worker_id))
    session.flush()


def beat(session: Session, worker_id: UUID) -> None:
    """This process lives."""
    values = {"id": worker_id, "beat": clock.now()}
    statement = insert(LiveWorker).values(values)
    session.connection().execute(
        statement.on_conflict_do_update(index_elements=["id"], set_={"beat": statement.excluded.beat})
    )


def forget(session: Session, socket_ids: list[UUID]) -> None:
    """These sockets are closed."""
    session.exec(delete(LiveSocket).where(col(LiveSocket.id).in_(socket_ids)))


@jobs.periodic("*/5 * * * *", "chat.forget_workers")
def forget_workers(session: Session) -> None:
    """Processes that were killed, and with them their sockets, go."""
    session.exec(delete(LiveWorker).where(col(LiveWorker.beat) < clock.now() - 4 * ALIVE))


@jobs.periodic("*/10 * * * *", "chat.forget_tickets", hat="vault")
def forget_tickets(session: Session) -> None:
    """Used tickets that nobody could use any more go."""
    session.exec(delete(UsedTicket).where(col(UsedTicket.expires_at) < clock.now() - timedelta(minutes=5)))
