"""Closing a study: no more answers, no more releases. What was delivered stays under its agreement.

A month later the survey's keys are destroyed (the job `releases.seal`): until then people can still withdraw and see who
holds their answers; afterwards nobody can find a person behind an answer again.
"""

from datetime import timedelta

from sqlmodel import Session

from app.access.predicates import Actor
from app.core import audit, clock, jobs
from app.core.errors import Conflict
from app.models.study import Study, StudyStatus
from app.models.survey import SurveyStatus
from app.studies.proposing import office_tag
from app.studies.questions import find_survey

KEYS_LAST = timedelta(days=30)


def close(session: Session, study: Study, by: Actor) -> Study:
    """Ends a study for good; its survey takes no more answers. Members can still withdraw what is in a release."""
    session.refresh(study, with_for_update=True)
    if study.status == StudyStatus.CLOSED:
        raise Conflict("This study is closed already.")
    was_open = study.status == StudyStatus.OPEN
    study.status, study.closed_on = StudyStatus.CLOSED.value, clock.today()
    session.add(study)
    survey = find_survey(session, study.survey_id)
    if was_open and survey.status == SurveyStatus.OPEN:
        survey.status = SurveyStatus.CLOSED.value
        session.add(survey)
    session.flush()
    if was_open:
        jobs.defer(session, "releases.seal", at=clock.now() + KEYS_LAST, study=str(study.id))
    audit.record(session, "study.closed", actor=office_tag(by.account_id.bytes), subject=study.id)
    return study
