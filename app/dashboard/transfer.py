"""Measurements as files: out as CSV and JSON, in from the same CSV. One line an entry."""

import csv
import io
import math
from datetime import date
from typing import Any

import orjson
from sqlmodel import Session, col, select

from app.core.errors import Invalid
from app.core.text import clean_text
from app.dashboard import entries, marks, measures
from app.dashboard.entries import LONGEST_NOTE, Noted
from app.dashboard.kinds import KINDS
from app.dashboard.measures import Followed
from app.dashboard.owner import Owner
from app.models.dashboard import Entry

COLUMNS = ("measure", "day", "value", "second", "unit", "note")
LARGEST = 1_000_000
MOST_LINES = 8_000


def _all(session: Session, owner: Owner) -> list[Noted]:
    rows = session.exec(select(Entry).where(col(Entry.owner) == owner.tag).order_by(col(Entry.day)))
    return [entries.opened(owner, row) for row in rows]


def _name(measure: Followed) -> str:
    return measure.name if measure.own else measure.kind.code


def as_csv(session: Session, owner: Owner) -> bytes:
    """UTF-8 with a byte order mark (spreadsheets ask for it); ready measures by code, one's own by name.

    A name or note that a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    names = {one.id: one for one in measures.list_followed(session, owner)}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in _all(session, owner):
        measure = names[one.measure_id]
        second = "" if one.second is None else one.second
        line = (_name(measure), one.day.isoformat(), one.value, second, measure.unit, one.note)
        writer.writerow([_calm(cell) for cell in line])
    return ("\ufeff" + out.getvalue()).encode()


def as_json(session: Session, owner: Owner) -> bytes:
    """The same for machines, with events, treatments and appointments."""
    return orjson.dumps(everything(session, owner), option=orjson.OPT_INDENT_2)


def everything(session: Session, owner: Owner) -> dict[str, Any]:
    """All that the room keeps of a person, in clear, as JSON values."""
    noted = _all(session, owner)
    return {
        "measures": [
            {
                "measure": _name(one), "unit": one.unit, "low": one.low, "high": one.high, "shown": one.shown,
                "entries": [
                    {"day": e.day.isoformat(), "value": e.value, "second": e.second, "note": e.note}
                    for e in noted if e.measure_id == one.id
                ],
            }
            for one in measures.list_followed(session, owner)
        ],
        "marks": [
            {"sort": one.sort, "day": one.day.isoformat(), "label": one.label, "detail": one.detail}
            for one in marks.list_marks(session, owner)
        ],
    }  # fmt: skip


def bring_csv(session: Session, owner: Owner, content: bytes) -> int:
    """Reads a file of our own form; unknown measures become one's own, known days are replaced. All lines or none."""
    if len(content) > LARGEST:
        raise Invalid(fields={"file": "This is too large."})
    try:
        text = clean_text(content.decode("utf-8-sig"))
        lines = list(csv.DictReader(io.StringIO(text), strict=True))
    except (ValueError, csv.Error) as error:
        raise Invalid(fields={"file": "This is not a CSV file in UTF-8."}) from error
    if len(lines) > MOST_LINES or not lines or not {"measure", "day", "value"} <= set(lines[0]):
        raise Invalid(fields={"file": "The first line must name measure, day and value."})
    known = {_name(one): one for one in measures.list_followed(session, owner)}
    for number, line in enumerate(lines, start=2):
        try:
            _bring(session, owner, known, line)
        except (
            Invalid,
            ValueError,
            TypeError,
            AttributeError,
        ) as error:  # a short line lacks its last fields
            raise Invalid(
                "Line %(number)s cannot be read: a known measure, a day such as 2026-11-24, a number.",
                number=number,
            ) from error
    return len(lines)


def _bring(session: Session, owner: Owner, known: dict[str, Followed], line: dict[str, str]) -> None:
    name = line["measure"].removeprefix("'").strip()[:40]
    if name not in known:
        known[name] = (
            measures.follow(session, owner, name)
            if name in KINDS
            else measures.follow_own(session, owner, name=name, unit=(line.get("unit") or "")[:12])
        )
    second = (line.get("second") or "").strip()
    value = float(line["value"].replace(",", "."))
    if not math.isfinite(value):
        raise ValueError
    entries.note(
        session, owner, known[name], value=value, day=date.fromisoformat(line["day"]),
        second=float(second) if second else None, note=(line.get("note") or "").removeprefix("'")[:LONGEST_NOTE],
    )  # fmt: skip


def _calm(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell
