"""Questionnaires, published surveys, answers under a survey-scoped id.

Two modes, frozen at publication. Pseudonymous: `survey_response` hangs on the contributor id, an HMAC under the survey's
key. Anonymous: `survey_participation` says who answered, `anonymous_response` what was answered; they share no key,
no time and no order. All answers are sealed under the survey's key: destroying it forgets them, in backups too.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from app.models.base import UUID, Table, choice, one_of, random_id


class SurveyMode(StrEnum):
    """Whether a response can be found again by its author."""

    PSEUDONYMOUS = "pseudonymous"
    ANONYMOUS = "anonymous"


class SurveyStatus(StrEnum):
    """Where a survey stands: `closed` takes no more answers, `sealed` lost its key for good."""

    OPEN = "open"
    CLOSED = "closed"
    SEALED = "sealed"


class Survey(Table, table=True):
    """A survey open to the members of one community. `owner_id` is the researcher's account (who holds no persona)."""

    __tablename__ = "survey"
    __table_args__ = (one_of("mode", SurveyMode), one_of("status", SurveyStatus))

    id: UUID = random_id()
    slug: str = Field(max_length=80, unique=True)
    community_id: UUID = Field(foreign_key="community.id", ondelete="CASCADE", index=True)
    study_id: UUID | None = Field(default=None, index=True)
    owner_id: UUID | None = None
    mode: str = choice(SurveyMode)
    status: str = choice(SurveyStatus, SurveyStatus.OPEN)
    version: int = 1
    minutes: int = 1
    notes: dict[str, Any] = Field(sa_type=JSONB)
    opened_on: date
    results_on: date


class SurveyVersion(Table, table=True):
    """One published version: canonical FHIR bytes and their hash. The database refuses to change it."""

    __tablename__ = "survey_version"

    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE", primary_key=True)
    number: int = Field(primary_key=True)
    canonical: bytes = Field(sa_type=LargeBinary)
    sha256: str = Field(max_length=64)
    scoring: str | None = Field(default=None, max_length=40)
    published_on: date


class SurveyProgress(Table, table=True):
    """Answers on their way, one row a person, dropped when they are sent."""

    __tablename__ = "survey_progress"

    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE", primary_key=True)
    contributor: bytes = Field(sa_type=LargeBinary, primary_key=True)
    version: int
    sealed: bytes = Field(sa_type=LargeBinary)
    saved_on: date = Field(index=True)


class SurveyParticipation(Table, table=True):
    """That somebody answered: one answer a person, in both modes. No time at all."""

    __tablename__ = "survey_participation"

    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE", primary_key=True)
    contributor: bytes = Field(sa_type=LargeBinary, primary_key=True)
    anonymous: bool = False


class SurveyResponse(Table, table=True):
    """A pseudonymous response; its author can read and withdraw it until the survey's key is destroyed."""

    __tablename__ = "survey_response"
    __table_args__ = (UniqueConstraint("survey_id", "contributor"),)

    id: UUID = random_id()
    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE")
    contributor: bytes = Field(sa_type=LargeBinary)
    version: int
    sealed: bytes = Field(sa_type=LargeBinary)
    answered_on: date


class WaitingResponse(Table, table=True):
    """An anonymous response that waits for its batch: safe from now on, readable by nobody yet."""

    __tablename__ = "waiting_response"

    id: UUID = random_id()
    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE", index=True)
    version: int
    sealed: bytes = Field(sa_type=LargeBinary)


class AnonymousResponse(Table, table=True):
    """An anonymous response: a random id, and nothing that leads to a person or a day."""

    __tablename__ = "anonymous_response"

    id: UUID = random_id()
    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE", index=True)
    version: int
    sealed: bytes = Field(sa_type=LargeBinary)


class SurveyResult(Table, table=True):
    """What the participants are told on the promised day: counted once, small numbers left out, the rest rounded. Never counted again."""

    __tablename__ = "survey_result"

    survey_id: UUID = Field(foreign_key="survey.id", ondelete="CASCADE", primary_key=True)
    tables: list[dict[str, Any]] = Field(sa_type=JSONB)
    answers: int | None = None
    counted_on: date
