"""Research over JSON: a proposal, two approvals, a release that two more must agree to, and a file that is taken once."""

import io
import zipfile
from typing import Any
from uuid import uuid4

from tests.contract.outsider import Outsider, until
from tests.contract.test_own_data_api import publish
from tests.server import Server

WORDS = {
    "title": "Days and well-being",
    "aim": "To learn how well-being differs between days.",
    "protocol": "One questionnaire, answered once; one release a year.",
    "ethics": "CPP 2026-001",
    "retention_months": 24,
    "purpose_fr": "J’accepte que mes réponses servent à cette étude.",
    "purpose_en": "I agree that my answers serve this study.",
    "people": [{"name": "Rosa Lind", "affiliation": "Institute of Invented Studies"}],
}


def test_from_proposal_to_refused_release(demo: Server) -> None:
    slug = f"study-{uuid4().hex[:6]}"
    publish(demo, slug)
    bob, rosa = Outsider(demo).sign_in("bob"), Outsider(demo).sign_in("rosa")
    stefan, lena = Outsider(demo).sign_in("stefan"), Outsider(demo).sign_in("lena")
    survey = next(one for one in bob.listed("/surveys") if one["slug"] == slug)
    items = bob.get(f"/surveys/{survey['id']}")["items"]

    bob.post("/studies", WORDS | {"survey_id": survey["id"]}, 404)
    study = rosa.post("/studies", WORDS | {"survey_id": survey["id"]})
    path = f"/studies/{study['id']}"
    assert study["status"] == "proposed" and study["missing"]
    real = bob.call("GET", path, 404)
    assert real.content == bob.call("GET", f"/studies/{uuid4()}", 404).content
    assert stefan.post(f"{path}/approvals", {"comment": ""}, 422)["status"] == 422  # roles are missing
    roles: list[dict[str, Any]] = [{"link_id": one["link_id"], "role": "sensitive"} for one in items]
    levels = {one["key"]: [one["key"], "*"] for one in items[0]["options"]}
    roles[0] |= {"role": "quasi", "levels": levels}
    changed = rosa.call("PUT", f"{path}/variables", 200, {"variables": roles}).json()
    assert changed["version"] == study["version"] + 1 and not changed["missing"]
    assert rosa.post(f"{path}/approvals", {}, 403)["code"] == "forbidden"
    stefan.post(f"{path}/approvals", {"comment": "The roles are right."})
    assert stefan.post(f"{path}/approvals", {}, 409)["status"] == 409
    opened = lena.post(f"{path}/approvals", {})
    assert opened["status"] == "open"
    assert {one["office"] for one in opened["approvals"]} == {"steward", "lead"}
    register = {one["id"]: one for one in Outsider(demo).listed("/studies")}
    assert register[study["id"]]["status"] == "open"

    rosa.post(f"{path}/agreement", status=200)
    release = rosa.post(f"{path}/releases", {"k": 11, "l": 2, "t": 0.3})
    assert rosa.post(f"{path}/releases", {"k": 2}, 422)["errors"].keys() == {"k"}
    at = f"/releases/{release['id']}"
    stefan.post(f"{at}/approvals")
    assert lena.post(f"{at}/approvals")["status"] == "approved"

    def ended() -> Any:
        found = rosa.get(at)
        return found if found["status"] in ("frozen", "refused") else None

    assert until(ended, "the freeze")["refusal"], "nobody has answered: there is nothing to release"
    rosa.post(f"{at}/files", status=409)
    stefan.post(f"{path}/closing", status=200)


def test_a_file_is_taken_once(demo: Server) -> None:
    rosa, bob = Outsider(demo).sign_in("rosa"), Outsider(demo).sign_in("bob")
    frozen = [
        one
        for study in rosa.listed("/studies")
        for one in rosa.listed(f"/studies/{study['id']}/releases")
        if one["status"] == "frozen"
    ]
    at = f"/releases/{frozen[0]['id']}"
    real = bob.call("GET", at, 404)
    assert real.content == bob.call("GET", f"/releases/{uuid4()}", 404).content
    before = len(rosa.listed(f"{at}/files"))
    link = rosa.post(f"{at}/files")["path"].removeprefix("/api/v1")
    bob.call("GET", link, 404)
    file = rosa.call("GET", link, 200)
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert "data.csv" in archive.namelist()
    rosa.call("GET", link, 404)
    files = rosa.listed(f"{at}/files")
    assert len(files) == before + 1 and sum(one["used_at"] is not None for one in files) >= 1
    assert rosa.listed("/recalls") is not None
