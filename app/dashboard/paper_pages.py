"""Pages that leave the screen: the doctor's sheet, measures side by side, files in and out."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response
from starlette.datastructures import UploadFile

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.catalogues import translations
from app.core.errors import Invalid
from app.core.formats import babel_locale
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.dashboard import board, comparing, entries, measures, sheets, transfer
from app.dashboard.lookup import me
from app.dashboard.schemas import SheetForm
from app.dashboard.sheet import picture_sheet, render_sheet

doors = Doors()
Keeper = Annotated[Any, allowed(Permission.dashboard_keep)]
LONG = 26 * 7


@doors.get("/dashboard/sheet")
def show_sheet(visit: Here, _: Keeper) -> Response:
    """The words of the sheet; the rest comes from what was noted."""
    owner = me(visit)
    shown = [one for one in measures.list_followed(visit.session, owner) if one.shown]
    noted = entries.list_entries(visit.session, owner, shown, *board.window())
    days = {one.id: sum(entry.measure_id == one.id for entry in noted) for one in shown}
    return visit.page(
        "dashboard/sheet.html",
        words=sheets.words_of(visit.session, owner),
        options=[(str(one.id), one.label(visit.locale)) for one in shown if days[one.id]],
        ready=bool(noted),
    )


@doors.post("/dashboard/sheet")
@reshow(show_sheet)
def keep_sheet(visit: Here, _: Keeper) -> Response:
    """Keeps the words, sealed."""
    form = visit.read(SheetForm)
    questions = tuple(line.strip() for line in form.questions.splitlines() if line.strip())[:12]
    try:
        measure = UUID(form.measure) if form.measure else None
    except ValueError as error:
        raise Invalid(fields={"measure": "Choose one of the answers offered."}) from error
    sheets.keep(visit.session, me(visit), sheets.Words(form.message, questions, measure))
    return visit.go("/dashboard/sheet", said=N_("Your words are kept. The sheet is ready."))


@doors.get("/dashboard/sheet.pdf")
def download_sheet(visit: Here, _: Keeper) -> Response:
    """One page of A4, tagged (PDF/UA-1)."""
    content = sheets.prepare(visit.session, me(visit), visit.locale)
    pdf = render_sheet(content, babel_locale(visit.locale), translations(visit.locale))
    return Response(
        pdf,
        media_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="sheet.pdf"', "Cache-Control": "no-store"},
    )


@doors.get("/dashboard/sheet.png")
def preview_sheet(visit: Here, _: Keeper) -> Response:
    """The same page as a picture."""
    content = sheets.prepare(visit.session, me(visit), visit.locale)
    picture = picture_sheet(content, babel_locale(visit.locale), translations(visit.locale))
    return Response(picture, media_type="image/png", headers={"Cache-Control": "no-store"})


@doors.get("/dashboard/together")
def show_together(visit: Here, _: Keeper) -> Response:
    """Measures beside each other over half a year: numbers and intervals, no causes."""
    owner = me(visit)
    shown = [one for one in measures.list_followed(visit.session, owner) if one.shown]
    noted = entries.list_entries(visit.session, owner, shown, *board.window(LONG))
    voice = board.voice_of(visit.locale)
    return visit.page(
        "dashboard/together.html",
        pairs=comparing.side_by_side(shown, noted, voice, LONG, visit.locale),
    )


@doors.get("/dashboard/files")
def show_files(visit: Here, _: Keeper) -> Response:
    """Taking one's measurements elsewhere, or bringing them."""
    return visit.page("dashboard/files.html")


@doors.get("/dashboard/entries.csv")
def download_csv(visit: Here, _: Keeper) -> Response:
    """Every entry, one a line."""
    return _file(transfer.as_csv(visit.session, me(visit)), "text/csv; charset=utf-8", "entries.csv")


@doors.get("/dashboard/entries.json")
def download_json(visit: Here, _: Keeper) -> Response:
    """Measures, entries and marks."""
    return _file(transfer.as_json(visit.session, me(visit)), "application/json", "entries.json")


@doors.post("/dashboard/files")
@reshow(show_files)
def bring_file(visit: Here, _: Keeper) -> Response:
    """Reads a CSV file of the same form; known days are replaced."""
    upload = visit.form.get("file")
    if not isinstance(upload, UploadFile):
        raise Invalid(fields={"file": "Choose a file."})
    transfer.bring_csv(visit.session, me(visit), upload.file.read(transfer.LARGEST + 1))
    return visit.go("/dashboard", said=N_("Your entries are in."))


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
