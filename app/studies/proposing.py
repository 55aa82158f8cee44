"""Proposing a study and giving its variables their roles. Every change raises the version, and approvals name one."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlmodel import Session, col, delete, select

from app.access.predicates import Actor
from app.core import audit, clock, keys
from app.core.errors import Conflict, Invalid, NotFound
from app.models.study import Study, StudyPerson, StudyStatus, StudyVariable
from app.models.survey import Survey, SurveyStatus
from app.studies.questions import Question, find_survey, questions_of
from app.studies.schemas import PersonIn, ProposalIn, VariableIn
from app.studies.variables import TOP_AGE, suggested_name


def office_tag(account_id: bytes) -> str:
    """How an office-holder is called in approvals and the audit log: a keyed tag, never the account."""
    return keys.tag("office", account_id).hex()[:32]


def propose(session: Session, actor: Actor, draft: ProposalIn) -> Study:
    """A new proposal by a researcher for one survey. Conflict when the survey already has a study that is not closed."""
    survey = find_survey(session, draft.survey_id)
    if survey.owner_id is not None and survey.owner_id != actor.account_id:
        raise NotFound
    if survey.status == SurveyStatus.SEALED:
        raise Conflict("This survey is over.")
    if survey.mode != "pseudonymous":
        raise Invalid(
            fields={
                "survey_id": "Answers of an anonymous survey cannot be withdrawn, so no study may use them."
            }
        )
    if session.exec(
        select(Study.id).where(Study.survey_id == survey.id, col(Study.status) != StudyStatus.CLOSED)
    ).first():
        raise Conflict("This survey already has a study.")
    study = Study(
        id=_known_id(session, survey),
        owner_id=actor.account_id, community_id=survey.community_id, survey_id=survey.id, title=draft.title, aim=draft.aim,
        protocol=draft.protocol, ethics=draft.ethics, retention_months=draft.retention_months,
        purpose={"fr": draft.purpose_fr, "en": draft.purpose_en}, proposed_on=clock.today(),
    )  # fmt: skip
    session.add(study)
    session.flush()
    _keep_people(session, study, draft.people)
    _keep_variables(session, study, draft.variables, questions_of(session, survey))
    audit.record(session, "study.proposed", actor=office_tag(actor.account_id.bytes), subject=study.id)
    return study


def _known_id(session: Session, survey: Survey) -> UUID:
    """A survey may have been published for a study that is only now written down: the study keeps that id."""
    known = survey.study_id
    return known if known is not None and session.get(Study, known) is None else uuid4()


def give_roles(session: Session, study: Study, variables: Sequence[VariableIn], actor: Actor) -> None:
    """Replaces the roles of a proposal, whole. Conflict once the study is open: its participants agreed to those roles."""
    if study.status != StudyStatus.PROPOSED:
        raise Conflict("The roles of an open study do not change.")
    session.exec(delete(StudyVariable).where(col(StudyVariable.study_id) == study.id))
    _keep_variables(session, study, variables, questions_of(session, find_survey(session, study.survey_id)))
    study.version += 1
    session.add(study)
    session.flush()
    audit.record(
        session,
        "study.roles",
        actor=office_tag(actor.account_id.bytes),
        subject=study.id,
        version=study.version,
    )


def _keep_people(session: Session, study: Study, people: Sequence[PersonIn]) -> None:
    for rank, person in enumerate(people):
        row = StudyPerson(study_id=study.id, rank=rank, name=person.name, affiliation=person.affiliation)
        if person.email:
            row.email_sealed = keys.seal("study person", person.email.encode(), row.id.bytes)
        elif rank:
            raise Invalid(
                fields={"people": "Everybody but you needs an e-mail address, to accept the agreement."}
            )
        session.add(row)
    session.flush()


def _keep_variables(
    session: Session, study: Study, variables: Sequence[VariableIn], questions: Sequence[Question]
) -> None:
    """One row a question: what was given, and the rest without a role."""
    given = {variable.link_id: variable for variable in variables}
    unknown = given.keys() - {question.link_id for question in questions}
    if unknown or len(given) != len(variables):
        field = f"variables.{min(unknown)}" if unknown else "variables"
        raise Invalid(fields={field: "This question is not part of the survey."})
    taken = {variable.name for variable in variables if variable.name}
    for rank, question in enumerate(questions):
        asked = given.get(question.link_id) or VariableIn(link_id=question.link_id)
        name = asked.name or suggested_name(question.link_id, taken)
        taken.add(name)
        top = TOP_AGE if asked.top_code is None and "age" in name.split("_") else asked.top_code
        session.add(
            StudyVariable(
                study_id=study.id,
                link_id=question.link_id,
                name=name,
                rank=rank,
                role=asked.role,
                numeric=asked.numeric,
                top_code=top,
                levels=asked.levels,
                ordered=asked.ordered,
                stigmatising=asked.stigmatising,
            )
        )
    names = [variable.name for variable in variables if variable.name]
    if len(set(names)) != len(names):
        raise Invalid(fields={"variables": "Two variables have the same name."})
    session.flush()
