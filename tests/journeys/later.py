"""After the story's release: others answer too, a month passes, and the next release holds nobody who withdrew."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.database import ROOT
from tests.journeys.keyboard import turn_clock
from tests.server import Server

ENOUGH = 40
DICE = random.Random(20)
# How people of the demo feel: most in the middle, so that who comes late does not differ from who came early.
FEELINGS = ("0", "1", "2", "2", "3", "3", "3", "4", "4", "5")


def others_answer(server: Server, slug: str, folder: Path) -> None:
    """Members who had not answered yet do so over the API, each in their own way."""
    path = folder / "manifest.json"
    subprocess.run(
        [sys.executable, "-m", "app.cli", "demo", "--if-empty", "--manifest", str(path)],
        cwd=ROOT, env=server.environment(), check=True, capture_output=True,
    )  # fmt: skip
    users = [one for one in json.loads(path.read_bytes())["users"] if one["role"] == "member"]
    answered = 0
    with httpx.Client(base_url=server.url + "/api/v1", timeout=30) as client:
        for user in users:
            answered += _answers(client, user, slug)
            if answered == ENOUGH:
                return
    raise AssertionError(f"only {answered} of {ENOUGH} could answer")


def _answers(client: httpx.Client, user: dict[str, str], slug: str) -> bool:
    token = client.post("/auth/token", data={"username": user["email"], "password": user["password"]})
    bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
    surveys = client.get("/surveys", headers=bearer).json()["items"]
    found = next((one for one in surveys if one["slug"] == slug), None)
    if found is None:
        return False
    detail = client.get(f"/surveys/{found['id']}", headers=bearer).json()
    answers = {one["link_id"]: _choice(one) for one in detail["items"]}
    sent = client.post(
        f"/surveys/{found['id']}/responses", json={"answers": answers, "consent": True}, headers=bearer
    )
    assert sent.status_code in (200, 201, 409), sent.text
    return sent.status_code != 409


def _choice(question: dict[str, Any]) -> str:
    keys = [option["key"] for option in question["options"]]
    liked = [one for one in FEELINGS if one in keys]
    return DICE.choice(liked if question["link_id"].startswith("who-5") else keys)


def a_month_passes(server: Server) -> None:
    """The same data, a server whose clock runs 31 days ahead."""
    server.stop()
    server.settings["ENTRAIDE_CLOCK_DAYS"] = "31"
    server.start()
    turn_clock(31)
