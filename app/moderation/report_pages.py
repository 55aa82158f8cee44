"""Reporting, in two questions: what is wrong, and if one likes some words."""

from typing import Annotated

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.moderation import reporting
from app.moderation.schemas import ReportForm
from app.review.harm import REASON_NAMES

doors = Doors()
SeenHere = Annotated[reporting.Reported, allowed(Permission.content_report, reporting.find_reported)]


@doors.get("/report/{kind}/{subject_id}")
def show_report(visit: Here, seen: SeenHere) -> Response:
    """The two questions, beside the text they are about."""
    return visit.page("moderation/report.html", seen=seen, reasons=REASON_NAMES)


@doors.post("/report/{kind}/{subject_id}")
@reshow(show_report)
def report(visit: Here, seen: SeenHere) -> Response:
    """Keeps the report, and leads back to where it was seen."""
    form = visit.read(ReportForm)
    reporting.report(visit.session, seen, visit.membership, reason=form.reason, words=form.words)
    return visit.go(
        seen.back, said=N_("Thank you. A moderator will look at it. Nobody learns that it was you.")
    )
