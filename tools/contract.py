"""Writes the contract under `docs/contract/`: openapi.json and one JSON Schema a file; `check` refuses a stale one.

Bodies and answers come from the doors' own models, frames from those of the socket, reports from those of the commands.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "contract"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
sys.path.insert(0, str(ROOT))
os.environ["ENTRAIDE_STAGE"] = "test"  # the contract is served in the demo and in development


def schemas_of_doors(openapi: dict[str, Any]) -> dict[str, Any]:
    """Each body and answer of the JSON doors, whole in itself."""
    known = openapi["components"]["schemas"]
    return {name: closed(name, known) for name in known}


def closed(name: str, known: dict[str, Any]) -> dict[str, Any]:
    """One schema with all that it names, as `$defs`."""
    needed: list[str] = []
    waiting = [known[name]]
    while waiting:
        for reference in references(waiting.pop()):
            if reference not in needed:
                needed.append(reference)
                waiting.append(known[reference])
    whole = {"$schema": DIALECT, **known[name]}
    if needed:
        whole["$defs"] = {one: known[one] for one in needed}
    moved: dict[str, Any] = json.loads(json.dumps(whole).replace("#/components/schemas/", "#/$defs/"))
    return moved


def references(schema: Any) -> list[str]:
    """The names that a schema refers to."""
    if isinstance(schema, dict):
        own = [schema["$ref"].rsplit("/", 1)[1]] if isinstance(schema.get("$ref"), str) else []
        return own + [one for value in schema.values() for one in references(value)]
    return [one for value in schema for one in references(value)] if isinstance(schema, list) else []


def frames() -> dict[str, Any]:
    """The socket: what may be sent (by `op`) and what comes back (by `ev`)."""
    from app.chat.contract import FRAME
    from app.chat.schemas import OPERATION

    made = {}
    for folder, adapter, word in (("send", OPERATION, "op"), ("receive", FRAME, "ev")):
        whole = adapter.json_schema(mode="validation")
        for name, reference in whole["discriminator"]["mapping"].items():
            made[f"frames/{folder}/{name}"] = closed(reference.rsplit("/", 1)[1], _open(whole["$defs"]))
        made[f"frames/{folder}"] = {"$schema": DIALECT, "title": f"Any frame, told by its `{word}`", **whole}
    return made


def _open(definitions: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(definitions).replace("#/$defs/", "#/components/schemas/")))


def reports() -> dict[str, Any]:
    """What commands answer to machines."""
    from app.core import reports as told

    models = (told.AnonymiseReport, told.ScanLine, told.ImportCheck, told.ProofResult)
    return {
        f"reports/{one.__name__}": {"$schema": DIALECT, **one.model_json_schema(mode="serialization")}
        for one in models
    }


def files() -> dict[Path, str]:
    """Every file of the contract with its text, keys sorted."""
    from app.core.contract_examples import add_examples
    from app.main import create_app

    openapi = create_app().openapi()
    told = {"openapi": openapi, **{f"schemas/{name}": one for name, one in schemas_of_doors(openapi).items()}}
    others = frames() | reports()
    for one in others.values():
        add_examples({"itself": one, **one.get("$defs", {})})
    told |= others
    return {
        FOLDER / f"{name}.json": json.dumps(one, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
        for name, one in sorted(told.items())
    }


def main() -> None:
    """Write, or check."""
    wanted = files()
    present = set(FOLDER.rglob("*.json"))
    stale = [
        path
        for path, text in wanted.items()
        if path not in present or path.read_text(encoding="utf-8") != text
    ]
    gone = sorted(present - set(wanted))
    if sys.argv[1:] == ["check"]:
        if stale or gone:
            names = ", ".join(str(path.relative_to(ROOT)) for path in (*stale, *gone)[:5])
            sys.exit(
                f"{len(stale) + len(gone)} files of the contract are stale ({names}): run python tools/contract.py"
            )
        return
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in gone:
        path.unlink()
    print(f"{len(wanted)} files, {len(stale)} written, {len(gone)} removed")


if __name__ == "__main__":
    main()
