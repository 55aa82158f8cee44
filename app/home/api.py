"""The JSON doors of one's own: who is asking, and as whom."""

from typing import Annotated, Any

from app.access import arrival
from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here
from app.home.schemas import MeOut, OwnPersonaOut

doors = ApiDoors(tag="me")
Known = Annotated[Any, allowed(Permission.sessions_keep)]
Member = Annotated[Any, allowed(Permission.personas_own)]


@doors.get("/me", responses={401: {"model": Problem}})
def show_me(visit: Here, actor: Known) -> MeOut:
    """Settings and offices of the account; its address is shown by the settings page alone."""
    return MeOut(
        locale="en" if actor.locale == "en" else "fr", theme=actor.theme, text_size=actor.text_size,
        offices=sorted(actor.offices), second_factor=actor.second_factor, suspended=actor.suspended,
    )  # fmt: skip


@doors.get("/me/personas", responses={status: {"model": Problem} for status in (401, 404)})
def list_personas(visit: Here, actor: Member) -> Listing[OwnPersonaOut]:
    """One's own personas, living or waiting, by community: one page, there is at most one in each."""
    own = sorted(arrival.own_personas(visit.session, actor), key=lambda pair: pair[0].slug)
    return Listing(
        items=[
            OwnPersonaOut(
                id=one.id, community=home.slug, handle=one.handle, kind=one.kind, role=one.role, status=one.status
            )
            for home, one in own
        ]
    )  # fmt: skip
