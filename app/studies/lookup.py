"""Finding studies: the public register, one study for this reader, and what waits for whom."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.access import arrival
from app.access.predicates import Scene, lead, researcher, steward
from app.core import db
from app.core.errors import NotFound
from app.core.web import Visit
from app.models.community import Community
from app.models.study import Study, StudyApproval, StudyStatus
from app.models.survey import Survey
from app.studies.agreement import DESK


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal not yet written: it belongs to whoever writes it."""

    owner_id: UUID


def find_draft(visit: Visit) -> Draft:
    """The finder of the door that proposes."""
    open_desk(visit)
    return Draft(visit.actor.account_id)


def open_desk(visit: Visit) -> None:
    """Opens what this reader may see of proposals: the whole desk for researchers and stewards, else their communities."""
    if visit.actor is None:
        return
    scene = Scene(visit.actor)
    if researcher(scene) or steward(scene):
        db.act_in(visit.session, (), (DESK,))
    elif not visit.actor.offices:
        arrival.own_personas(visit.session, visit.actor)


def find_study(visit: Visit, study_id: UUID) -> Study:
    """A study that this reader may know: public once it opened, before that the owner's, the stewards' and the leads'."""
    study = load_study(visit, study_id)
    if not is_public(study) and not _concerns(visit, study):
        raise NotFound
    return study


def load_study(visit: Visit, study_id: UUID) -> Study:
    """A study with the reader's persona in its community; NotFound when the wall hides it."""
    open_desk(visit)
    study = visit.session.get(Study, study_id)
    if study is None:
        raise NotFound
    visit.membership = None
    entrance = arrival.enter_by_id(visit.session, visit.actor, study.community_id) if visit.actor else None
    if entrance is not None and not visit.actor.offices:
        visit.membership = entrance.membership
    return study


def is_public(study: Study) -> bool:
    """Whether it stands in the register."""
    return study.opened_on is not None


def _concerns(visit: Visit, study: Study) -> bool:
    scene = Scene(visit.actor, visit.membership, study)
    if researcher(scene) and visit.actor.account_id == study.owner_id:
        return True
    return steward(scene) or lead(scene)


@dataclass(frozen=True, slots=True)
class Listed:
    """A study with its community, None when that one is hidden."""

    study: Study
    community: Community | None


def register(session: Session) -> list[Listed]:
    """Every study that opened once, newest first; one statement."""
    return _listed(session, col(Study.opened_on).is_not(None))


def every(session: Session) -> list[Listed]:
    """All studies that the transaction may see."""
    return _listed(session, col(Study.id).is_not(None))


def own(session: Session, owner_id: UUID) -> list[Listed]:
    """A researcher's own studies."""
    return _listed(session, col(Study.owner_id) == owner_id)


def waiting(session: Session, office: str, communities: list[UUID] | None = None) -> list[Listed]:
    """Proposals that an office has not approved in their present version (of these communities, for leads)."""
    done = (
        select(StudyApproval.study_id)
        .where(
            StudyApproval.study_id == Study.id,
            StudyApproval.version == Study.version,
            StudyApproval.office == office,
        )
        .exists()
    )
    wanted = (col(Study.status) == StudyStatus.PROPOSED) & ~done
    if communities is not None:
        wanted &= col(Study.community_id).in_(communities)
    return _listed(session, wanted)


def _listed(session: Session, wanted: object) -> list[Listed]:
    rows = session.exec(
        select(Study, Community)
        .join(Community, col(Community.id) == col(Study.community_id))
        .where(wanted)  # type: ignore[arg-type]
        .order_by(col(Study.opened_on).desc().nullslast(), col(Study.id))
        .limit(500)
    )
    return [Listed(study, None if community.hidden else community) for study, community in rows]


def surveys_to_study(session: Session, owner_id: UUID) -> list[Survey]:
    """The surveys that a researcher may propose a study for; opens their communities for this list only."""
    tags = session.info.get("tags", ())
    homes = list(session.exec(select(Community.id)))
    db.act_in(session, homes, tags)
    taken = (
        select(Study.id).where(Study.survey_id == Survey.id, col(Study.status) != StudyStatus.CLOSED).exists()
    )
    found = session.exec(
        select(Survey)
        .where(
            or_(col(Survey.owner_id) == owner_id, col(Survey.owner_id).is_(None)),
            Survey.mode == "pseudonymous",
            ~taken,
        )
        .order_by(col(Survey.slug))
        .limit(200)
    ).all()
    db.act_in(session, (), tags)
    return list(found)
