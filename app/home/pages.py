"""The first page, the member's home, and the public pages of the site."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response

from app.access.guard import Anyone, allowed
from app.access.permissions import Permission
from app.communities.avatars import pebble
from app.communities.lookup import list_places
from app.core import clock
from app.core.text import N_
from app.core.web import Doors, Here
from app.home.cards import home_of
from app.screening.help_lines import help_lines

doors = Doors()
Known = Annotated[Any, allowed(Permission.sessions_keep)]
COUNTRIES = (
    ("FR", N_("France")), ("BE", N_("Belgium")), ("CH", N_("Switzerland")), ("LU", N_("Luxembourg")),
    ("CA", N_("Canada")), ("GB", N_("United Kingdom")), ("IE", N_("Ireland")),
)  # fmt: skip
# An invented conversation for the first page: ids that no persona has.
EXAMPLE = tuple((UUID(int=number), initial) for number, initial in ((7, "M"), (12, "A"), (23, "P")))


@doors.get("/")
def show_landing(visit: Here, _: Anyone) -> Response:
    """What this is, what it promises, how to join."""
    return visit.page(
        "home/landing.html",
        shown=list_places(visit.session, None),
        drawings=[pebble(one, initial) for one, initial in EXAMPLE],
    )


@doors.get("/home")
def show_home(visit: Here, actor: Known) -> Response:
    """A member's three cards; the desk for those who hold an office."""
    home = None if actor.offices else home_of(visit.session, actor)
    return visit.page("home/home.html", home=home, today=clock.today())


@doors.get("/help")
def show_help(visit: Here, _: Anyone) -> Response:
    """Questions people ask, and where to turn."""
    return visit.page("home/help.html")


@doors.get("/help/urgent")
def show_urgent(visit: Here, _: Anyone, country: str = "FR") -> Response:
    """Numbers to call, by country; they come from one table."""
    chosen = country.upper() if country.upper() in dict(COUNTRIES) else "FR"
    return visit.page(
        "home/urgent.html", lines=help_lines(chosen, visit.locale), countries=COUNTRIES, chosen=chosen
    )


@doors.get("/accessibility")
def show_accessibility(visit: Here, _: Anyone) -> Response:
    """The accessibility statement."""
    return visit.page("home/accessibility.html")


@doors.get("/privacy")
def show_privacy(visit: Here, _: Anyone) -> Response:
    """What is kept, where, for how long, and what one may ask."""
    return visit.page("home/privacy.html")


@doors.get("/charter")
def show_charter(visit: Here, _: Anyone) -> Response:
    """The charter of the whole site."""
    return visit.page("home/charter.html")
