"""The application's own list of doors, with addresses made of real and of invented ids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import uuid4

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.demo.cast import HOME
from app.proofs.canaries import Canaries

PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
A_DOOR = 2
"""Different real ids that are tried at one door."""
# Public by contract: a community's page, its entry in the catalogue, the wish to join.
PUBLIC = ("/communities/{slug}", "/api/v1/communities/{slug}", "/communities/{slug}/join")
# What an unsafe door does to its own caller (ends the session, leaves, erases) is no attack on a community.
TO_ONESELF = ("/sign", "/settings", "/my-data", "/api/v1/me", "/api/v1/auth", "/consents", "/notifications",
              "/api/v1/notifications", "/communities", "/forgot", "/reset", "/verify", "/step-up", "/notice")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """One door with the places of its path filled: by real ids, and by invented ones."""

    method: str
    template: str
    real: str
    invented: str
    private: bool
    first: bool


def all_doors(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every door that answers HTTP, documented or not; `app.routes` would miss some."""
    found = set()
    for context in iter_route_contexts(app.routes):
        path = getattr(context, "path", None)
        for method in getattr(context, "methods", None) or ():
            if path and method not in ("HEAD", "OPTIONS"):
                found.add((method, path))
    return sorted(found)


def sockets(app: FastAPI) -> list[str]:
    """Paths of the doors that answer a socket."""
    contexts = (one for one in iter_route_contexts(app.routes) if not getattr(one, "methods", None))
    return [str(one.path) for one in contexts if getattr(one, "dependant", None) is not None]


def addresses(doors: list[tuple[str, str]], known: Canaries) -> Iterator[Address]:
    """Every door with real and invented ids."""
    for method, template in doors:
        if method != "GET" and template.startswith(TO_ONESELF):
            continue
        names = PARAMETER.findall(template)
        for number in range(A_DOOR if names else 1):
            real, invented = template, template
            for name in names:
                values = _values(template, name, known)
                value = values[number % len(values)] if values else str(uuid4())
                other = _invented(name, value)
                real = PARAMETER.sub(value, real, count=1)
                invented = PARAMETER.sub(other, invented, count=1)
            private = _is_private(template, names, known)
            yield Address(method, template, real, invented, private, number == 0)


def _values(template: str, name: str, known: Canaries) -> list[str]:
    if name == "slug":
        return known.ids.get("survey_slug", []) if template.startswith("/surveys") else [HOME]
    if name == "place":
        return ["1"]
    if name == "kind":
        return ["post"]
    if name == "subject_id":
        return known.ids.get("post_id", [])
    if name == "measure":
        return known.ids.get("measure_id", [])
    return list(islice(known.ids.get(name, []), A_DOOR))


def _invented(name: str, value: str) -> str:
    """As long and of the same shape as the real one."""
    if name in ("kind", "place"):
        return value
    return str(uuid4()) if name != "slug" else f"q{uuid4().hex}"[: max(len(value), 12)]


def _is_private(template: str, names: list[str], known: Canaries) -> bool:
    """Whether an outsider must not even learn that the thing is there."""
    if not names or template.startswith(PUBLIC[2]) or template in PUBLIC:
        return False
    if template.startswith(("/research", "/api/v1/studies", "/api/v1/releases", "/api/v1/recalls", "/admin")):
        return False
    if template.startswith("/api/v1/communities/{slug}/join-requests"):
        return False
    return any(_values(template, name, known) for name in names)
