"""The database: one engine, one transaction per request or job, and "after commit do ...".

Only this file commits. The application logs in as a NOINHERIT role that owns nothing; every transaction takes one of
three hats with SET LOCAL ROLE: `entraide_web` (what members do), `entraide_vault` (who people are) or
`entraide_research` (release tables only). Row-level security reads two settings that a transaction carries:
`entraide.communities` (those it acts in) and `entraide.tags` (the actor's own persona tags).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from app.core.settings import get_settings

Hat = Literal["web", "vault", "research"]
STATEMENT_TIMEOUT_MS = 5_000


def make_engine(url: str, pool_size: int | None = None, *, own_begin: bool = False) -> Engine:
    """An engine on psycopg 3 with our timeouts. `url` is a SQLAlchemy or libpq URL.

    `own_begin`: the driver does not begin transactions, this file does: a session's BEGIN then travels together with what
    dresses it, one journey instead of two.
    """
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            url = "postgresql+psycopg://" + url.removeprefix(short)
    settings = get_settings()
    made = create_engine(
        url,
        pool_size=pool_size or settings.pool_size,
        max_overflow=4,
        pool_timeout=5,
        pool_pre_ping=False,
        connect_args={
            "connect_timeout": 5,
            "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=4000"
            " -c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
            "prepare_threshold": 2,
            "autocommit": own_begin,
        },
    )
    if own_begin:
        event.listen(made, "begin", _begin)
    return made


def _begin(connection: Connection) -> None:
    """Begins for whoever is no session of ours (those begin in `_dress`)."""
    if not connection.get_execution_options().get("dressed"):
        connection.exec_driver_sql("BEGIN")


@lru_cache
def engine() -> Engine:
    """The application's engine (role entraide_app)."""
    return make_engine(get_settings().database_url, own_begin=True)


@lru_cache(maxsize=4)
def _for_sessions(bare: Engine) -> Engine:
    """The same engine and pool, for sessions that are dressed as they begin."""
    return bare.execution_options(dressed=True)


def _settings_sql(info: dict[Any, Any]) -> str:
    """The statement that dresses a transaction: values are ours (hex and UUIDs), never a reader's text."""
    communities = "{" + ",".join(str(one) for one in info.get("communities", ())) + "}"
    tags = "{" + ",".join(one.hex() for one in info.get("tags", ())) + "}"
    return (
        f"SET LOCAL ROLE entraide_{info.get('hat', 'web')};"
        f"SET LOCAL entraide.communities = '{communities}';"
        f"SET LOCAL entraide.tags = '{tags}'"
    )


@event.listens_for(Session, "after_begin")
def _dress(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    begins = connection.get_execution_options().get("dressed") and not transaction.nested
    if session.info.get("undressed"):
        clothes = ""
    elif begins and not session.info.get("communities") and not session.info.get("tags"):
        clothes = f"SET LOCAL ROLE entraide_{session.info.get('hat', 'web')}"  # the settings are empty by themselves
    else:
        clothes = _settings_sql(session.info)
    wanted = ";".join(part for part in ("BEGIN" if begins else "", clothes) if part)
    if wanted:
        connection.exec_driver_sql(wanted)


def open_session(hat: Hat = "web", *, bind: Engine | Connection | None = None) -> Session:
    """A session that has not touched the database yet. The caller is an edge: it commits or rolls back, and closes."""
    session = Session(bind or _bound or _for_sessions(engine()), expire_on_commit=False, **_session_options)
    session.info["hat"] = hat
    return session


_bound: Connection | None = None
_session_options: dict[str, Any] = {}


def bind_for_tests(connection: Connection | None) -> None:
    """Makes every session join one outer transaction (savepoints), so that a test leaves nothing behind."""
    global _bound
    _bound = connection
    _session_options.clear()
    if connection is not None:
        _session_options["join_transaction_mode"] = "create_savepoint"


def act_in(
    session: Session,
    communities: Iterator[UUID] | list[UUID] | tuple[UUID, ...],
    tags: tuple[bytes, ...] = (),
) -> None:
    """Opens the second wall for these communities and persona tags, until the transaction ends."""
    session.info["communities"] = tuple(communities)
    session.info["tags"] = tags
    if session.in_transaction():
        session.connection().exec_driver_sql(_settings_sql(session.info))


@contextmanager
def wearing(session: Session, hat: Hat) -> Iterator[Session]:
    """Runs a few statements under another hat, in the same transaction, then takes the first one back."""
    session.flush()
    before = session.info.get("hat", "web")
    _wear(session, hat)
    try:
        yield session
        session.flush()
    except BaseException:
        session.info["hat"] = before
        if session.in_transaction() and session.is_active:
            with suppress(
                DBAPIError
            ):  # the database's own error goes out, not the one about an aborted transaction
                _wear(session, before)
        raise
    session.info["hat"] = before
    if session.in_transaction() and session.is_active:
        _wear(session, before)


def _wear(session: Session, hat: Hat) -> None:
    session.info["hat"] = hat
    session.connection().exec_driver_sql(f"SET LOCAL ROLE entraide_{hat}")


def after_commit(session: Session, deed: Callable[[], None]) -> None:
    """Remembers a deed for the moment the transaction is safe; a rollback forgets it."""
    session.info.setdefault("after_commit", []).append(deed)


def commit(session: Session) -> None:
    """The edge's commit: makes it durable, then runs what waited for it."""
    session.commit()
    for deed in session.info.pop("after_commit", []):
        deed()


def roll_back(session: Session) -> None:
    """Forgets everything since the transaction began."""
    session.info.pop("after_commit", None)
    session.rollback()


@contextmanager
def transaction(hat: Hat = "web") -> Iterator[Session]:
    """One transaction for a job, a command or a socket's deed: commits at the end, rolls back on any error."""
    session = open_session(hat)
    try:
        yield session
        commit(session)
    except BaseException:
        roll_back(session)
        raise
    finally:
        session.close()


def answers() -> bool:
    """Whether the database answers a trivial question now."""
    with engine().connect() as connection:
        return bool(connection.execute(text("SELECT 1")).scalar())
