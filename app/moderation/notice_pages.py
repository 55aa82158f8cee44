"""The public notice form. It takes a notice from anybody, signed in or not, and answers everybody alike."""

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.accounts.pages import address_of
from app.core import limits
from app.core.web import Doors, Here, reshow
from app.moderation import notices
from app.moderation.schemas import NoticeForm
from app.review.harm import REASON_NAMES

doors = Doors()
Anybody = allowed(Permission.notice_send)


@doors.get("/notice")
def show_notice(visit: Here, _: object = Anybody) -> Response:
    """What the law asks of a notice, as a form."""
    return visit.page("moderation/notice.html", reasons=REASON_NAMES)


@doors.post("/notice")
@reshow(show_notice)
def give_notice(visit: Here, _: object = Anybody) -> Response:
    """Keeps the notice."""
    form = visit.read(NoticeForm)
    limits.hit("notice", limits.network(address_of(visit)))
    notices.give(
        visit.session, location=form.location, reason=form.reason, words=form.words, name=form.name, email=form.email,
        in_good_faith=form.faith == "yes",
    )  # fmt: skip
    return visit.go("/notice/kept")


@doors.get("/notice/kept")
def show_kept(visit: Here, _: object = Anybody) -> Response:
    """The same for every notice."""
    return visit.page("moderation/notice_kept.html")
