"""The dashboard's pages: today in one tap, charts, what to follow, marks. They work without a script."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core import clock
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.dashboard import board, marks, measure_pages, measures, paper_pages, share_pages
from app.dashboard.kinds import FACES, KINDS, STARTERS
from app.dashboard.lookup import me
from app.dashboard.schemas import ChooseForm, MarkForm, OwnForm

doors = Doors()
Keeper = Annotated[Any, allowed(Permission.dashboard_keep)]


@doors.get("/dashboard")
def show_dashboard(visit: Here, _: Keeper) -> Response:
    """Today in one tap and six weeks of each measure; first of all the choice of what to follow."""
    found = board.board(visit.session, me(visit), visit.locale)
    if not found.panels and not found.hidden:
        return _choose_page(visit)
    return visit.page(
        "dashboard/board.html",
        board=found,
        today=clock.today(),
        faces=FACES,
        appointment=marks.next_appointment(found.marks),
    )


@doors.get("/dashboard/measures")
def show_choice(visit: Here, _: Keeper) -> Response:
    """What to follow, six at most."""
    return _choose_page(visit)


def _choose_page(visit: Visit) -> Response:
    followed = measures.list_followed(visit.session, me(visit))
    codes = {one.kind.code: one for one in followed if not one.own}
    typed = visit.typed.get("codes")
    if typed is not None:
        chosen = [typed] if isinstance(typed, str) else list(typed)
    elif followed:
        chosen = [str(one.id) if one.own else one.kind.code for one in followed if one.shown]
    else:
        chosen = list(STARTERS)
    return visit.page(
        "dashboard/choose.html",
        first=not followed,
        kinds=list(KINDS.values()),
        own=[one for one in followed if one.own],
        followed=followed,
        known=codes,
        chosen=chosen,
    )


@doors.post("/dashboard/measures")
@reshow(show_choice)
def choose(visit: Here, _: Keeper) -> Response:
    """Keeps the choice; entries of what is hidden stay."""
    picked = visit.read(ChooseForm).codes
    ids = [UUID(one) for one in picked if one not in KINDS and _is_id(one)]
    measures.choose(visit.session, me(visit), [one for one in picked if one in KINDS], ids)
    return visit.go("/dashboard", said=N_("Your choice is kept."))


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


@doors.post("/dashboard/measures/own")
@reshow(show_choice)
def add_own(visit: Here, _: Keeper) -> Response:
    """Adds a measure of one's own."""
    form = visit.read(OwnForm)
    low, high = (0.0, 10.0) if form.shape == "scale" else (None, None)
    measures.follow_own(visit.session, me(visit), name=form.label, unit=form.unit, low=low, high=high)
    return visit.go("/dashboard/measures", said=N_("Your measure is added."))


@doors.get("/dashboard/marks")
def show_marks(visit: Here, _: Keeper) -> Response:
    """Events, treatments, appointments."""
    found = marks.list_marks(visit.session, me(visit))
    return visit.page("dashboard/marks.html", marks=found[::-1], today=clock.today())


@doors.post("/dashboard/marks")
@reshow(show_marks)
def add_mark(visit: Here, _: Keeper) -> Response:
    """Keeps one of them."""
    form = visit.read(MarkForm)
    marks.add(visit.session, me(visit), form.sort, day=form.day, label=form.label, detail=form.detail)
    back = form.next if form.next.startswith("/dashboard") else "/dashboard/marks"
    return visit.go(back, said=N_("It is noted."))


@doors.post("/dashboard/marks/{mark_id}/remove")
def remove_mark(visit: Here, _: Keeper, mark_id: UUID) -> Response:
    """Removes one."""
    marks.remove(visit.session, me(visit), mark_id)
    return visit.go("/dashboard/marks", said=N_("It is removed."))


# The addresses with words come before the ones with a measure in them.
doors.include_router(paper_pages.doors)
doors.include_router(share_pages.doors)
doors.include_router(measure_pages.doors)
