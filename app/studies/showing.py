"""A study as it leaves the house: the entry of the register, and the whole of it."""

from sqlmodel import Session

from app.models.study import Study
from app.studies import agreement, approving
from app.studies.lookup import Listed
from app.studies.schemas import ApprovalOut, PersonOut, StudyEntry, StudyOut, VariableOut


def entry(one: Listed, locale: str) -> StudyEntry:
    """One line of the register; a hidden community is not named."""
    study, names = one.study, one.community.names if one.community else {}
    return StudyEntry(
        id=study.id, title=study.title, aim=study.aim, ethics=study.ethics, community=names.get(locale) or names.get("en"),
        status=study.status, opened_on=study.opened_on, closed_on=study.closed_on,
    )  # fmt: skip


def whole(session: Session, one: Listed, locale: str) -> StudyOut:
    """The study with its people, roles, approvals, and what is still missing before one."""
    study = one.study
    return StudyOut(
        **entry(one, locale).model_dump(),
        survey_id=study.survey_id,
        protocol=study.protocol,
        retention_months=study.retention_months,
        minimum_version=study.minimum_version,
        version=study.version,
        people=[
            PersonOut(
                name=person.name,
                affiliation=person.affiliation,
                agreed=person.agreed_version == agreement.VERSION,
            )
            for person in agreement.people_of(session, study)
        ],
        variables=[VariableOut.model_validate(row) for row in approving.variables_of(session, study)],
        approvals=[ApprovalOut.model_validate(row) for row in approving.approvals_of(session, study)],
        missing=lacking(session, study),
    )


def lacking(session: Session, study: Study) -> dict[str, str]:
    """What stands in the way of an approval; nothing once the study is open."""
    return approving.missing(session, study) if study.status == "proposed" else {}
