"""Exports that resist attack: the file a researcher downloads, attacked by somebody who holds the members' true answers about
age, sex, region and time since diagnosis."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session, col, select

from app.core import db
from app.demo.study import LEVELS
from app.models.release import ReleaseContributor
from app.proofs import dump
from app.proofs.instance import Instance
from app.proofs.reader import Answer, Reader
from app.proofs.report import Attack, Count
from app.releases import links
from app.releases.reading_back import count_again, open_package
from app.releases.spreadsheet import read_csv
from app.surveys import answers

API = "/api/v1"
# k = 11 means that no set of known facts points at fewer than 11 rows: not one unique match, not one certain answer.
NONE = 0
Columns = dict[str, list[str]]
People = list[dict[str, Any]]


def prove(instance: Instance, step: Callable[[str], None]) -> list[Attack]:
    """The file is fetched as its researcher fetches it, then attacked."""
    if instance.var is None:
        raise RuntimeError("exports needs the database in hand: the attacker knows the members' true answers")
    step("the researcher fetches the file")
    release, package = fetch(Reader(instance.url).sign_in("rosa"))
    files, manifest = open_package(package)
    columns = {name: list(cells) for name, cells in read_csv(files["data.csv"]).items()}
    codebook = orjson.loads(files["codebook.json"])
    sensitive = [one["name"] for one in codebook["variables"] if one["role"] == "sensitive"]
    step("the attacker's list, from the keys")
    with dump.inside(instance.var), db.open_session() as session:
        people = known_people(session, UUID(release["id"]))
    step("attacks")
    found = [promises(files, manifest), *linkage(columns, people, sensitive), ids(columns, files, instance)]
    return found


def fetch(rosa: Reader) -> tuple[dict[str, Any], bytes]:
    """The newest frozen release and its package, through a single-use link; recalls are acknowledged first."""
    for recall in rosa.items(f"{API}/recalls"):
        rosa.send("POST", f"{API}/recalls/{recall['id']}/acknowledgement")
    for study in rosa.items(f"{API}/studies"):
        for release in rosa.items(f"{API}/studies/{study['id']}/releases"):
            if release["status"] == "frozen":
                link = rosa.send("POST", f"{API}/releases/{release['id']}/files")
                path = (link.json() or {}).get("path")
                file = rosa.get(path) if path else link
                if file.status == 200:
                    return release, file.body
                raise RuntimeError(f"no file: {_said(link)}, {_said(file)}")
    raise RuntimeError("the demo has no frozen release")


def _said(answer: Answer) -> str:
    return f"{answer.status} {answer.text[:200]}"


def known_people(session: Session, release_id: UUID) -> People:
    """What the attacker knows of everybody in the release: their true answers, quasi-identifiers among them."""
    kept = session.exec(
        select(ReleaseContributor).where(col(ReleaseContributor.release_id) == release_id)
    ).all()
    tags, survey = {bytes(one.tag) for one in kept}, kept[0].survey_id
    return [
        one.answers
        for one in answers.completed(session, survey)
        if links.tag_of(survey, one.contributor) in tags
    ]


def promises(files: dict[str, bytes], manifest: dict[str, Any]) -> Attack:
    """k, l and t counted again on the file that left."""
    count = Count("a promise of the file (k, l, t) not kept on recount", NONE)
    policy, again = manifest["figures"]["policy"], count_again(files)
    count.add(again.k < policy["k"], f"k {again.k}")
    for name, fewest in again.l.items():
        count.add(fewest < policy["l"], f"l {name} {fewest}")
    for name, far in again.t.items():
        count.add(far > policy["t"] + 1e-9, f"t {name} {far}")
    return count.done()


def linkage(columns: Columns, people: People, sensitive: list[str]) -> list[Attack]:
    """Each person's known facts are matched with the rows of the file."""
    unique = Count("linkage: somebody matches fewer than 11 rows", NONE)
    same = Count("homogeneity: all matching rows share a sensitive answer", NONE)
    for person in people:
        rows = matching(columns, person)
        unique.add(0 < len(rows) < 11, f"{len(rows)} rows")
        for name in sensitive:
            values = {columns[name][row] for row in rows}
            same.add(len(values) == 1, name)
    return [unique.done(), same.done()]


def matching(columns: Columns, person: dict[str, Any]) -> list[int]:
    """The rows that may be this person's, by the facts that the attacker knows."""
    rows = list(range(len(next(iter(columns.values())))))
    for name, levels in LEVELS.items():
        known = next((value for key, value in person.items() if key.endswith(name)), None)
        if name not in columns or not isinstance(known, str) or known not in levels:
            continue
        shown = set(levels[known])
        rows = [row for row in rows if columns[name][row] in shown or known in columns[name][row].split("|")]
    return rows


def ids(columns: Columns, files: dict[str, bytes], instance: Instance) -> Attack:
    """No id of the instance stands in the file."""
    count = Count("an id of a person, persona or answer in the file", NONE)
    assert instance.var is not None
    whole = b"".join(files.values()).lower()
    with dump.owner(instance.var) as connection:
        for row in connection.execute("SELECT id FROM vault.account UNION SELECT id FROM persona"):
            own = str(row[0])
            count.add(own.encode() in whole or own.replace("-", "").encode() in whole, own)
        for row in connection.execute(
            "SELECT contributor FROM survey_response UNION SELECT tag FROM release_contributor"
        ):
            count.add(bytes(row[0]) in whole or bytes(row[0]).hex().encode() in whole, "a contributor")
    return count.done()
