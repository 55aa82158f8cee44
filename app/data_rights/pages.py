"""Data rights as pages: what we keep, a copy of it, leaving with fourteen days to come back, the receipt."""

from typing import Annotated, Any

import orjson
from fastapi import Query
from fastapi.responses import Response

from app.access import arrival
from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.data_rights import erasing, exporting, trail
from app.data_rights.api import zip_of
from app.data_rights.package import TITLES
from app.data_rights.schemas import EraseForm

doors = Doors()
Known = Annotated[Any, allowed(Permission.sessions_keep)]
Person = Annotated[Any, allowed(Permission.data_rights)]


@doors.get("/my-data")
def show_my_data(visit: Here, actor: Known) -> Response:
    """The ways to one's data, one's personas, and an erasure that waits."""
    return visit.page(
        "data_rights/my_data.html",
        personas=arrival.own_personas(visit.session, actor),
        copy=exporting.latest(visit.session, actor),
        erasure=erasing.current(visit.session, actor),
    )


@doors.get("/my-data/export")
def show_export(visit: Here, actor: Person) -> Response:
    """Where the copy stands; the page is opened again to see it move."""
    return visit.page("data_rights/export.html", copy=exporting.latest(visit.session, actor))


@doors.post("/my-data/export")
@reshow(show_export)
def ask_export(visit: Here, actor: Person) -> Response:
    """Starts a copy."""
    exporting.ask(visit.session, actor, visit.locale)
    return visit.go("/my-data/export", said=N_("Your copy is being made."))


@doors.get("/my-data/export/file")
def download_export(visit: Here, actor: Person) -> Response:
    """The ZIP."""
    return zip_of(exporting.file_of(visit.session, actor))


@doors.get("/my-data/erase")
def show_erase(visit: Here, actor: Person) -> Response:
    """What goes, what may stay without its author, and the word to type."""
    if erasing.current(visit.session, actor) is not None:
        return visit.go("/my-data/leaving")
    return visit.page("data_rights/erase.html")


@doors.post("/my-data/erase")
@reshow(show_erase)
def ask_erasure(visit: Here, actor: Person) -> Response:
    """Starts the fourteen days."""
    form = visit.read(EraseForm)
    keep = [kind for kind in erasing.WORDS if getattr(form, kind) == "detach"]
    erasing.ask(visit.session, actor, keep=keep)
    return visit.go("/my-data/leaving")


@doors.get("/my-data/leaving")
def show_leaving(visit: Here, actor: Person) -> Response:
    """Until when one may come back."""
    found = erasing.current(visit.session, actor)
    if found is None:
        return visit.go("/my-data")
    return visit.page("data_rights/leaving.html", erasure=found)


@doors.post("/my-data/leaving/undo")
def undo(visit: Here, actor: Person) -> Response:
    """Stops the erasure."""
    erasing.undo(visit.session, actor)
    return visit.go("/my-data", said=N_("You stay. Nothing was changed."))


@doors.get("/my-data/log")
def show_log(visit: Here, actor: Known) -> Response:
    """Acts by and about the reader, without content."""
    personas = [persona.id for _, persona in arrival.own_personas(visit.session, actor)]
    return visit.page("data_rights/log.html", acts=trail.own_acts(visit.session, actor, personas))


@doors.get("/erasure-receipt")
def show_receipt(
    visit: Here, _: Anyone, token: Annotated[str, Query(max_length=200)] = "", form: str = "page"
) -> Response:
    """What was removed from where, for whoever holds the link."""
    found = erasing.receipt_of(visit.session, token)
    if form == "json":
        headers = {"Content-Disposition": 'attachment; filename="receipt.json"', "Cache-Control": "no-store"}
        body = orjson.dumps(found.receipt, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
        return Response(body, media_type="application/json", headers=headers)
    stores = [(TITLES.get(name, name), rows) for name, rows in sorted(found.receipt["stores"].items())]
    return visit.page("data_rights/receipt.html", receipt=found, stores=stores, token=token)
