"""What comes in and goes out at the dashboard's doors."""

import re
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.core.schemas import Answer, Body, FormBody
from app.core.text import Line, Text

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _iso(value: Any) -> Any:
    """Only "2026-11-24": no timestamps, which pydantic would read as days too."""
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_parsing", "This is not a valid date.")


def _typed_number(value: Any) -> Any:
    """A number as people type it: a comma or a point, spaces between thousands."""
    if isinstance(value, str):
        return re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".") or None
    return value


def _or_none(value: Any) -> Any:
    return None if value == "" else value


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Day = Annotated[date, Field(strict=False, examples=["2026-11-24"]), BeforeValidator(_iso)]
Amount = Annotated[float, Field(ge=-1_000_000, le=1_000_000)]
Label = Annotated[Line, Field(max_length=40)]
Unit = Annotated[Line, Field(max_length=12)]
NoteLine = Annotated[Line, Field(max_length=280)]
TypedAmount = Annotated[Amount, BeforeValidator(_typed_number)]
TypedDay = Annotated[date | None, BeforeValidator(_or_none)]
Codes = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40), BeforeValidator(_as_list)]


class EntryForm(FormBody):
    """One tap, or one line with a day and a note."""

    value: TypedAmount
    second: Annotated[Amount | None, BeforeValidator(_typed_number)] = None
    day: TypedDay = None
    note: NoteLine = ""


class ChooseForm(FormBody):
    """The measures to show: ready ones by code, others by id."""

    codes: Codes = Field(default_factory=list)


class OwnForm(FormBody):
    """A measure of one's own: a scale with two ends, or any number."""

    label: Label
    unit: Unit = ""
    shape: Literal["scale", "number"] = "scale"


class MarkForm(FormBody):
    """An event, a treatment or an appointment."""

    sort: Literal["event", "treatment", "appointment"]
    day: Annotated[date, BeforeValidator(_iso)]
    label: Annotated[Line, Field(max_length=80)]
    detail: Annotated[Line, Field(max_length=80)] = ""
    next: Line = "/dashboard/marks"


class ShareForm(FormBody):
    """A link to some measures."""

    measures: Codes = Field(default_factory=list)
    label: Annotated[Line, Field(min_length=1, max_length=60)]
    days: Annotated[int, Field(ge=1, le=90)] = 7


class SheetForm(FormBody):
    """The words of the one-page sheet."""

    message: Annotated[Text, Field(max_length=900)] = ""
    questions: Annotated[Text, Field(max_length=1600)] = ""
    measure: Annotated[str, Field(max_length=40)] = ""


class NewMeasure(Body):
    """POST /me/measures: a ready measure by its code, or `custom` with a label."""

    code: Annotated[str, Field(max_length=40, examples=["fatigue"])]
    label: Label = Field(default="", examples=[""])
    unit: Unit = Field(default="", examples=[""])
    low: Amount | None = Field(default=None, examples=[None])
    high: Amount | None = Field(default=None, examples=[None])


class MeasureChange(Body):
    """PATCH /me/measures/{id}."""

    label: Label | None = Field(default=None, examples=[None])
    shown: bool | None = Field(default=None, examples=[True])


class NewEntry(Body):
    """POST /measures/{id}/entries: one a day; the same day again replaces it. Without a day: today."""

    value: Amount = Field(examples=[6])
    second: Amount | None = Field(default=None, examples=[None])
    day: Day | None = Field(default=None, examples=["2026-11-24"])
    note: NoteLine = Field(default="", examples=["Slept badly"])


class EntryChange(Body):
    """PATCH /measures/{id}/entries/{id}: what is left out stays."""

    value: Amount | None = Field(default=None, examples=[5])
    second: Amount | None = Field(default=None, examples=[None])
    note: NoteLine | None = Field(default=None, examples=["Better in the evening"])


class NewMark(Body):
    """POST /me/marks."""

    sort: Literal["event", "treatment", "appointment"] = Field(examples=["event"])
    day: Day
    label: Annotated[Line, Field(max_length=80, examples=["New treatment"])]
    detail: Annotated[Line, Field(max_length=80)] = Field(default="", examples=["15 mg"])


class MeasureOut(Answer):
    """A measure of the person's own."""

    id: UUID
    code: str = Field(examples=["fatigue"])
    label: str = Field(examples=["Fatigue"])
    unit: str = Field(examples=[""])
    low: float | None = Field(examples=[0])
    high: float | None = Field(examples=[10])
    shown: bool


class EntryOut(Answer):
    """One day."""

    id: UUID
    day: date
    value: float = Field(examples=[6])
    second: float | None = None
    note: str = ""


class MarkOut(Answer):
    """An event, a treatment or an appointment."""

    id: UUID
    sort: str = Field(examples=["event"])
    day: date
    label: str = Field(examples=["New treatment"])
    detail: str = ""
