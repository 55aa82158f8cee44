"""Strict schemas for both sides of every door: no unknown field, no coercion, bounded numbers."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Integer = Annotated[int, Field(strict=True, ge=-(2**31), le=2**31 - 1)]


class Body(BaseModel):
    """What comes in as JSON: strict types, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", strict=True, str_max_length=20_000, allow_inf_nan=False)


class FormBody(BaseModel):
    """What comes in from an HTML form: everything is text there, so types are read from it; unknown fields refused."""

    model_config = ConfigDict(extra="forbid", str_max_length=20_000, allow_inf_nan=False)


class Answer(BaseModel):
    """What goes out: only the fields that are declared."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class Problem(Answer):
    """A refusal in JSON (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["There is nothing here."])
    status: int = Field(examples=[404])
    code: str = Field(examples=["not-found"])
    detail: str | None = None
    errors: dict[str, str] | None = None
    spans: list[dict[str, int | str]] | None = None


REFUSALS = (401, 403, 404, 409, 413, 422, 429, 503)


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The refusals that a JSON door may answer, for its contract: `ApiDoors(tag=..., responses=problems())`."""
    content: dict[str, Any] = {"application/problem+json": {}}
    return {code: {"model": Problem, "content": content} for code in codes or REFUSALS}


Item = TypeVar("Item")


class Listing(Answer, Generic[Item]):
    """One page of a list and the cursor of the next one."""

    items: list[Item]
    next: str | None = None
