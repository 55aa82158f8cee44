"""A steward's own table: CSV in and out, hierarchies in the format that users of ARX have."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from app.anonymise.table import CannotAnonymise, Hierarchy

LARGEST_CELL = 100_000


def read_table(path: Path) -> dict[str, list[str]]:
    """The columns of a CSV file with a header (UTF-8, a BOM allowed; comma, semicolon or tab)."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotAnonymise(f"{path.name} is not UTF-8.") from None
    csv.field_size_limit(LARGEST_CELL)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if line]
    except csv.Error as problem:
        raise CannotAnonymise(f"{path.name}: {problem}.") from None
    if not lines:
        raise CannotAnonymise(f"{path.name} is empty.")
    header = [name.strip() for name in lines[0]]
    if len(set(header)) != len(header):
        raise CannotAnonymise("Two columns have the same name.")
    for place, line in enumerate(lines[1:], 2):
        if len(line) != len(header):
            raise CannotAnonymise(f"Line {place} has {len(line)} cells, the header has {len(header)}.")
    return {name: [line[place].strip() for line in lines[1:]] for place, name in enumerate(header)}


def read_hierarchy(path: Path) -> Hierarchy:
    """A hierarchy: no header, `;` between levels, the value first and `*` last."""
    text = path.read_text("utf-8-sig")
    lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=";") if line]
    return {line[0].strip(): tuple(cell.strip() for cell in line) for line in lines}


def read_hierarchies(folder: Path | None, names: Sequence[str]) -> dict[str, Hierarchy]:
    """`COLUMN.csv` for each of these columns that has one."""
    if folder is None:
        return {}
    return {name: read_hierarchy(path) for name in names if (path := folder / f"{name}.csv").is_file()}


def write_table(path: Path, columns: dict[str, list[str]]) -> None:
    """Plain CSV (RFC 4180), UTF-8, comma."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
