"""The codebook: what each column holds, in both languages. Every format of a package is written from it."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from app.releases.cells import KEY, MISSING, SUPPRESSED, Column

Codebook = dict[str, Any]
LANGUAGES = ("en", "fr")


def describe(columns: Sequence[Column]) -> Codebook:
    """The codebook of a release: plain JSON, kept beside its master table."""
    return {
        "variables": [_variable(one) for one in columns],
        "missing": [
            {"value": value, "label": {"en": english, "fr": french}}
            for value, (english, french) in MISSING.items()
        ]
        + [
            {
                "value": SUPPRESSED,
                "label": {"en": "Suppressed to protect people", "fr": "Masqué pour protéger les personnes"},
            }
        ],
    }


def _variable(column: Column) -> dict[str, Any]:
    item = column.item
    kind = (
        "interval"
        if column.interval
        else "number"
        if column.number
        else "multiple"
        if item.repeats
        else "category"
    )
    return {
        "name": column.name,
        "link_id": item.link_id,
        "role": column.variable.role,
        "kind": kind,
        "label": {language: item.text.into(language) for language in LANGUAGES},
        "values": [
            {"value": option.key, "label": {language: option.label.into(language) or option.key for language in LANGUAGES}}
            for option in item.options
        ]
        or ([{"value": "yes", "label": {"en": "Yes", "fr": "Oui"}}, {"value": "no", "label": {"en": "No", "fr": "Non"}}]
            if item.type.value == "boolean" else []),
        "ordered": list(column.variable.ordered or []),
        "levels": column.variable.levels or {},
        "top_code": column.variable.top_code,
    }  # fmt: skip


@dataclass(frozen=True)
class Master:
    """A master table as it is read back: its columns in order, and its codebook."""

    columns: dict[str, list[str]]
    codebook: Codebook

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def named(self, role: str) -> list[str]:
        """The columns of a role."""
        return [one["name"] for one in self.codebook["variables"] if one["role"] == role]

    def row(self, names: Sequence[str], place: int) -> tuple[str, ...]:
        """Cells of one row."""
        return tuple(self.columns[name][place] for name in names)

    def orders(self) -> dict[str, list[str]]:
        """The sensitive columns whose values have an order, as it was kept with the master."""
        found: dict[str, list[str]] = self.codebook.get("orders", {})
        return found


def write_master(columns: Mapping[str, Sequence[str]]) -> bytes:
    """The master's bytes: RFC 4180, UTF-8, cells as they are."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue().encode()


def read_master(content: bytes, codebook: Codebook) -> Master:
    """The same, back."""
    rows = list(csv.reader(StringIO(content.decode(), newline="")))
    header, body = rows[0], rows[1:]
    return Master({name: [row[place] for row in body] for place, name in enumerate(header)}, codebook)


__all__ = ["KEY", "Codebook", "Master", "describe", "read_master", "write_master"]
