"""SPSS: one `.sav` with labels and user-missing codes, written from the codebook. Categories are codes, numbers numbers.

The library writes the moment of writing into the header; it is set to a fixed day, so that equal content is equal bytes. The
libraries are heavy and imported where they are used: web processes that pack nothing do not carry them.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.releases.cells import ABSENT, KEY, MISSING, SUPPRESSED
from app.releases.codebook import Codebook

CODES = {reason: -9991.0 - place for place, reason in enumerate([*MISSING, SUPPRESSED, ABSENT])}
LABEL_BYTES, NAME_BYTES = 120, 256
CREATED = slice(92, 109)
FIXED = b"01 Jan 0000:00:00"


def shortened(label: str, size: int) -> str:
    """A label that fits its bytes; cut visibly, the full words are in the codebook."""
    if len(label.encode()) <= size:
        return label
    return label.encode()[: size - 3].decode(errors="ignore") + "…"


def codes_of(variable: Mapping[str, Any], cells: Sequence[str]) -> dict[str, float]:
    """Cell -> its number in the file. Offered answers keep the codebook's order; published groups follow."""
    reasons = {cell: CODES[cell] for cell in set(cells) & CODES.keys()}
    if variable["kind"] == "number":
        own = {cell: _number(cell) for cell in set(cells) - reasons.keys()}
        texts = sorted(cell for cell, number in own.items() if number is None)
        return reasons | {cell: number for cell, number in own.items() if number is not None} | {
            cell: -9980.0 - place for place, cell in enumerate(texts)
        }  # fmt: skip
    offered = [one["value"] for one in variable["values"]]
    others = sorted(set(cells) - set(offered) - reasons.keys())
    return {cell: float(place + 1) for place, cell in enumerate([*offered, *others])} | reasons


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def write_sav(columns: Mapping[str, Sequence[str]], codebook: Codebook, language: str = "en") -> bytes:
    """The table as SPSS reads it."""
    import polars as pl
    import pyreadstat

    data: dict[str, list[Any]] = {KEY: list(columns[KEY])}
    labels: dict[str, str | None] = {KEY: "Record, valid in this file only"}
    values: dict[str, dict[float, str]] = {}
    missing: dict[str, Any] = {}
    reasons = {one["value"]: one["label"][language] for one in codebook["missing"]} | {ABSENT: "No value"}
    for variable in codebook["variables"]:
        name, cells = variable["name"], columns[variable["name"]]
        codes = codes_of(variable, cells)
        words = {one["value"]: one["label"][language] for one in variable["values"]} | reasons
        data[name] = [codes[cell] for cell in cells]
        labels[name] = shortened(variable["label"][language] or name, NAME_BYTES)
        named = (
            codes
            if variable["kind"] != "number"
            else {cell: code for cell, code in codes.items() if code <= -9980}
        )
        values[name] = {code: shortened(words.get(cell, cell), LABEL_BYTES) for cell, code in named.items()}
        missing[name] = [{"lo": -9999.0, "hi": -9991.0}]
    frame = pl.DataFrame(data, schema={name: pl.String if name == KEY else pl.Float64 for name in data})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        pyreadstat.write_sav(
            frame, str(path), column_labels=labels, variable_value_labels=values, missing_ranges=missing
        )
        content = bytearray(path.read_bytes())
    content[CREATED] = FIXED
    return bytes(content)


def read_sav(content: bytes, codebook: Codebook) -> dict[str, list[str]]:
    """The cells again, decoded by the codebook's own order of codes: for the check before a release leaves."""
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.sav"
        path.write_bytes(content)
        frame, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="polars")
    return {name: [_cell(value) for value in frame[name].to_list()] for name in meta.column_names}


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return "" if value is None else str(value)
