"""What comes in and goes out at the doors of notifications."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Answer, Body, FormBody, Integer

Hour = Annotated[int, Field(ge=0, le=23)]
StrictHour = Annotated[int, Field(strict=True, ge=0, le=23)]
Rhythm = Literal["off", "daily", "weekly"]


class ReadForm(FormBody):
    """The button "mark all as read"."""


class WishesForm(FormBody):
    """The page of wishes about mail."""

    digest: Rhythm
    quiet_from: Hour
    quiet_until: Hour


class Wishes(Body):
    """PUT /me/notification-settings."""

    digest: Rhythm = Field(examples=["weekly"])
    quiet_from: StrictHour = Field(examples=[21], description="First quiet hour.")
    quiet_until: StrictHour = Field(examples=[8], description="First hour that is not quiet any more.")


class WishesOut(Answer):
    """How often mail comes, and when not."""

    digest: Rhythm
    quiet_from: Integer
    quiet_until: Integer


class Reading(Body):
    """POST /notifications/read: these, or all of them without `ids`."""

    ids: list[Annotated[UUID, Field(strict=False)]] | None = Field(
        default=None, max_length=100, examples=[["0b0e8a8e-6a51-4c39-9c3a-5d0a3b6f8f11"]]
    )


class NotificationOut(Answer):
    """One alert: a kind, an address, a day. No text and no name of anybody."""

    id: UUID
    kind: str = Field(examples=["reply"])
    community: str = Field(examples=["multiple-sclerosis"])
    link: str = Field(examples=["/c/multiple-sclerosis/t/0b0e8a8e-6a51-4c39-9c3a-5d0a3b6f8f11"])
    times: Integer = Field(examples=[2])
    day: str = Field(examples=["2026-11-24"])
    read: bool


class Changed(Answer):
    """How many alerts were marked."""

    changed: Integer
