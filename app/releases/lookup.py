"""Finding releases for this reader: the requester, the stewards, the leads of the community. For others there is nothing."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import arrival
from app.access.predicates import Scene, lead, researcher, steward
from app.core import db
from app.core.errors import NotFound, SignInNeeded
from app.core.web import Visit
from app.models.community import CommunityRole
from app.models.release import Recall, Release, ReleaseApproval, ReleaseStatus
from app.models.study import Study
from app.studies.lookup import find_study, load_study, open_desk


def find_release(visit: Visit, release_id: UUID) -> Release:
    """A release that this reader may know; sets the persona of a lead."""
    if visit.actor is None:
        raise SignInNeeded
    with db.wearing(visit.session, "research"):
        release = visit.session.get(Release, release_id)
    if release is None:
        raise NotFound
    study = load_study(visit, release.study_id)
    if not concerns(visit, study):
        raise NotFound
    return release


def find_study_inside(visit: Visit, study_id: UUID) -> Study:
    """A study whose releases this reader may know."""
    if visit.actor is None:
        raise SignInNeeded
    study = find_study(visit, study_id)
    if not concerns(visit, study):
        raise NotFound
    return study


def concerns(visit: Visit, study: Study) -> bool:
    """Whether somebody works with this study: its owner, a steward, a lead of its community."""
    scene = Scene(visit.actor, visit.membership, study)
    return (researcher(scene) and visit.actor.account_id == study.owner_id) or steward(scene) or lead(scene)


def study_of(session: Session, release: Release) -> Study:
    """The study of a release; the desk or a community of it is open."""
    study = session.get(Study, release.study_id)
    if study is None:
        raise NotFound
    return study


def find_recall(visit: Visit, recall_id: UUID) -> Recall:
    """A recall addressed to this reader."""
    if visit.actor is None:
        raise SignInNeeded
    with db.wearing(visit.session, "research"):
        recall = visit.session.get(Recall, recall_id)
    if recall is None or recall.owner_id != visit.actor.account_id:
        raise NotFound
    return recall


def releases_of(session: Session, study: Study) -> list[Release]:
    """A study's releases, newest first."""
    with db.wearing(session, "research"):
        wanted = select(Release).where(col(Release.study_id) == study.id).order_by(col(Release.number).desc())
        return list(session.exec(wanted))


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits at the research desk: a researcher, a steward, or a lead of some communities."""

    office: str
    communities: tuple[UUID, ...] = ()


def find_desk(visit: Visit) -> Desk:
    """The desk of this reader; NotFound for everybody else."""
    if visit.actor is None:
        raise SignInNeeded
    scene = Scene(visit.actor)
    open_desk(visit)
    if researcher(scene) or steward(scene):
        return Desk("steward" if steward(scene) else "researcher")
    homes = [
        community.id
        for community, persona in arrival.own_personas(visit.session, visit.actor)
        if persona.role == CommunityRole.LEAD and persona.status == "active"
    ]
    if not homes or not visit.actor.second_factor:
        raise NotFound
    return Desk("lead", tuple(homes))


def waiting(session: Session, desk: Desk) -> list[tuple[Release, Study]]:
    """Releases that wait for this office."""
    with db.wearing(session, "research"):
        done = (
            select(ReleaseApproval.release_id)
            .where(ReleaseApproval.release_id == Release.id, ReleaseApproval.office == desk.office)
            .exists()
        )
        asked = session.exec(select(Release).where(Release.status == ReleaseStatus.REQUESTED, ~done)).all()
    studies = {
        study.id: study
        for study in session.exec(select(Study).where(col(Study.id).in_([one.study_id for one in asked])))
    }
    return [
        (one, studies[one.study_id])
        for one in asked
        if one.study_id in studies
        and (not desk.communities or studies[one.study_id].community_id in desk.communities)
    ]
