"""An alert to those who may answer, when a survey opens: in small batches, without a word about what it asks."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.core import db, jobs
from app.models.community import Community, CommunityRole, Persona, PersonaStatus
from app.models.survey import Survey, SurveyStatus
from app.notifications.notify import notify

ANNOUNCE = "surveys.announce"
BATCH = 500


def announce(session: Session, survey: Survey) -> None:
    """Enqueues the alerts, in this transaction."""
    jobs.defer(session, ANNOUNCE, survey=str(survey.id), community=str(survey.community_id))


@jobs.job(ANNOUNCE)
def tell_members(session: Session, survey: str, community: str, after: str = "") -> None:
    """Alerts one batch of personas, in the order of their random ids, and enqueues the next one."""
    place = session.get(Community, UUID(community))
    if place is None:
        return
    home = place.parent_id or place.id  # a group uses the personas of its community
    db.act_in(session, [home, place.id])
    found = session.get(Survey, UUID(survey))
    if found is None or found.status != SurveyStatus.OPEN:
        return
    wanted = (
        select(Persona.id)
        .where(
            col(Persona.community_id) == home,
            col(Persona.status) == PersonaStatus.ACTIVE,
            col(Persona.role) != CommunityRole.PROFESSIONAL,
        )
        .order_by(col(Persona.id))
        .limit(BATCH)
    )
    personas = session.exec(wanted.where(col(Persona.id) > UUID(after)) if after else wanted).all()
    for persona_id in personas:
        notify(
            session, persona_id=persona_id, community_id=home, kind="survey", link=f"/surveys/{found.slug}"
        )
    if len(personas) == BATCH:
        jobs.defer(session, ANNOUNCE, survey=survey, community=community, after=str(personas[-1]))
