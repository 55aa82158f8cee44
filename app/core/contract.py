"""The published contract: OpenAPI with what every JSON door has in common, said once for all of them.

Rooms declare their own bodies, answers and words. Here each operation gets the refusals any door may give (RFC 9457), who
may ask (a bearer ticket, or nobody at all), `Idempotency-Key` where something changes, and the headers of its answers.
"""

import http.client
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from app.core.contract_examples import ID, add_examples
from app.core.paging import PAGE_LIMIT
from app.core.schemas import Problem

Operation = dict[str, Any]
UNSAFE = ("post", "put", "patch", "delete")
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
WORDS = {
    "400": "It could not be understood.",
    "401": "Nobody is signed in.",
    "403": "It is there, and not for you to do; `step-up` asks to confirm that it is you.",
    "404": "There is nothing here for this reader: the same answer for what exists and what does not.",
    "409": "It has changed in the meantime, or its state does not allow this.",
    "413": "Too many bytes.",
    "422": "Not acceptable: `errors` has a sentence for each field; `pii` carries spans, in code points.",
    "429": "Too many in a short time.",
    "503": "A part does not answer; nothing was changed.",
}
UNSAID = {"", "Validation Error", *http.client.responses.values()}
ALWAYS = ("401", "403", "404", "422", "429", "503")
CHANGING = ("409", "413")
SECONDS = {"description": "Seconds to wait.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}
HEADERS: dict[str, dict[str, Any]] = {
    "401": {
        "WWW-Authenticate": {"description": "The scheme.", "schema": {"type": "string", "enum": ["Bearer"]}}
    },
    "429": {"Retry-After": SECONDS},
    "503": {"Retry-After": SECONDS},
}
REPLAYED = {
    "Idempotency-Replayed": {
        "description": "`true` when this is the answer to the first request with the same key and body.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Makes sending again safe: same key and body, same answer. Another body with it is refused (422).",
    "schema": {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]{8,128}$"},
    "example": ID,
}
SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `access_token` of POST /api/v1/auth/token, for thirty minutes.",
    },
    "password": {
        "type": "oauth2",
        "flows": {
            "password": {
                "tokenUrl": "/api/v1/auth/token",
                "refreshUrl": "/api/v1/auth/refresh",
                "scopes": {},
            }
        },
    },
}
EXAMPLES = {
    "slug": "multiple-sclerosis",
    "uuid": ID,
    "token": "3ZkQ0m2v7Xq1c5Yt8Rb4Ls6Nw9Hd0Pf3",
}


def publish(app: FastAPI, *, is_public: Callable[[Any], bool]) -> None:
    """Gives the application its contract. `is_public(dependant)`: whether a door is open to visitors."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = written(app, is_public)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def written(app: FastAPI, is_public: Callable[[Any], bool]) -> dict[str, Any]:
    """The contract as OpenAPI 3.1."""
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    open_doors = {
        (context.path, method.lower())
        for context in iter_route_contexts(app.routes)
        if (dependant := getattr(context, "dependant", None)) is not None and is_public(dependant)
        for method in getattr(context, "methods", None) or ()
    }
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, public=(path, method) in open_doors)
    schemas = made["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema(mode="serialization")
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    add_examples(schemas)
    made["components"]["securitySchemes"] = SCHEMES
    return made


def _complete(operation: Operation, method: str, *, public: bool) -> None:
    first, _, _ = operation.get("description", "").partition(". ")
    operation["summary"] = first.split("\n")[0].rstrip(".")
    signed: list[dict[str, list[str]]] = [{"bearer": []}, {"password": []}]
    operation["security"] = [{}, *signed] if public else signed
    responses = operation["responses"]
    for code in ALWAYS + (CHANGING if method in UNSAFE else ()):
        responses.setdefault(code, {"description": ""})
    for code, response in responses.items():
        if code >= "4":
            _refuse(code, response)
        elif method in UNSAFE:
            response["headers"] = response.get("headers", {}) | REPLAYED
    operation["responses"] = dict(sorted(responses.items()))
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        _explain(parameter)
    if method in UNSAFE:
        parameters.append(KEY)


def _refuse(code: str, response: dict[str, Any]) -> None:
    """One refusal: always a problem, with words even where the room gave none."""
    if response.get("description", "") in UNSAID:
        response["description"] = WORDS[code]
    response["content"] = PROBLEM
    if code in HEADERS:
        response["headers"] = HEADERS[code]


def _explain(parameter: dict[str, Any]) -> None:
    """An example for what stands in the path; words for the parameters of pages."""
    schema = parameter["schema"]
    if parameter["in"] == "path":
        sort = "uuid" if schema.get("format") == "uuid" else parameter["name"]
        parameter["example"] = EXAMPLES[sort]
    elif parameter["name"] == "after":
        parameter.setdefault("description", "`next` of the page before.")
    elif parameter["name"] in ("size", "limit"):
        parameter.setdefault("description", f"Rows of a page, at most {schema.get('maximum', PAGE_LIMIT)}.")
