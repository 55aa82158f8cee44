"""The JSON doors of communities: the catalogue, one community, asking, withdrawing, leaving, members, texts."""

from typing import Annotated, Any

from fastapi import Query

from app.access.guard import Anyone, allowed, enter_community
from app.access.permissions import Permission
from app.accounts.addresses import find_by_address, own_address
from app.communities import configuring, joining, leaving, opening, renaming, waiting
from app.communities.acting import named
from app.communities.lookup import Place, find_public, list_places, place_of
from app.communities.personas import list_members
from app.communities.schemas import (
    Ask,
    CommunityOut,
    Configure,
    GroupOut,
    JoinRequestOut,
    MemberOut,
    MembershipOut,
    Opening,
    Texts,
    TextsOut,
    WaitingRequestOut,
)
from app.core import db
from app.core.errors import Invalid
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here
from app.models.community import Community, Persona
from app.review.guard_text import screen_text

doors = ApiDoors(tag="communities")
NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"model": Problem}}
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (401, 403, 404, 409, 422, 429, 503)
}
Public = Annotated[Community, allowed(Permission.community_list, find_public)]
ToJoin = Annotated[Community, allowed(Permission.community_join, find_public)]
ToWithdraw = Annotated[Community, allowed(Permission.join_withdraw, find_public)]
ToLeave = Annotated[Community, allowed(Permission.community_leave, enter_community)]
Inside = Annotated[Community, allowed(Permission.persona_list, enter_community)]
ToLetIn = Annotated[Community, allowed(Permission.queue_read, enter_community)]
ToConfigure = Annotated[Community, allowed(Permission.community_configure, enter_community)]
ToOpen = Annotated[Any, allowed(Permission.community_configure)]
After = Annotated[str | None, Query(max_length=400)]


def _texts(given: dict[str, Any]) -> TextsOut:
    return TextsOut(fr=str(given.get("fr", "")), en=str(given.get("en", "")))


def membership_out(persona: Persona) -> MembershipOut:
    """The reader's own persona."""
    return MembershipOut(
        persona=persona.id, handle=persona.handle, kind=persona.kind, role=persona.role, status=persona.status
    )


def community_out(place: Place) -> CommunityOut:
    """A community's public face with the reader's own place in it."""
    one = place.community
    return CommunityOut(
        id=one.id,
        slug=one.slug,
        names=_texts(one.names),
        descriptions=_texts(one.descriptions),
        icd10=list(one.icd10),
        charters=_texts(one.charters),
        charter_version=one.charter_version,
        open=one.open,
        membership=membership_out(place.membership) if place.membership else None,
        groups=[GroupOut(slug=it.slug, names=_texts(it.names), hidden=it.hidden) for it in place.groups],
    )


@doors.get("/communities")
def list_all(visit: Here, _: Anyone) -> Listing[CommunityOut]:
    """Every community one may know of, one's own first; there are a few dozen at most, so this is one page."""
    return Listing(items=[community_out(place) for place in list_places(visit.session, visit.actor)])


@doors.post("/communities", status_code=201, responses=REFUSALS)
def do_open(visit: Here, _: ToOpen, body: Opening) -> CommunityOut:
    """Opens a community with its two leads (an admin, just confirmed)."""
    with db.wearing(visit.session, "vault"):
        found = [find_by_address(visit.session, address) for address in body.leads]
    if not all(found):
        raise Invalid(fields={"leads": "Each lead is an active account without an office."})
    plan = opening.Plan(
        slug=body.slug,
        icd10=tuple(body.icd10),
        names=_plain(body.names),
        descriptions=_plain(body.descriptions),
        charters=_plain(body.charters),
    )
    leads = [one.id for one in found if one]
    return community_out(Place(opening.open_community(visit.session, plan, leads=leads, by=named(visit))))


def _plain(texts: Texts) -> dict[str, str]:
    return {"fr": texts.fr, "en": texts.en}


@doors.get("/communities/{slug}", responses=NOT_FOUND)
def show(visit: Here, community: Public) -> CommunityOut:
    """One community: names, description, ICD-10 codes, charter; never what its members write, nor how many they are."""
    return community_out(place_of(visit, community))


@doors.patch("/communities/{slug}", responses=REFUSALS)
def do_configure(visit: Here, community: ToConfigure, body: Configure) -> CommunityOut:
    """Changes descriptions and charter; a changed charter is a new version (a lead moderator)."""
    configuring.change_texts(
        visit.session,
        community,
        named(visit),
        descriptions=_plain(body.descriptions),
        charters=_plain(body.charters),
        open_to_all=body.open,
    )
    return community_out(place_of(visit, community))


@doors.post("/communities/{slug}/join-requests", status_code=201, responses=REFUSALS)
def do_ask(visit: Here, community: ToJoin, body: Ask) -> JoinRequestOut:
    """Asks to join with a short answer; a moderator decides. The handle is drawn now."""
    answer = screen_text(body.answer, choice=body.pii, field="answer")
    request = joining.ask(visit.session, visit.actor, community, answer=answer, kind=body.kind)
    persona = visit.session.get(Persona, request.persona_id)
    return JoinRequestOut(id=request.id, community=community.slug, handle=persona.handle if persona else "")


@doors.get("/communities/{slug}/join-requests", responses=REFUSALS)
def list_requests(visit: Here, community: ToLetIn, after: After = None) -> Listing[WaitingRequestOut]:
    """The wishes that wait, the oldest first, for its moderators."""
    found = waiting.list_waiting(visit.session, community, visit.membership, after)
    return Listing(
        items=[
            WaitingRequestOut(
                id=request.id, item=item, persona=one.id, handle=one.handle, kind=one.kind, answer=request.answer,
                asked_on=request.asked_on,
            )
            for request, one, item in found.items
        ],
        next=found.next,
    )  # fmt: skip


@doors.delete("/communities/{slug}/join-requests/mine", status_code=204, responses=REFUSALS)
def do_withdraw(visit: Here, community: ToWithdraw) -> None:
    """Takes the waiting request back; its answer is deleted."""
    joining.withdraw(visit.session, visit.membership)


@doors.post("/communities/{slug}/leave", status_code=204, responses=REFUSALS)
def do_leave(visit: Here, community: ToLeave) -> None:
    """Leaves the community; a waiting request is withdrawn."""
    leaving.leave(visit.session, visit.membership)


@doors.post("/communities/{slug}/handle", responses=REFUSALS)
def do_redraw(visit: Here, community: ToLeave) -> MembershipOut:
    """Draws another handle, at most once in thirty days."""
    renaming.redraw(visit.session, visit.membership, avoid=own_address(visit.session, visit.actor.account_id))
    return membership_out(visit.membership)


@doors.get("/communities/{slug}/personas", responses=REFUSALS)
def list_personas(visit: Here, community: Inside, after: After = None) -> Listing[MemberOut]:
    """The living personas, by name, thirty a page."""
    page = list_members(visit.session, community, after)
    return Listing(items=[_persona(one) for one in page.items], next=page.next)


def _persona(one: Persona) -> MemberOut:
    joined = f"{one.joined_on:%Y-%m}" if one.joined_on else None
    return MemberOut(id=one.id, handle=one.handle, kind=one.kind, role=one.role, joined=joined)
