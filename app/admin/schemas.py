"""What comes in at the doors of the administration."""

from typing import Annotated, Literal

from pydantic import Field

from app.core.schemas import FormBody
from app.core.text import Line

Reason = Annotated[Line, Field(min_length=3, max_length=400)]


class LeadForm(FormBody):
    """A lead to appoint or to end."""

    handle: Annotated[Line, Field(min_length=1, max_length=40)]
    wish: Literal["appoint", "end"]
    reason: Reason


class OfficeForm(FormBody):
    """An office to offer or to end."""

    email: Line
    office: Literal["steward", "admin"]
    wish: Literal["grant", "end"]
    reason: Reason


class ResearcherForm(FormBody):
    """A research account to offer or to end."""

    email: Line
    wish: Literal["grant", "end"]


class DecideForm(FormBody):
    """The second person's word."""

    word: Literal["confirm", "refuse"]


class OpenForm(FormBody):
    """A new community with its two leads."""

    slug: Annotated[Line, Field(max_length=60)]
    icd10: Annotated[Line, Field(max_length=100)]
    name_fr: Annotated[Line, Field(max_length=80)]
    name_en: Annotated[Line, Field(max_length=80)]
    description_fr: Annotated[Line, Field(max_length=400)] = ""
    description_en: Annotated[Line, Field(max_length=400)] = ""
    lead_one: Line
    lead_two: Line


class TeamForm(FormBody):
    """A moderator to appoint or to release."""

    handle: Annotated[Line, Field(min_length=1, max_length=40)]
    wish: Literal["appoint", "end"]
