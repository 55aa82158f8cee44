"""Finds the source strings of each room in its templates and its Python files.

A room is a folder of `frontend/templates/` and the package of `app/` with the same name; what is shared
(the base, the macros, the error pages, `app/core`, files directly under `app/`) belongs to `core`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract as scan

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "frontend" / "templates"
PACKAGES = ROOT / "app"
CORE = "core"
SHARED_TEMPLATES = ("_macros", "errors")
NOT_TRANSLATED = ("dev", "locale", "proofs", "__pycache__")

_PLURAL, _CONTEXT = (1, 2), ((1, "c"), 2)
PYTHON = {
    **dict.fromkeys(
        (
            "N_",
            "_",
            "gettext",
            "Refused",
            "NotFound",
            "Conflict",
            "Invalid",
            "TooMany",
            "Refusal",
            "SignInNeeded",
            "StepUpNeeded",
            "TooLarge",
            "Unavailable",
        )
    ),
    "PydanticCustomError": (2,),
    "ngettext": _PLURAL,
    "pgettext": _CONTEXT,
}
JINJA = {"_": None, "gettext": None, "ngettext": _PLURAL, "pgettext": _CONTEXT, "translate": None}
JINJA_OPTIONS = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}


def rooms() -> list[str]:
    """Every room that may have messages, `core` first."""
    folders = [*_folders(TEMPLATES), *_folders(PACKAGES)]
    return [CORE, *sorted(set(folders) - {CORE, *SHARED_TEMPLATES, *NOT_TRANSLATED})]


def _folders(parent: Path) -> Iterator[str]:
    return (path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


def _files(room: str) -> Iterator[Path]:
    if room == CORE:
        yield from sorted(TEMPLATES.glob("*.html"))
        for folder in SHARED_TEMPLATES:
            yield from sorted((TEMPLATES / folder).rglob("*.html"))
        yield from sorted(PACKAGES.glob("*.py"))
    yield from sorted(path for kind in ("*.html", "*.txt") for path in (TEMPLATES / room).rglob(kind))
    yield from sorted((PACKAGES / room).rglob("*.py"))


def _defaults(path: Path) -> Iterator[tuple[int, str]]:
    """Sentences that errors say when none is given: `default = "..."` in a class."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                match line:
                    case ast.Assign(targets=[ast.Name(id="default")], value=ast.Constant(value=str(text))):
                        yield line.lineno, text


def extract(room: str) -> Catalog:
    """The source strings of a room, with the files they stand in."""
    catalogue = Catalog(locale="fr")
    for path in _files(room):
        where = path.relative_to(ROOT).as_posix()
        python = path.suffix == ".py"
        method = "python" if python else "jinja2.ext:babel_extract"
        options = {} if python else JINJA_OPTIONS
        with path.open("rb") as file:
            found = scan(method, file, PYTHON if python else JINJA, ("Translators:",), options)
            for line, message, comments, context in found:
                # A call without a literal (`_(label)`) leaves nothing to translate here.
                if message and (not isinstance(message, tuple) or all(message)):
                    catalogue.add(message, locations=[(where, line)], auto_comments=comments, context=context)
        for line, text in _defaults(path) if python else ():
            catalogue.add(text, locations=[(where, line)])
    return catalogue
