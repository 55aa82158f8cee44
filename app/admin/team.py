"""The team of a community: its leads appoint and release moderators. Nobody acts on themselves, a lead or a professional."""

from typing import Annotated

from fastapi.responses import Response
from sqlmodel import Session, col, select

from app.access.guard import allowed, enter_community
from app.access.permissions import Permission
from app.admin.schemas import TeamForm
from app.communities.handles import fold_handle
from app.communities.personas import list_moderators
from app.core import audit
from app.core.errors import Invalid, NotFound, Refused
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.community import Community, CommunityRole, Persona, PersonaStatus

doors = Doors()
ORDINARY = (CommunityRole.MEMBER.value, CommunityRole.EXPERT.value)


def find_team(visit: Visit, slug: str) -> Community:
    """The community, entered; a sub-group has the team of its community."""
    community = enter_community(visit, slug)
    if community.parent_id is not None:
        raise NotFound
    return community


TeamToLead = Annotated[Community, allowed(Permission.moderator_appoint, find_team)]


@doors.get("/c/{slug}/team")
def show_team(visit: Here, community: TeamToLead, slug: str) -> Response:
    """Who moderates here, and the form of the leads. An admin has no inside here: their way is a proposal."""
    if visit.membership is None:
        return visit.go(f"/admin/communities/{slug}")
    staff = list_moderators(visit.session, community)
    return visit.page("admin/team.html", community=community, staff=staff)


@doors.post("/c/{slug}/team")
@reshow(show_team)
def change_team(visit: Here, community: TeamToLead, slug: str) -> Response:
    """Appoints or releases one moderator."""
    if visit.membership is None:
        raise Refused("A lead of the community does this.")
    form = visit.read(TeamForm)
    appoint = form.wish == "appoint"
    change(visit.session, visit.membership, community, handle=form.handle, appoint=appoint)
    said = N_("The moderator is appointed.") if appoint else N_("The moderator is released.")
    return visit.go(f"/c/{slug}/team", said=said)


def change(session: Session, by: Persona, community: Community, *, handle: str, appoint: bool) -> Persona:
    """A member or expert becomes a moderator, or a moderator a member again. Invalid for anybody else."""
    found = session.exec(
        select(Persona)
        .where(
            col(Persona.community_id) == community.id,
            col(Persona.handle_folded) == fold_handle(handle),
            col(Persona.status) == PersonaStatus.ACTIVE.value,
        )
        .with_for_update()
    ).first()
    fits = found is not None and (
        found.role in ORDINARY if appoint else found.role == CommunityRole.MODERATOR.value
    )
    if found is None or found.id == by.id or not fits:
        raise Invalid(fields={"handle": "There is nobody of this name here whom this concerns."})
    found.role = (CommunityRole.MODERATOR if appoint else CommunityRole.MEMBER).value
    session.add(found)
    session.flush()
    act = "moderator.appointed" if appoint else "moderator.released"
    audit.record(session, act, actor=by.id, subject=found.id)
    return found
