"""Results for the participants, on the promised day: counted once, then never again, so that no two countings can be compared.

A count under 11 is left out, every other count and the total are rounded to 5, each by itself (the rule of NHS England's
publications). Only answers whose consent to the study stands on that day are counted; answers kept for oneself are not.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from app.consents import ledger, texts
from app.core import clock
from app.models.survey import Survey, SurveyResult, SurveyStatus
from app.surveys import answers, sealing, versions
from app.surveys.questionnaire.model import Item, ItemType
from app.surveys.questionnaire.scoring import score
from app.surveys.versions import Version

SMALLEST, STEP = 11, 5
COUNTED = (ItemType.BOOLEAN, ItemType.CHOICE, ItemType.OPEN_CHOICE, ItemType.INTEGER)
MOST_VALUES = 15


def due(survey: Survey) -> bool:
    """Whether the promised day has come; answers kept for oneself have no common results."""
    return survey.study_id is not None and clock.today() >= survey.results_on


def results_of(session: Session, survey: Survey) -> SurveyResult | None:
    """What is told, counted now if nobody looked before; None until the promised day."""
    if not due(survey):
        return None
    known = session.get(SurveyResult, survey.id)
    if known is None and survey.status != SurveyStatus.SEALED:
        return count_once(session, survey)
    return known


def count_once(session: Session, survey: Survey) -> SurveyResult | None:
    """Counts and keeps, unless it was done; before a survey's key is destroyed this is the last moment."""
    if session.get(SurveyResult, survey.id) is None:
        values = _count(session, survey)
        session.execute(insert(SurveyResult).values(**values).on_conflict_do_nothing())
    return session.get(SurveyResult, survey.id)


def _count(session: Session, survey: Survey) -> dict[str, Any]:
    assert survey.study_id is not None
    purpose = texts.study_purpose(survey.study_id)
    standing = ledger.eligible(session, purpose, minimum_version=texts.minimum_version(session, purpose))
    found = [one for one in answers.completed(session, survey.id) if one.contributor in standing]
    version = versions.current(session, survey)
    tables = [
        _table(item.link_id, options, (one.answers.get(item.link_id) for one in found))
        for item in version.questionnaire.walk()
        if (options := _options(item))
    ]
    if version.scoring is not None:
        bands = [band.code for band in version.scoring.bands]
        tables.append(_table("", bands, (_band(version, one.answers) for one in found)))
    return {
        "survey_id": survey.id,
        "tables": tables,
        "answers": told(len(found)),
        "counted_on": clock.today(),
    }


def told(count: int) -> int | None:
    """A count as it may be told: rounded to 5, or left out when it is small."""
    return None if count < SMALLEST else STEP * round(count / STEP)


def _options(item: Item) -> list[Any]:
    if not item.askable or item.type not in COUNTED:
        return []
    if item.type is ItemType.BOOLEAN:
        return [True, False]
    if item.type is ItemType.INTEGER:
        low, high = item.minimum, item.maximum
        bounded = type(low) is int and type(high) is int and high - low < MOST_VALUES
        return list(range(low, high + 1)) if bounded else []  # type: ignore[arg-type, operator]
    return [option.key for option in item.options]


def _table(link_id: str, options: list[Any], given: Iterable[Any]) -> dict[str, Any]:
    """Counts by option; what somebody declined, skipped or wrote in own words is in no count."""
    counts: Counter[Any] = Counter()
    for value in given:
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                counts[one] += 1
    rows = [{"value": option, "count": told(counts[option])} for option in options]
    return {"link_id": link_id, "rows": rows}


def _band(version: Version, stored: dict[str, Any]) -> str | None:
    assert version.scoring is not None
    typed = sealing.typed(version.questionnaire, stored)
    band = score(version.scoring, version.questionnaire, typed).band
    return band.code if band else None
