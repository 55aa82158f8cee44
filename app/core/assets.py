"""Built files of the front end: from the names that templates know to the hashed names on disk.

`vite build` writes `frontend/dist/.vite/manifest.json`; everything under `assets/` there may be cached for ever.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "frontend" / "dist"
ENTRY = "src/main.ts"
SPRITE = "src/icons/sprite.svg"
TEXT_FACE = "atkinson-hyperlegible-next-latin-wght-normal.woff2"
TITLE_FACE = "literata-latin-wght-normal.woff2"


class NotBuilt(RuntimeError):
    """The front end has not been built: the application refuses to start half-dressed."""


@dataclass(frozen=True)
class Assets:
    """One build: its manifest and the address it is served under."""

    manifest: dict[str, dict[str, Any]]
    base: str = "/static/"
    _known: dict[str, str] = field(default_factory=dict)

    def url(self, source: str) -> str:
        """The address of a source file, `src/main.ts` for instance."""
        if source not in self._known:
            if source not in self.manifest:
                raise NotBuilt(f"{source} is not in the manifest of the front end.")
            self._known[source] = self.base + str(self.manifest[source]["file"])
        return self._known[source]

    def styles(self, source: str = ENTRY) -> list[str]:
        """Addresses of the style sheets that an entry needs, those of its imports first."""
        found: list[str] = []
        seen: set[str] = set()

        def walk(name: str) -> None:
            if name in seen:
                return
            seen.add(name)
            chunk = self.manifest[name]
            for imported in chunk.get("imports", []):
                walk(imported)
            found.extend(
                self.base + sheet for sheet in chunk.get("css", []) if self.base + sheet not in found
            )

        walk(source)
        return found

    def font(self, file_name: str = TEXT_FACE) -> str:
        """The address of one face, for preloading."""
        return self.url(next((name for name in self.manifest if name.endswith("/" + file_name)), file_name))


def load(dist: Path = DIST, base: str = "/static/") -> Assets:
    """Reads the manifest of a build; raises `NotBuilt` when there is none."""
    path = dist / ".vite" / "manifest.json"
    if not path.is_file():
        raise NotBuilt(f"{path} is missing: run `npm ci --ignore-scripts && npm run build` in frontend/.")
    return Assets(json.loads(path.read_text("utf-8")), base)


@cache
def built() -> Assets:
    """The build this process serves, read once."""
    return load()
