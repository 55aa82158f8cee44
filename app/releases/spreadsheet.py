"""CSV that opens safely: RFC 4180, UTF-8, numbers typed, and no cell or header that a spreadsheet would run."""

import csv
import re
from collections.abc import Mapping, Sequence
from io import StringIO

NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: str) -> str:
    """Text that would be read as a formula gets an apostrophe; numbers, also negative ones, stay numbers."""
    return f"'{cell}" if cell.startswith(DANGEROUS) and not NUMBER.fullmatch(cell) else cell


def write_csv(columns: Mapping[str, Sequence[str]]) -> bytes:
    """A table as CSV."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in columns])
    for row in zip(*columns.values(), strict=True):
        writer.writerow([guarded(cell) for cell in row])
    return out.getvalue().encode()


def read_csv(content: bytes) -> dict[str, list[str]]:
    """The same, read as anybody would."""
    rows = list(csv.reader(StringIO(content.decode(), newline=""), strict=True))
    return {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0])}
