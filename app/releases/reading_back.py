"""Read back: a finished package is opened as a stranger would, and k, l and t are counted again on what it holds.

Used before a release is written, before a file leaves, and by `entraide release verify FILE`.
"""

import zipfile
from hashlib import sha256
from io import BytesIO
from typing import Any

import orjson

from app.anonymise import verify
from app.anonymise.table import CannotAnonymise, Policy
from app.releases.cells import KEY
from app.releases.codebook import Master
from app.releases.spreadsheet import guarded, read_csv
from app.releases.spss import codes_of, read_sav


class NotAsPromised(Exception):
    """A package that does not hold what its manifest says, or does not keep its promise."""


def open_package(content: bytes) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Its files and its manifest, every hash compared."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    found = orjson.loads(files.pop("manifest.json"))
    for name, digest in found["sha256"].items():
        if name not in files or sha256(files[name]).hexdigest() != digest:
            raise NotAsPromised(f"{name} is not the file of the manifest.")
    if files.keys() - found["sha256"].keys():
        raise NotAsPromised("The package holds a file that the manifest does not name.")
    return files, found


def count_again(files: dict[str, bytes]) -> verify.Recount:
    """k, l and t of the CSV, by the roles of the codebook inside the same package."""
    columns, codebook = read_csv(files["data.csv"]), orjson.loads(files["codebook.json"])
    named = {
        role: [one["name"] for one in codebook["variables"] if one["role"] == role]
        for role in ("quasi", "sensitive")
    }
    orders = {
        one["name"]: _order(one, columns[one["name"]]) for one in codebook["variables"] if _has_order(one)
    }
    return verify.recount(columns, named["quasi"], named["sensitive"], orders)


def _has_order(variable: dict[str, Any]) -> bool:
    return variable["role"] == "sensitive" and bool(variable["ordered"] or variable["kind"] == "number")


def _order(variable: dict[str, Any], cells: list[str]) -> list[str]:
    present = set(cells)
    reasons = sorted(one for one in present if one.startswith("NA_"))
    if variable["ordered"]:
        first = [guarded(value) for value in variable["ordered"] if guarded(value) in present]
        return [*first, *sorted(present - set(first) - set(reasons)), *reasons]
    return [*sorted(present - set(reasons), key=float), *reasons]


def check(content: bytes, policy: Policy, master: Master) -> verify.Recount:
    """Raises unless the package holds the master, cell for cell, in both formats, and keeps the policy."""
    files, _ = open_package(content)
    table = read_csv(files["data.csv"])
    wanted = sorted(
        zip(*([guarded(cell) for cell in cells] for cells in master.columns.values()), strict=True)
    )
    got = sorted(zip(*(table[guarded(name)] for name in master.columns), strict=True))
    if wanted != got or len(set(table[KEY])) != master.rows:
        raise NotAsPromised("The CSV does not hold the master table.")
    _check_sav(files["data.sav"], table, master)
    found = count_again(files)
    try:
        verify.check(found, policy)
    except CannotAnonymise as problem:
        raise NotAsPromised(str(problem)) from problem
    return found


def _check_sav(content: bytes, table: dict[str, list[str]], master: Master) -> None:
    read = read_sav(content, master.codebook)
    for variable in master.codebook["variables"]:
        name = variable["name"]
        codes = codes_of(variable, master.columns[name])
        back = {guarded(cell): code for cell, code in codes.items()}
        if [float(cell) for cell in read[name]] != [back[cell] for cell in table[name]]:
            raise NotAsPromised(f"The SPSS file does not hold {name} as the CSV does.")
    if read[KEY] != table[KEY]:
        raise NotAsPromised("The SPSS file has other records than the CSV.")
