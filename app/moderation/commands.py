"""`entraide moderation notices`: the general inbox of the public form, for whoever runs this installation."""

import json
from typing import Annotated
from uuid import UUID

import orjson
import typer
from sqlmodel import col, select

from app.core import clock, db, keys, preparing
from app.models.review import PublicNotice

commands = typer.Typer(help="The moderators' desk from the command line.")


@commands.command()
def notices(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    handled: Annotated[UUID | None, typer.Option(help="Mark this notice as answered.")] = None,
) -> None:
    """List the public notices that wait, oldest first, with the address to answer to; or mark one as answered.

    Those that name a community also stand in its moderators' queue, without their sender.
    """
    with preparing.database(), db.transaction() as session:
        if handled is not None:
            one = session.get(PublicNotice, handled)
            if one is None or one.handled_at is not None:
                raise typer.BadParameter("no notice with this number waits")
            one.handled_at = clock.now()
            session.add(one)
            return
        waiting = select(PublicNotice).where(col(PublicNotice.handled_at).is_(None))
        for one in session.exec(waiting.order_by(col(PublicNotice.at))):
            contact = orjson.loads(keys.unseal("notice", one.contact_sealed, one.id.bytes))
            row = {
                "id": str(one.id), "at": one.at.isoformat(timespec="seconds"), "location": one.location,
                "reason": one.reason, "words": one.words, **contact,
            }  # fmt: skip
            typer.echo(json.dumps(row, ensure_ascii=False) if as_json else " · ".join(map(str, row.values())))
