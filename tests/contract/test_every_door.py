"""Every JSON door against its own contract, by generated requests: valid, invalid and odd ones, from three people.

Each run is the same (a fixed seed) and bounded; `ENTRAIDE_EXAMPLES=200 pytest tests/contract/test_every_door.py` looks
longer. Everything happens in a transaction that is rolled back.
"""

import os
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup

from app.accounts.api import ACCESS_LASTS
from app.core import limits, tickets
from tests.people import World

EXAMPLES = int(os.environ.get("ENTRAIDE_EXAMPLES", "3"))
SLOW_IS_FINE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much)
CONFIG = {
    "seed": 20261124,
    "generation": {
        "max-examples": EXAMPLES,
        "deterministic": True,
        "database": "none",
        "with-security-parameters": False,
    },
    "checks": {
        # A text may fit its schema and still be refused in words: too short an answer, personal data, a used key.
        "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 422, 429]},
        "negative_data_rejection": {"expected-statuses": [401, 403, 404, 405, 409, 413, 422, 429]},
    },
}


@pytest.fixture
def published(app: FastAPI, world: World) -> Any:
    """The contract, asked of the application, in a world with a few people."""
    for name in ("alice", "bob", "mona"):
        world.persona(name)
    limits.forget_all()
    config = SchemathesisConfig.from_dict(CONFIG)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", without_background(app), config=config)


def without_background(app: FastAPI) -> Any:
    """The application without what it does by itself: that would share the test's only connection."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for word in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{word}.complete"})
            return
        await app(scope, receive, send)

    return asked


def headers_of(world: World, name: str) -> dict[str, str]:
    """A fresh ticket: an earlier request may have signed this person out."""
    limits.forget_all()
    if not name:
        return {}
    token = world.reader(name, persona=False).token
    return {"Authorization": "Bearer " + tickets.issue("access", token, ACCESS_LASTS)}


@pytest.mark.parametrize("name", ["", "alice", "mona"], ids=["a visitor", "a member", "a moderator"])
def test_every_door_keeps_its_contract(published: Any, world: World, name: str) -> None:
    broken: list[str] = []
    asked = 0
    for found in published.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            broken += ask(operation, mode, world, name)
            asked += 1
    assert asked >= 150
    assert not broken, f"{len(broken)} of {asked}\n" + "\n\n".join(broken)


def ask(operation: Any, mode: GenerationMode, world: World, name: str) -> list[str]:
    """Some requests to one door; what it broke, in words."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW_IS_FINE,
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def some(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers_of(world, name))

    try:
        some()
    except Unsatisfiable:
        return []  # nothing about this door can be wrong
    except (Exception, FailureGroup) as error:  # noqa: BLE001 - every door is asked, whatever the others did
        return [f"{operation.method.upper()} {operation.path} ({mode.value}): {error}"[:1500]]
    return []
