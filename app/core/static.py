"""Built files of the front end: hashed names are kept for a year, the rest for a short time."""

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.core.assets import DIST


class BuiltFiles(StaticFiles):
    """The dist folder; its manifest is not for readers."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.startswith("."):
            path = "missing"
        response = await super().get_response(path, scope)
        kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "public, max-age=300"
        response.headers["Cache-Control"] = kept
        return response


def mount_static(app: FastAPI) -> None:
    """Serves `/static/`."""
    app.mount("/static", BuiltFiles(directory=DIST, check_dir=False), name="static")
