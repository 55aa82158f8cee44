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
# What a Python call says: the place of its sentence (two places: singular and plural; -1 first: a context).
PYTHON: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(
        ("N_", "_", "gettext", "Refused", "NotFound", "Conflict", "Invalid", "TooMany", "Refusal"), (0,)
    ),
    **dict.fromkeys(("SignInNeeded", "StepUpNeeded", "TooLarge", "Unavailable", "AnswerRefused"), (0,)),
    "PydanticCustomError": (1,),
    "ngettext": (0, 1),
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


def _sentences(path: Path) -> Iterator[tuple[int, str | tuple[str, ...]]]:
    """What a Python file says: calls of `PYTHON`, `fields={...: "..."}` of a refusal, `default = "..."` of an error."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.ClassDef(body=body):
                for line in body:
                    match line:
                        case ast.Assign(
                            targets=[ast.Name(id="default")], value=ast.Constant(value=str(text))
                        ):
                            yield line.lineno, text
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args, keywords=keywords):
                if name not in PYTHON:
                    continue
                texts = tuple(_literal(args[place]) for place in PYTHON[name] if place < len(args))
                if texts and all(texts):
                    yield node.lineno, texts if len(texts) > 1 else texts[0]
                for keyword in keywords:
                    if keyword.arg == "fields" and isinstance(keyword.value, ast.Dict):
                        yield from (
                            (one.lineno, _literal(one)) for one in keyword.value.values if _literal(one)
                        )


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def extract(room: str) -> Catalog:
    """The source strings of a room, with the files they stand in."""
    catalogue = Catalog(locale="fr")
    for path in _files(room):
        where = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py":
            for line, text in _sentences(path):
                catalogue.add(text, locations=[(where, line)])
            continue
        with path.open("rb") as file:
            found = scan("jinja2.ext:babel_extract", file, JINJA, ("Translators:",), JINJA_OPTIONS)
            for line, message, comments, context in found:
                # A call without a literal (`_(label)`) leaves nothing to translate here.
                if message and (not isinstance(message, tuple) or all(message)):
                    catalogue.add(message, locations=[(where, line)], auto_comments=comments, context=context)
    return catalogue
