"""What comes in and goes out at the doors of data rights."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.core.schemas import Answer, Body, FormBody

Fate = Literal["remove", "detach"]


def _fold(value: Any) -> Any:
    return value.strip().casefold() if isinstance(value, str) else value


class EraseForm(FormBody):
    """Erasing on the page: what becomes of the words, and the word typed to confirm."""

    posts: Fate = "remove"
    confirm: Annotated[Literal["effacer", "erase"], BeforeValidator(_fold)]


class ErasureAsked(Body):
    """POST /me/erasure. `detach` keeps threads and replies and takes their author away; chat and letters always go."""

    posts: Fate = Field(default="remove", examples=["remove"])


class ExportState(Answer):
    """Where a copy stands: `done` of `total` steps; the file is at `file` once `status` is "ready"."""

    status: str = Field(examples=["working"])
    done: int = Field(examples=[3])
    total: int = Field(examples=[9])
    asked_at: datetime
    gone_at: datetime
    file: str | None = Field(default=None, examples=["/api/v1/me/data-export/file"])


class ErasureState(Answer):
    """An erasure that waits; undone by DELETE until `erase_at`."""

    status: str = Field(examples=["waiting"])
    asked_at: datetime
    erase_at: datetime
    keep: list[str] = Field(examples=[["posts"]])


class Receipt(Answer):
    """What was removed from where: rows by store, and that the keys are destroyed."""

    asked_on: str = Field(examples=["2026-11-01"])
    erased_on: str = Field(examples=["2026-11-17"])
    stores: dict[str, int] = Field(examples=[{"accounts": 3, "dashboard": 64, "keystore": 1}])
    kept_without_author: list[str]
    keys_destroyed: bool
