"""Finding surveys: one for this reader, those open to them, and one's own answer wherever one lives now."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, or_, select

from app.access import arrival
from app.access.predicates import Actor
from app.consents.contributor import contributor_id
from app.core import db, keystore
from app.core.errors import NotFound
from app.core.web import Visit
from app.models.community import Community, CommunityRole
from app.models.study import Study
from app.models.survey import Survey, SurveyParticipation, SurveyProgress, SurveyStatus, SurveyVersion
from app.surveys import results
from app.surveys.versions import Version

PLACE = text("SELECT survey_place(:id, :slug)")
State = Literal["new", "begun", "answered", "closed"]


def find_survey(visit: Visit, slug: str) -> Survey:
    """The finder of pages: sets `visit.membership` and opens the community's wall for those who live in it."""
    return _enter(visit, col(Survey.slug) == slug, _place(visit.session, slug=slug))


def find_survey_by_id(visit: Visit, survey_id: UUID) -> Survey:
    """The finder of JSON doors."""
    return _enter(visit, col(Survey.id) == survey_id, _place(visit.session, survey_id=survey_id))


def _place(session: Session, *, survey_id: UUID | None = None, slug: str | None = None) -> UUID:
    found = session.connection().execute(PLACE, {"id": survey_id, "slug": slug}).scalar()
    if not isinstance(found, UUID):
        raise NotFound
    return found


def _enter(visit: Visit, wanted: object, community_id: UUID) -> Survey:
    """Members see through their own wall; researchers and stewards hold no persona, and the rules decide on the row."""
    if visit.actor is not None and visit.actor.offices:
        db.act_in(visit.session, [community_id], visit.session.info.get("tags", ()))
    else:
        entrance = arrival.enter_by_id(visit.session, visit.actor, community_id)
        visit.membership = entrance.membership if entrance else None
    survey = visit.session.exec(select(Survey).where(wanted)).first()  # type: ignore[arg-type]
    if survey is None:
        raise NotFound
    return survey


@dataclass(frozen=True, slots=True)
class Own:
    """A survey in which the reader has answered, and their id there."""

    survey: Survey
    contributor: bytes
    anonymous: bool


def find_own(visit: Visit, slug: str) -> Own:
    """One's own answer by the survey's address: also for those who left the community, or were banned from it."""
    return _own(visit, col(Survey.slug) == slug, _place(visit.session, slug=slug))


def find_own_by_id(visit: Visit, survey_id: UUID) -> Own:
    """One's own answer by the survey's id."""
    return _own(visit, col(Survey.id) == survey_id, _place(visit.session, survey_id=survey_id))


def _own(visit: Visit, wanted: object, community_id: UUID) -> Own:
    """The wall opens for one's own answer only: without one, the survey is as good as invented."""
    session = visit.session
    db.act_in(session, [community_id], session.info.get("tags", ()))
    survey = session.exec(select(Survey).where(wanted)).first()  # type: ignore[arg-type]
    db.act_in(session, (), session.info.get("tags", ()))
    if survey is None:
        raise NotFound
    try:
        contributor = contributor_id(survey.id, visit.actor.account_id)
    except keystore.KeyDestroyed as error:
        raise NotFound from error
    mark = session.get(SurveyParticipation, (survey.id, contributor))
    if mark is None:
        raise NotFound
    return Own(survey, contributor, mark.anonymous)


@dataclass(frozen=True, slots=True)
class Listed:
    """A survey in a list: its version in force, its community and where the reader stands with it."""

    survey: Survey
    version: Version
    community: Community
    state: State

    @property
    def questions(self) -> int:
        """How many questions there are at most."""
        return sum(item.askable for item in self.version.questionnaire.walk())

    @property
    def told(self) -> bool:
        """Whether its results can be read."""
        return results.due(self.survey)


def visible_to(session: Session, actor: Actor) -> list[Listed]:
    """The open surveys of the actor's communities, those they answered there, and those that are over with their results;
    unfinished ones first, then by title."""
    homes = _homes(session, actor)
    rows = session.exec(
        select(Survey, SurveyVersion)
        .join(SurveyVersion, col(SurveyVersion.survey_id) == col(Survey.id))
        .outerjoin(Study, col(Study.id) == col(Survey.study_id))
        .where(
            or_(col(Survey.study_id).is_not(None), col(Survey.owner_id).is_(None)),
            or_(col(Study.id).is_(None), col(Study.opened_on).is_not(None)),
            col(SurveyVersion.number) == col(Survey.version),
            col(Survey.community_id).in_(homes),
        )
    ).all()
    ids = {
        survey.id: contributor_id(survey.id, actor.account_id)
        for survey, _ in rows
        if survey.status != SurveyStatus.SEALED
    }
    answered, begun = _marks(session, SurveyParticipation, ids), _marks(session, SurveyProgress, ids)
    listed: list[Listed] = []
    for survey, version in rows:
        state: State = "new" if survey.status == SurveyStatus.OPEN else "closed"
        if survey.id in answered:
            state = "answered"
        elif survey.id in begun and state == "new":
            state = "begun"
        if state != "closed" or results.due(survey):
            listed.append(Listed(survey, Version(version), homes[survey.community_id], state))
    order = {"begun": 0, "new": 1, "answered": 2, "closed": 3}
    return sorted(listed, key=lambda one: (order[one.state], one.version.questionnaire.title.source))


def _homes(session: Session, actor: Actor) -> dict[UUID, Community]:
    """The communities and their groups in which the actor may be asked; professionals are not."""
    own = arrival.own_personas(session, actor)
    homes = {
        community.id: community
        for community, persona in own
        if persona.status == "active" and persona.role != CommunityRole.PROFESSIONAL
    }
    groups = session.exec(select(Community).where(col(Community.parent_id).in_(list(homes))))
    homes |= {group.id: group for group in groups}
    db.act_in(session, list(homes), session.info.get("tags", ()))
    return homes


def _marks(
    session: Session, table: type[SurveyParticipation] | type[SurveyProgress], ids: dict[UUID, bytes]
) -> set[UUID]:
    wanted = select(table.survey_id).where(col(table.contributor).in_(list(ids.values())))
    return set(session.exec(wanted))
