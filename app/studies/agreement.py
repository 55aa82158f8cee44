"""The agreement on using the data: one version in force, accepted by each named person before a file leaves."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from app.core import audit, clock, db, keys, mail, tickets
from app.core.errors import Conflict, NotFound
from app.core.settings import get_settings
from app.models.study import Study, StudyPerson, StudyStatus

VERSION = 1
TICKET = "agreement"
LASTS = timedelta(days=30)
DESK = b"desk"
"""The tag under which the research desk sees proposals; the wall of the table knows it."""


def people_of(session: Session, study: Study) -> list[StudyPerson]:
    """The named persons; the owner comes first."""
    wanted = select(StudyPerson).where(col(StudyPerson.study_id) == study.id).order_by(col(StudyPerson.rank))
    return list(session.exec(wanted))


def agreed(people: list[StudyPerson]) -> bool:
    """Whether every named person accepted the version in force."""
    return bool(people) and all(person.agreed_version == VERSION for person in people)


def accept(session: Session, study: Study, person: StudyPerson) -> None:
    """One person accepts the version in force; accepting twice is the same."""
    if study.status != StudyStatus.OPEN:
        raise Conflict("The agreement can be accepted once the study is open.")
    if person.agreed_version == VERSION:
        return
    person.agreed_version, person.agreed_at = VERSION, clock.now()
    session.add(person)
    session.flush()
    audit.record(session, "study.agreed", actor=str(person.id), subject=study.id, version=VERSION)


def accept_own(session: Session, study: Study) -> None:
    """The owner accepts."""
    accept(session, study, people_of(session, study)[0])


def invite(session: Session, study: Study) -> None:
    """Mails everybody but the owner a link to the agreement."""
    for person in people_of(session, study)[1:]:
        if person.email_sealed and person.agreed_version != VERSION:
            address = keys.unseal("study person", person.email_sealed, person.id.bytes).decode()
            ticket = tickets.issue(TICKET, str(person.id), LASTS, version=VERSION)
            link = f"{get_settings().public_url}/research/agreements?ticket={ticket}"
            mail.send(session, to=address, template="agreement", locale="fr", link=link)


def by_ticket(session: Session, ticket: str) -> tuple[Study, StudyPerson]:
    """The person and the study of a mailed link; NotFound for anything else, or for a version that is no more in force."""
    try:
        opened = tickets.read(TICKET, ticket)
    except tickets.BadTicket as error:
        raise NotFound from error
    db.act_in(session, (), (DESK,))
    person = session.get(StudyPerson, UUID(opened.subject))
    study = session.get(Study, person.study_id) if person else None
    if person is None or study is None or opened.claims.get("version") != VERSION:
        raise NotFound
    return study, person


__all__ = ["VERSION", "accept", "accept_own", "agreed", "by_ticket", "invite", "people_of"]
