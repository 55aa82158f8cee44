"""Pages about communities: the catalogue, a public page, asking to join, taking it back."""

from typing import Annotated

from fastapi.responses import Response

from app.access.guard import Anyone, allowed, may
from app.access.permissions import Permission
from app.communities import inside, joining
from app.communities.charter import charter_of
from app.communities.lookup import find_public, list_places, matching
from app.communities.schemas import AskForm
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.models.community import Community
from app.review.guard_text import screen_text

doors = Doors()
doors.include_router(inside.doors)
Public = Annotated[Community, allowed(Permission.community_list, find_public)]
ToJoin = Annotated[Community, allowed(Permission.community_join, find_public)]
ToWithdraw = Annotated[Community, allowed(Permission.join_withdraw, find_public)]


@doors.get("/communities")
def show_communities(visit: Here, _: Anyone, q: str = "") -> Response:
    """Every community one may know of, one's own first."""
    words = q[:100]
    places = list_places(visit.session, visit.actor)
    return visit.page(
        "communities/list.html", shown=matching(places, words) if words.strip() else places, q=words
    )


@doors.get("/communities/{slug}")
def show_public(visit: Here, community: Public) -> Response:
    """What a community is for, its charter and how to join: nothing of what its members write."""
    asked = joining.find_request(visit.session, visit.membership) if visit.membership else None
    return visit.page(
        "communities/public.html",
        community=community,
        request=asked,
        charter=charter_of(community, visit.locale),
        may_ask=may(Permission.community_join, visit),
    )


@doors.get("/communities/{slug}/join")
def show_join(visit: Here, community: ToJoin) -> Response:
    """A short answer, how one comes, and the charter."""
    return visit.page(
        "communities/join.html", community=community, charter=charter_of(community, visit.locale)
    )


@doors.post("/communities/{slug}/join")
@reshow(show_join)
def do_join(visit: Here, community: ToJoin) -> Response:
    """Asks; a moderator answers."""
    form = visit.read(AskForm)
    answer = screen_text(form.answer, choice=form.pii, field="answer")
    joining.ask(visit.session, visit.actor, community, answer=answer, kind=form.kind)
    return visit.go(f"/communities/{community.slug}", said=N_("Your request is with the moderators."))


@doors.post("/communities/{slug}/withdraw")
@reshow(show_public)
def do_withdraw(visit: Here, community: ToWithdraw) -> Response:
    """Takes the request back."""
    joining.withdraw(visit.session, visit.membership)
    return visit.go(f"/communities/{community.slug}", said=N_("Your request is withdrawn."))
