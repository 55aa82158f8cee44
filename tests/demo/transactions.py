"""A fill that never commits, and the eyes to look at all of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text
from sqlmodel import Session

from app.core import db


@contextmanager
def outer() -> Iterator[Connection]:
    """A connection that every session joins and that never commits."""
    with db.engine().connect() as connection:
        whole = connection.begin()
        db.bind_for_tests(connection)
        try:
            yield connection
        finally:
            db.bind_for_tests(None)
            whole.rollback()


def everywhere(session: Session) -> Connection:
    """The session's connection with the walls of all communities open."""
    ids = [row[0] for row in session.connection().execute(text("SELECT id FROM community"))]
    db.act_in(session, ids, (b"desk",))
    return session.connection()
