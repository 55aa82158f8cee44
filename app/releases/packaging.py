"""The package: one ZIP with the data as CSV and SPSS, the codebook, a data package and a manifest. Equal input, equal bytes.

A recipient is marked by the order of the rows and by a keyed tag in the manifest; no cell is altered. The key of a record is
random for this study and release.
"""

import zipfile
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any

import orjson

from app.core import keys
from app.models.release import Release
from app.models.study import Study
from app.releases.cells import KEY
from app.releases.codebook import Codebook, Master
from app.releases.spreadsheet import write_csv
from app.releases.spss import write_sav
from app.studies.agreement import VERSION

EPOCH = (1980, 1, 1, 0, 0, 0)
CONDITIONS = (
    "For the named study only. No attempt to identify anybody, no joining with other data about persons.",
    "When a recall comes: acknowledge it and move to the next release. Delete the files when the study ends.",
)


@dataclass(frozen=True)
class Label:
    """What the manifest says of a release."""

    release_id: str
    number: int
    study_id: str
    title: str
    ethics: str
    retention_months: int
    report: dict[str, Any]

    @classmethod
    def of(cls, release: Release, study: Study, report: dict[str, Any]) -> "Label":
        """The label of a release of a study."""
        return cls(
            str(release.id),
            release.number,
            str(study.id),
            study.title,
            study.ethics,
            study.retention_months,
            report,
        )


def pack(master: Master, seed: bytes, label: Label, recipient: bytes) -> bytes:
    """The whole package for one recipient, built in memory."""
    columns = project(master, seed, label.study_id, recipient)
    files = {
        "data.csv": write_csv(columns),
        "data.sav": write_sav(columns, master.codebook),
        "codebook.json": _json(codebook_file(master.codebook)),
        "codebook.html": codebook_page(master.codebook, label.title).encode(),
        "datapackage.json": _json(data_package(master.codebook, label)),
    }
    files["manifest.json"] = _json(manifest(label, files, recipient))
    return _zip(files)


def project(master: Master, seed: bytes, study_id: str, recipient: bytes) -> dict[str, list[str]]:
    """The master's rows in the recipient's order, each with its key for this study and release."""
    order = sorted(range(master.rows), key=lambda place: keys.tag_with(seed, "order", recipient, str(place)))
    record = [keys.tag_with(seed, "record", study_id, str(place)).hex()[:16] for place in order]
    return {KEY: record} | {name: [cells[place] for place in order] for name, cells in master.columns.items()}


def manifest(label: Label, files: dict[str, bytes], recipient: bytes) -> dict[str, Any]:
    """What was promised and counted, and the hash of every other file."""
    return {
        "format": "entraide-release-1",
        "release": {"id": label.release_id, "number": label.number},
        "study": {"id": label.study_id, "title": label.title, "ethics": label.ethics},
        "figures": label.report,
        "conditions": {
            "agreement_version": VERSION,
            "retention_months": label.retention_months,
            "text": list(CONDITIONS),
        },
        "recipient_mark": keys.tag("recipient", label.release_id, recipient).hex(),
        "sha256": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }


def codebook_file(codebook: Codebook) -> dict[str, Any]:
    """The codebook as it leaves: everything an analyst needs, nothing about anybody."""
    record = {
        "en": "Record, valid in this file only",
        "fr": "Enregistrement, valable dans ce fichier seulement",
    }
    return {
        "record_key": {"name": KEY, "label": record},
        "variables": codebook["variables"],
        "missing": codebook["missing"],
    }


def data_package(codebook: Codebook, label: Label) -> dict[str, Any]:
    """A Frictionless Data Package, version 2: categories with labels, labelled missing values."""
    missing = [{"value": one["value"], "label": one["label"]["en"]} for one in codebook["missing"]]
    fields = [
        {"name": KEY, "type": "string", "title": "Record", "constraints": {"required": True, "unique": True}}
    ]
    for variable in codebook["variables"]:
        field: dict[str, Any] = {
            "name": variable["name"],
            "type": "string",
            "title": variable["label"]["en"],
            "missingValues": missing,
        }
        if variable["values"] and variable["kind"] == "category" and variable["role"] != "quasi":
            named = [{"value": one["value"], "label": one["label"]["en"]} for one in variable["values"]]
            field["categories"] = [*named, {"value": "other", "label": "Other, or too rare to be shown"}]
        fields.append(field)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"release-{label.number}",
        "title": label.title,
        "resources": [
            {
                "name": "data",
                "path": "data.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                    "fields": fields,
                },
            }
        ],
    }


def codebook_page(codebook: Codebook, title: str) -> str:
    """The codebook for the eye: one plain page, nothing loaded from anywhere."""
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(one['name'])}</code></th><td>{escape(one['label']['en'])}<br>"
        f"<span lang='fr'>{escape(one['label']['fr'])}</span></td><td>{escape(str(one['role']))}, {one['kind']}</td><td>"
        + "<br>".join(f"<code>{escape(v['value'])}</code> {escape(v['label']['en'])}" for v in one["values"])
        + "</td></tr>"
        for one in codebook["variables"]
    )
    reasons = "".join(
        f"<li><code>{escape(one['value'])}</code> {escape(one['label']['en'])}</li>"
        for one in codebook["missing"]
    )
    return (
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>Codebook</title><h1>{escape(title)}</h1>"
        "<table border='1'><thead><tr><th>Name</th><th>Question</th><th>Role, kind</th><th>Values</th></tr></thead>"
        f"<tbody>{rows}</tbody></table><h2>Empty cells</h2><ul>{reasons}</ul></html>"
    )


def _json(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def _zip(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr, entry.compress_type = (
                3,
                0o600 << 16,
                zipfile.ZIP_DEFLATED,
            )
            archive.writestr(entry, files[name])
    return out.getvalue()
