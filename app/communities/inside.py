"""Pages inside a community: its members, a persona, its rules, one's own place, and the leads' texts."""

from typing import Annotated

from fastapi.responses import Response

from app.access.guard import allowed, enter_community, may
from app.access.permissions import Permission
from app.accounts.addresses import own_address
from app.communities import configuring, leaving, renaming
from app.communities.acting import named
from app.communities.avatars import pebble
from app.communities.charter import charter_of
from app.communities.personas import find_persona, list_members, list_moderators, month_of
from app.communities.schemas import ConfigureForm
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.models.community import Community, Persona, PersonaStatus

doors = Doors()
Inside = Annotated[Community, allowed(Permission.persona_list, enter_community)]
ToLeave = Annotated[Community, allowed(Permission.community_leave, enter_community)]
ToConfigure = Annotated[Community, allowed(Permission.community_configure, enter_community)]
Shown = Annotated[Persona, allowed(Permission.persona_list, find_persona)]


@doors.get("/c/{slug}/members")
def show_members(visit: Here, community: Inside, after: str = "") -> Response:
    """The personas who live here, by name; the month of joining is the finest date."""
    members = list_members(visit.session, community, after[:400] or None)
    return visit.page(
        "communities/members.html",
        community=community,
        members=members.items,
        pebbles={one.id: pebble(one.id, one.handle) for one in members.items},
        month_of=month_of,
        after=members.next,
        first=not after,
    )


@doors.get("/c/{slug}/members/{persona_id}")
def show_persona(visit: Here, persona: Shown, slug: str) -> Response:
    """One persona: handle, how they come, since which month. Nothing that leads anywhere else."""
    community = visit.session.get(Community, persona.community_id)
    return visit.page(
        "communities/persona.html",
        community=community,
        persona=persona,
        drawing=pebble(persona.id, persona.handle),
        month=month_of(persona.joined_on),
        own=persona.id == visit.membership.id,
    )


@doors.get("/c/{slug}/rules")
def show_rules(visit: Here, community: Inside) -> Response:
    """The charter, who moderates, and what a decision brings with it."""
    return visit.page(
        "communities/rules.html",
        community=community,
        charter=charter_of(community, visit.locale),
        moderators=list_moderators(visit.session, community),
        may_change=may(Permission.community_configure, visit),
    )


@doors.get("/c/{slug}/me")
def show_me(visit: Here, community: ToLeave) -> Response:
    """One's own place here: the handle, a new one, leaving."""
    if visit.membership.status == PersonaStatus.PENDING:
        return visit.go(f"/communities/{community.slug}")
    return visit.page(
        "communities/me.html",
        community=community,
        persona=visit.membership,
        drawing=pebble(visit.membership.id, visit.membership.handle),
        month=month_of(visit.membership.joined_on),
    )


@doors.post("/c/{slug}/handle")
@reshow(show_me)
def do_redraw(visit: Here, community: ToLeave) -> Response:
    """Draws another handle."""
    renaming.redraw(visit.session, visit.membership, avoid=own_address(visit.session, visit.actor.account_id))
    return visit.go(f"/c/{community.slug}/me", said=N_("Here is your new name."))


@doors.post("/c/{slug}/leave")
@reshow(show_me)
def do_leave(visit: Here, community: ToLeave) -> Response:
    """Leaves, or withdraws a request that waits."""
    leaving.leave(visit.session, visit.membership)
    return visit.go("/communities", said=N_("You have left the community."))


@doors.get("/c/{slug}/settings")
def show_settings(visit: Here, community: ToConfigure) -> Response:
    """The texts of the community, for its lead moderators."""
    return visit.page("communities/settings.html", community=community)


@doors.post("/c/{slug}/settings")
@reshow(show_settings)
def do_settings(visit: Here, community: ToConfigure) -> Response:
    """Keeps the texts; a changed charter becomes a new version."""
    form = visit.read(ConfigureForm)
    configuring.change_texts(
        visit.session,
        community,
        named(visit),
        descriptions={"fr": form.description_fr, "en": form.description_en},
        charters={"fr": form.charter_fr, "en": form.charter_en},
        open_to_all=form.open == "yes",
    )
    return visit.go(f"/c/{community.slug}/rules", said=N_("The texts are kept."))
