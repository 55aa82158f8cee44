"""Pages of shares: making a link, ending it, seeing when it was opened; and the page behind a link."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response

from app.access import arrival
from app.access.guard import allowed
from app.access.permissions import Permission
from app.core import clock
from app.core.errors import Invalid
from app.core.formats import kept
from app.core.settings import get_settings
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.dashboard import measures, shares
from app.dashboard.lookup import me
from app.dashboard.schemas import ShareForm
from app.dashboard.shares import Grant
from app.models.community import PersonaStatus

doors = Doors()
Sharer = Annotated[Any, allowed(Permission.dashboard_share)]


def find_grant(visit: Visit, token: str) -> Grant:
    """What a link opens, for a member of any community (row 40 of the matrix)."""
    grant = shares.grant_of(visit.session, token, visit.actor.account_id)
    own = arrival.own_personas(visit.session, visit.actor)
    visit.membership = next((one for _, one in own if one.status == PersonaStatus.ACTIVE), None)
    return grant


GrantToRead = Annotated[Grant, allowed(Permission.dashboard_read_shared, find_grant)]


@doors.get("/dashboard/shares")
def show_shares(visit: Here, actor: Sharer) -> Response:
    """The links, and the form that makes one."""
    return _page(visit, "")


def _page(visit: Visit, link: str) -> Response:
    owner = me(visit)
    return visit.page(
        "dashboard/shares.html",
        shares=shares.list_shares(visit.session, owner),
        measures=[
            (str(one.id), kept(one.label(visit.locale)) if one.own else one.label(visit.locale))
            for one in measures.list_followed(visit.session, owner)
        ],
        now=clock.now(),
        link=link,
    )


@doors.post("/dashboard/shares")
@reshow(show_shares)
def make_share(visit: Here, actor: Sharer) -> Response:
    """Makes a link and shows it, this once."""
    form = visit.read(ShareForm)
    try:
        ids = [UUID(one) for one in form.measures]
    except ValueError as error:
        raise Invalid(fields={"measures": "Choose at least one."}) from error
    made = shares.open_share(
        visit.session, actor.account_id, label=form.label, days=form.days, measure_ids=ids
    )
    return _page(visit, get_settings().public_url + made.link)


@doors.post("/dashboard/shares/{share_id}/end")
def end_share(visit: Here, actor: Sharer, share_id: UUID) -> Response:
    """Ends one at once."""
    shares.end(visit.session, me(visit), share_id)
    return visit.go("/dashboard/shares", said=N_("The link is ended. It opens nothing any more."))


@doors.get("/dashboard/shared/{token}")
def show_shared(visit: Here, grant: GrantToRead, token: str) -> Response:
    """Somebody's measures, as they chose to show them; the opening is written down."""
    shares.visit(visit.session, grant.id)
    return visit.page(
        "dashboard/shared.html", panels=shares.panels(visit.session, grant, visit.locale), grant=grant
    )
