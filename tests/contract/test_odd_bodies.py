"""Odd bodies at every JSON door that takes one: a clear refusal in words, never a failure of ours, and nothing changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from tests.people import Reader, World, invented_id

DEEP = b"[" * 100_000 + b"]" * 100_000
ODD: dict[str, bytes] = {
    "a lone surrogate": b'{"body": "\\ud800", "title": "\\ud800"}',
    "NUL": b'{"body": "a\\u0000b", "title": "a\\u0000b"}',
    "NaN": b'{"value": NaN}',
    "infinite": b'{"value": 1e400}',
    "5,000 digits": b'{"value": ' + b"9" * 5_000 + b"}",
    "a key twice": b'{"body": "a", "body": "b"}',
    "deep nesting": DEEP,
    "deep object": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "true for a number": b'{"value": true, "version": true, "birth_year": true}',
    "an unknown field": b'{"role": "admin", "community_id": "x", "status": "active", "owner_id": "y"}',
    "no JSON": b"body=hello",
    "half JSON": b'{"body": ',
    "a bare text": b'"text"',
    "null": b"null",
    "a list": b"[1, 2, 3]",
    "not UTF-8": b'{"body": "\xff\xfe"}',
    "nothing": b"",
}
UNSAFE = ("post", "put", "patch", "delete")
# Doors that take no body at all answer as if none had come; these odd bodies then are simply not read.
COUNTED = ("persona", "post", "thread", "consent_event", "review_item", "decision", "report", "join_request")


def doors(app: FastAPI) -> Iterator[tuple[str, str, bool]]:
    """Method, path with invented ids, and whether a body is expected, for every unsafe JSON door."""
    for path, methods in app.openapi()["paths"].items():
        for method in UNSAFE:
            if method in methods:
                filled = path.replace("{slug}", "multiple-sclerosis")
                while "{" in filled:
                    start, end = filled.index("{"), filled.index("}")
                    filled = filled[:start] + str(invented_id()) + filled[end + 1 :]
                yield method, filled, "requestBody" in methods[method]


def counts(world: World) -> dict[str, int]:
    """How many rows the tables that could have changed hold."""
    world.act_in("multiple-sclerosis")
    known = set(
        world.session.connection()
        .execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        .scalars()
    )
    query = "SELECT count(*) FROM {}"
    return {
        table: int(world.session.connection().execute(text(query.format(table))).scalar_one())
        for table in COUNTED
        if table in known
    }


def send(reader: Reader, method: str, path: str, body: bytes) -> Any:
    return reader.api(
        method.upper(),
        path.removeprefix("/api/v1"),
        content=body,
        headers={"content-type": "application/json"},
    )


@pytest.mark.parametrize("name", sorted(ODD))
def test_an_odd_body_is_refused_and_changes_nothing(world: World, app: FastAPI, name: str) -> None:
    reader = world.reader("alice")
    before, asked = counts(world), 0
    for method, path, wants_body in doors(app):
        if path.endswith(("/auth/sign-out", "/auth/token")):
            continue
        answer = send(reader, method, path, ODD[name])
        assert answer.status_code < 500, (method, path, answer.text[:300])
        if wants_body:
            asked += 1
            assert 400 <= answer.status_code < 500, (method, path, answer.status_code, answer.text[:300])
            problem = answer.json()
            assert answer.headers["content-type"].startswith("application/problem+json"), (method, path)
            assert problem["status"] == answer.status_code and problem["title"]
    assert asked >= 8
    assert counts(world) == before


def test_a_body_over_the_cap_is_refused_early(world: World) -> None:
    reader = world.reader("alice")
    answer = send(
        reader,
        "post",
        "/api/v1/communities/multiple-sclerosis/threads",
        b'{"body": "' + b"a" * 3_000_000 + b'"}',
    )
    assert answer.status_code == 413 and answer.json()["code"] == "too-large"
