"""Data rights as JSON: a copy of one's data, the erasure of one's account."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.errors import NotFound
from app.core.schemas import problems
from app.core.web import ApiDoors, Here
from app.data_rights import erasing, exporting
from app.data_rights.schemas import ErasureAsked, ErasureState, ExportState
from app.models.data_rights import DataExport, Erasure, ExportStatus

doors = ApiDoors(tag="data rights", responses=problems())
Person = Annotated[Any, allowed(Permission.data_rights)]


def _export(row: DataExport) -> ExportState:
    ready = row.status == ExportStatus.READY
    return ExportState(
        status=row.status, done=row.done, total=row.total, asked_at=row.asked_at, gone_at=row.gone_at,
        file="/api/v1/me/data-export/file" if ready else None,
    )  # fmt: skip


def _erasure(row: Erasure) -> ErasureState:
    return ErasureState(status=row.status, asked_at=row.asked_at, erase_at=row.erase_at, keep=row.keep)


@doors.post("/me/data-export", status_code=202)
def ask_export(visit: Here, actor: Person) -> ExportState:
    """Starts a copy of everything kept about the reader; one that is being made is given instead."""
    return _export(exporting.ask(visit.session, actor, visit.locale))


@doors.get("/me/data-export")
def read_export(visit: Here, actor: Person) -> ExportState:
    """Where the latest copy stands."""
    found = exporting.latest(visit.session, actor)
    if found is None:
        raise NotFound
    return _export(found)


@doors.get(
    "/me/data-export/file", response_class=Response, responses={200: {"content": {"application/zip": {}}}}
)
def download_export(visit: Here, actor: Person) -> Response:
    """The ZIP: my-data.json and my-data.html."""
    return zip_of(exporting.file_of(visit.session, actor))


@doors.post("/me/erasure", status_code=202)
def ask_erasure(visit: Here, actor: Person, body: ErasureAsked) -> ErasureState:
    """Starts the fourteen days after which the account is erased."""
    keep = [kind for kind in erasing.WORDS if getattr(body, kind) == "detach"]
    return _erasure(erasing.ask(visit.session, actor, keep=keep))


@doors.get("/me/erasure")
def read_erasure(visit: Here, actor: Person) -> ErasureState:
    """The erasure that waits, if there is one."""
    found = erasing.current(visit.session, actor)
    if found is None:
        raise NotFound
    return _erasure(found)


@doors.delete("/me/erasure", status_code=204)
def undo_erasure(visit: Here, actor: Person) -> None:
    """Stops the erasure; nothing was changed."""
    erasing.undo(visit.session, actor)


def zip_of(content: bytes) -> Response:
    """A download that no cache keeps."""
    headers = {"Content-Disposition": 'attachment; filename="my-data.zip"', "Cache-Control": "no-store"}
    return Response(content, media_type="application/zip", headers=headers)
