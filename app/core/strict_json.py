"""JSON read strictly: no duplicate keys, NaN, infinities, lone surrogates, NUL, huge integers or deep nesting.

Stock parsers take some of these and fail later with a 500 (measured); here they are all one clear 422.
"""

import json
from typing import Any

import orjson
from fastapi import Request

from app.core.errors import Invalid

DEPTH = 32
INTEGER_BOUND = 2**63


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise Invalid("The same field was sent twice.", code="json")
    return result


def _check(value: Any, depth: int = 0) -> None:
    if depth > DEPTH:
        raise Invalid("This is nested too deeply.", code="json")
    if isinstance(value, str):
        if "\x00" in value:
            raise Invalid("These characters cannot be stored.", code="json")
    elif isinstance(value, dict):
        for key, item in value.items():
            _check(key, depth)
            _check(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, int) and abs(value) > INTEGER_BOUND:
        raise Invalid("This number is too large.", code="json")


def parse(body: bytes) -> Any:
    """The value of a JSON text (RFC 8259), or Invalid."""
    try:
        orjson.loads(body)  # refuses NaN, infinities, lone surrogates, bad UTF-8 and runaway nesting, quickly
        value = json.loads(body, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise Invalid("This is not well-formed JSON.", code="json") from error
    _check(value)
    return value


class StrictRequest(Request):
    """A request whose `json()` is strict."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = parse(await self.body())
        return self._json
