"""Messages and their translations: one French catalogue a room, merged in memory at start.

English is the source language. `python -m app.core.catalogues update [ROOM ...]` extracts and merges, touching only the
files of the rooms named (several people may run it at once); `check [ROOM ...]` refuses what is stale, untranslated,
fuzzy, badly typeset or has other placeholders than its source.
"""

import os
import sys
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from app.core.messages import CORE, extract, rooms
from app.core.typesetting import faults, placeholders, typeset

LOCALES = ("fr", "en")
SOURCE = "en"
PSEUDO = "qps"
FOLDER = Path(__file__).resolve().parents[1] / "locale"

HEADER = """msgid ""
msgstr ""
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"

"""


class Pseudo(NullTranslations):
    """Every message in brackets: what shows without them on a page was never marked for translation."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)


@cache
def translations(locale: str) -> NullTranslations:
    """The messages of a locale, all rooms together; identity for English."""
    if locale == PSEUDO:
        return Pseudo()
    if locale == SOURCE:
        return NullTranslations()
    merged = Catalog(locale=locale)
    for path in sorted((FOLDER / locale).glob("*.po")):
        for message in read(path, locale):
            if message.id and all(_strings(message)):
                merged.add(
                    message.id, message.string, context=message.context, flags=message.flags - {"fuzzy"}
                )
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


def read(path: Path, locale: str = "fr") -> Catalog:
    """A catalogue file, or an empty catalogue when there is none yet."""
    if not path.is_file():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def write(path: Path, catalogue: Catalog) -> None:
    """Writes without dates and line numbers, so that two people's changes seldom meet; atomically."""
    body = BytesIO()
    write_po(body, catalogue, omit_header=True, include_lineno=False, sort_output=True, width=110)
    header = HEADER.format(locale=catalogue.locale, plural=catalogue.plural_forms)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    beside.write_bytes(header.encode() + body.getvalue())
    beside.replace(path)


def wanted(room: str, core: Catalog) -> Catalog:
    """What the catalogue of a room must hold: its messages, less those that core already has."""
    found = extract(room)
    if room == CORE:
        return found
    kept = Catalog(locale="fr")
    for message in found:
        if message.id and not core.get(message.id, message.context):
            kept.add(message.id, locations=message.locations, flags=message.flags, context=message.context)
    return kept


def update(names: list[str], locale: str = "fr") -> None:
    """Brings the catalogues of these rooms up to date and mends their typography."""
    core = extract(CORE)
    for room in names:
        path = FOLDER / locale / f"{room}.po"
        template = wanted(room, core)
        if not len(template) and not path.exists():
            continue
        catalogue = read(path, locale)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        for message in catalogue:
            if message.id:
                strings = tuple(typeset(text) for text in _strings(message))
                message.string = strings if isinstance(message.id, tuple) else strings[0]
        write(path, catalogue)
        missing = sum(1 for message in catalogue if message.id and not all(_strings(message)))
        print(f"{room}: {len(catalogue)} messages, {missing} to translate")


def check(names: list[str], locale: str = "fr") -> list[str]:
    """Everything wrong in the catalogues of these rooms, one sentence each."""
    found: list[str] = []
    core, elsewhere = extract(CORE), read(FOLDER / locale / f"{CORE}.po", locale)
    for room in names:
        catalogue, source, needed = (
            read(FOLDER / locale / f"{room}.po", locale),
            extract(room),
            wanted(room, core),
        )
        for message in needed:
            if message.id and not catalogue.get(message.id, message.context):
                found.append(f"{room}: not in the catalogue: {_id(message)!r}")
        for message in catalogue:
            if not message.id:
                continue
            if not source.get(message.id, message.context):
                found.append(f"{room}: stale: {_id(message)!r}")
            twin = elsewhere.get(message.id, message.context)
            if room != CORE and twin and twin.string != message.string:
                found.append(f"{room}: translated otherwise than in {CORE}: {_id(message)!r}")
            found.extend(f"{room}: {fault}: {_id(message)!r}" for fault in _faults(message))
    return found


def _faults(message: Message) -> list[str]:
    strings = _strings(message)
    if not all(strings):
        return ["untranslated"]
    ids = [str(one) for one in message.id] if isinstance(message.id, tuple) else [_id(message)]
    found = ["fuzzy"] if message.fuzzy else []
    # A singular may drop the number ("one reply"), so the plural's placeholders are the widest allowed set.
    names = [placeholders(one) for one in ids]
    allowed, needed = set[str]().union(*names), set.intersection(*names)
    for text in strings:
        if not needed <= placeholders(text) <= allowed:
            found.append("other placeholders than its source")
        found.extend(faults(text))
    return found


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.id, tuple):
        given = tuple(message.string) if isinstance(message.string, (tuple, list)) else ()
        return given + ("",) * (2 - len(given))
    return (str(message.string or ""),)


def _id(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple) else message.id)


def main(arguments: list[str]) -> int:
    """`update [ROOM ...]` or `check [ROOM ...]`; no room means all of them."""
    verb, names = (arguments[0] if arguments else ""), arguments[1:] or rooms()
    if verb == "update":
        update(names)
        return 0
    if verb == "check":
        found = check(names)
        print("\n".join(found) if found else f"{len(names)} catalogues are complete.")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
