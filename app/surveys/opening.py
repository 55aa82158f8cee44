"""Opening a survey from the command line: a file or an instrument we ship, for a community named by its address."""

from datetime import date
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from app.access import arrival
from app.core import db
from app.core.errors import Invalid
from app.models.survey import Survey, SurveyMode
from app.surveys.composing import with_profile
from app.surveys.publishing import publish
from app.surveys.questionnaire.catalogue import SCORINGS, instrument
from app.surveys.questionnaire.importing import import_questionnaire


def open_from(
    session: Session,
    source: str,
    *,
    community: str,
    slug: str,
    results_on: str,
    mode: str,
    profile: bool = False,
    study: str = "",
) -> Survey:
    """Publishes version 1. Invalid names the field that cannot be used."""
    if source in SCORINGS:
        questionnaire, scoring = instrument(source).questionnaire, SCORINGS[source]
    else:
        questionnaire, scoring = import_questionnaire(Path(source)).questionnaire, None
    found = arrival.find_community(session, community)
    if found is None:
        raise Invalid("There is no such community.")
    if mode not in tuple(SurveyMode):
        raise Invalid("The mode is pseudonymous or anonymous.")
    db.act_in(session, [found.id])
    return publish(
        session,
        community=found,
        slug=slug,
        questionnaire=with_profile(questionnaire) if profile else questionnaire,
        scoring=scoring,
        mode=mode,
        results_on=_day(results_on),
        study_id=_id(study) if study else None,
    )


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise Invalid("Write the day as YYYY-MM-DD.") from error


def _id(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise Invalid("A study is named by its id.") from error
