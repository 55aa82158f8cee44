"""Two persons open a study: a data steward and a lead moderator of its community, neither of them its owner."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.predicates import Actor
from app.consents import texts
from app.core import audit, clock, jobs
from app.core.errors import Conflict, Invalid, Refused
from app.models.community import Persona
from app.models.study import Office, Study, StudyApproval, StudyStatus, StudyVariable
from app.models.survey import SurveyStatus
from app.studies import agreement
from app.studies.proposing import office_tag
from app.studies.questions import find_survey, questions_of
from app.studies.variables import faults


@dataclass(frozen=True, slots=True)
class Approver:
    """Who approves: the account is compared with the owner's and never kept; the name is what the tables keep."""

    account_id: UUID
    office: Office
    name: str


def approver_of(actor: Actor, membership: Persona | None) -> Approver:
    """The office in which somebody approves: leads by their persona, stewards by a keyed tag."""
    if membership is not None:
        return Approver(actor.account_id, Office.LEAD, str(membership.id))
    return Approver(actor.account_id, Office.STEWARD, office_tag(actor.account_id.bytes))


def variables_of(session: Session, study: Study) -> list[StudyVariable]:
    """The variables of a study in the survey's order."""
    wanted = (
        select(StudyVariable).where(col(StudyVariable.study_id) == study.id).order_by(col(StudyVariable.rank))
    )
    return list(session.exec(wanted))


def missing(session: Session, study: Study) -> dict[str, str]:
    """What stands in the way of an approval, by field."""
    survey = find_survey(session, study.survey_id)
    return faults(variables_of(session, study), questions_of(session, survey))


def approvals_of(session: Session, study: Study) -> list[StudyApproval]:
    """The words given to the present version."""
    wanted = select(StudyApproval).where(
        col(StudyApproval.study_id) == study.id, col(StudyApproval.version) == study.version
    )
    return list(session.exec(wanted.order_by(col(StudyApproval.office).desc())))


def approve(session: Session, study: Study, by: Approver, comment: str = "") -> Study:
    """One office's word on the present version; the second one opens the study, its consent text and its survey."""
    session.refresh(study, with_for_update=True)
    if by.account_id == study.owner_id:
        raise Refused("Nobody approves a study of their own.")
    if study.status != StudyStatus.PROPOSED:
        raise Conflict("This study has been decided already.")
    lacking = missing(session, study)
    if lacking:
        raise Invalid("Not every question has a complete role, so this study stays closed.", fields=lacking)
    given = approvals_of(session, study)
    if any(one.office == by.office for one in given):
        raise Conflict("Your office has approved this version already.")
    session.add(
        StudyApproval(
            study_id=study.id,
            office=by.office.value,
            version=study.version,
            approver=by.name,
            comment=comment,
            approved_at=clock.now(),
        )
    )
    session.flush()
    audit.record(
        session,
        "study.approved",
        actor=by.name,
        subject=study.id,
        office=by.office.value,
        version=study.version,
    )
    if given:
        _open(session, study)
    return study


def _open(session: Session, study: Study) -> None:
    study.minimum_version = _publish_words(session, study)
    study.status, study.opened_on = StudyStatus.OPEN.value, clock.today()
    survey = find_survey(session, study.survey_id)
    survey.study_id, survey.status = study.id, SurveyStatus.OPEN.value
    session.add_all([study, survey])
    session.flush()
    agreement.invite(session, study)
    jobs.defer(session, "surveys.announce", survey=str(survey.id), community=str(survey.community_id))
    audit.record(session, "study.opened", actor="studies", subject=study.id)


def _publish_words(session: Session, study: Study) -> int:
    """Puts the approved consent text in force, unless it stands already word for word; the version people must agree to."""
    purpose, words = texts.study_purpose(study.id), {one: study.purpose[one] for one in texts.LANGUAGES}
    standing = {one: texts.in_force(session, [purpose], one).get(purpose) for one in texts.LANGUAGES}
    if all(found is not None and found.body == words[one].strip() for one, found in standing.items()):
        return texts.minimum_version(session, purpose)
    titles = dict.fromkeys(texts.LANGUAGES, study.title)
    return texts.publish(
        session, purpose, words, titles=titles, survey_id=study.survey_id, home_id=study.community_id
    )
