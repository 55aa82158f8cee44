"""Recalls: when somebody withdraws, whoever holds a release with their answers is told to move on. Never who, never which row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.access.predicates import Actor
from app.accounts.addresses import open_address
from app.core import audit, clock, db, jobs, keystore, mail
from app.core.settings import get_settings
from app.models.account import Account
from app.models.release import Delivery, Recall, Release, ReleaseContributor, ReleaseStatus
from app.models.study import Study, StudyPerson
from app.releases import guard, links
from app.studies.agreement import DESK
from app.studies.proposing import office_tag


@jobs.job("releases.withdrawn")
def withdrawn(session: Session, contributor: str, survey: str) -> None:
    """What a withdrawal defers: the ids only."""
    on_withdrawal(session, bytes.fromhex(contributor), UUID(survey))


def on_withdrawal(session: Session, contributor: bytes, survey_id: UUID) -> int:
    """Recalls every release that holds this contributor's answers; gives how many notices went out."""
    try:
        tag = links.tag_of(survey_id, contributor)
    except keystore.KeyDestroyed:
        return 0
    rows = session.exec(
        select(ReleaseContributor).where(
            col(ReleaseContributor.tag) == tag, col(ReleaseContributor.survey_id) == survey_id
        )
    ).all()
    for row in rows:
        row.withdrawn = True
        session.add(row)
    session.flush()
    gone = Counter(
        dict(
            session.exec(
                select(ReleaseContributor.release_id, func.count())
                .where(
                    col(ReleaseContributor.survey_id) == survey_id,
                    col(ReleaseContributor.withdrawn).is_(True),
                )
                .group_by(col(ReleaseContributor.release_id))
            ).all()
        )
    )
    return sum(_raise(session, row.release_id, gone[row.release_id]) for row in rows)


def _raise(session: Session, release_id: UUID, gone: int) -> bool:
    """One notice for the recipient of a release; the number only ever moves in steps of m, so it counts nobody."""
    with db.wearing(session, "research"):
        release = session.get(Release, release_id, with_for_update=True)
        if release is None or release.status not in (ReleaseStatus.FROZEN, ReleaseStatus.REVOKED):
            return False
        m = guard.smallest_change(release.k)
        number = -(-gone // m) * m
        known = session.exec(select(Recall).where(col(Recall.release_id) == release_id)).all()
        if any(one.number >= number for one in known):
            return False
        waiting = next((one for one in known if one.acknowledged_at is None), None)
        recall = waiting or Recall(
            release_id=release_id, owner_id=release.owner_id, number=0, raised_at=clock.now()
        )
        recall.number = number
        session.add(recall)
        owner = release.owner_id
    audit.record(session, "release.recalled", actor="releases", subject=release_id, number=number)
    _tell(session, owner)
    return True


def _tell(session: Session, owner_id: UUID) -> None:
    with db.wearing(session, "vault"):
        account = session.get(Account, owner_id)
        address, locale = (open_address(account), account.locale) if account else ("", "")
    if address:
        link = f"{get_settings().public_url}/research"
        mail.send(session, to=address, template="recall", locale=locale, link=link)


def acknowledge(session: Session, recall: Recall, by: Actor) -> Recall:
    """The recipient confirms the recall; confirming twice is the same."""
    if recall.acknowledged_at is None:
        with db.wearing(session, "research"):
            recall.acknowledged_at = clock.now()
            session.add(recall)
        audit.record(
            session,
            "release.recall_acknowledged",
            actor=office_tag(by.account_id.bytes),
            subject=recall.release_id,
        )
    return recall


def of_owner(session: Session, owner_id: UUID) -> list[tuple[Recall, Release]]:
    """A recipient's recalls with their releases; what waits comes first."""
    with db.wearing(session, "research"):
        rows = session.exec(
            select(Recall, Release)
            .join(Release, col(Release.id) == col(Recall.release_id))
            .where(col(Recall.owner_id) == owner_id)
            .order_by(col(Recall.acknowledged_at).is_not(None), col(Recall.raised_at).desc())
        ).all()
    return [(recall, release) for recall, release in rows]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a release with somebody's answers."""

    study_id: UUID
    title: str
    number: int
    frozen_at: datetime | None
    people: list[str]
    downloaded: bool
    withdrawn: bool
    acknowledged: bool


def held_by(session: Session, contributor: bytes, survey_id: UUID | None = None) -> list[Holder]:
    """The releases that hold a contributor's answers, and who received them: for the person alone."""
    surveys = [survey_id] if survey_id else surveys_with_releases(session)
    return held_in(session, dict.fromkeys(surveys, contributor))


def held_in(session: Session, own: Mapping[UUID, bytes]) -> list[Holder]:
    """The same for a person's ids in several surveys at once; the number of statements does not grow with them."""
    known = set(surveys_with_releases(session))
    tags = _tags({survey: one for survey, one in own.items() if survey in known})
    rows = (
        session.exec(select(ReleaseContributor).where(col(ReleaseContributor.tag).in_(tags))).all()
        if tags
        else []
    )
    if not rows:
        return []
    gone = {row.release_id: row.withdrawn for row in rows}
    with db.wearing(session, "research"):
        releases = session.exec(select(Release).where(col(Release.id).in_(gone))).all()
        taken = set(
            session.exec(
                select(Delivery.release_id).where(
                    col(Delivery.release_id).in_(gone), col(Delivery.used_at).is_not(None)
                )
            )
        )
        told = set(
            session.exec(
                select(Recall.release_id).where(
                    col(Recall.release_id).in_(gone), col(Recall.acknowledged_at).is_not(None)
                )
            )
        )
    db.act_in(session, session.info.get("communities", ()), (*session.info.get("tags", ()), DESK))
    wanted = {one.study_id for one in releases}
    studies = {study.id: study for study in session.exec(select(Study).where(col(Study.id).in_(wanted)))}
    named = session.exec(
        select(StudyPerson).where(col(StudyPerson.study_id).in_(wanted)).order_by(col(StudyPerson.rank))
    ).all()
    found = []
    for release in sorted(releases, key=lambda one: one.number):
        study = studies.get(release.study_id)
        people = [person for person in named if person.study_id == release.study_id]
        found.append(
            Holder(
                release.study_id,
                study.title if study else "",
                release.number,
                release.frozen_at,
                [f"{person.name}, {person.affiliation}" for person in people],
                release.id in taken,
                gone[release.id],
                release.id in told,
            )
        )
    return found


def _tags(own: Mapping[UUID, bytes]) -> list[bytes]:
    tags = []
    for survey_id, contributor in own.items():
        try:
            tags.append(links.tag_of(survey_id, contributor))
        except keystore.KeyDestroyed:
            continue
    return tags


def surveys_with_releases(session: Session) -> list[UUID]:
    """The surveys whose answers are in a release."""
    return list(session.exec(select(ReleaseContributor.survey_id).distinct()))
