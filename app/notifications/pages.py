"""The alerts page, what leads from it, and the wishes about mail. Also the badge of every page."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.text import N_
from app.core.web import FRAME_PARTS, Doors, Here, Visit, reshow
from app.models.notification import DigestRhythm, Notification
from app.notifications import inbox, wishes
from app.notifications.schemas import ReadForm, WishesForm
from app.notifications.unread import badge

doors = Doors()
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
Known = Annotated[Any, allowed(Permission.sessions_keep)]
Mine = Annotated[Notification, allowed(Permission.sessions_keep, inbox.find_alert)]


def alerts_of(visit: Visit) -> dict[str, Any]:
    """The badge: whole pages of members only."""
    if visit.actor is None or visit.actor.offices or visit.request.headers.get("hx-request") == "true":
        return {}
    return {"alerts": badge(visit.session, visit.actor)}


FRAME_PARTS.append(alerts_of)


@doors.get("/notifications")
def show_alerts(visit: Here, actor: Known, after: str = "") -> Response:
    """What is new for any of one's personas, newest first."""
    alerts = inbox.list_alerts(visit.session, actor, after[:400] or None)
    return visit.page(
        "notifications/list.html", items=alerts.items, after=alerts.next, first=not after,
        unread=any(not one.row.read for one in alerts.items),
    )  # fmt: skip


@doors.post("/notifications/read")
def do_read_all(visit: Here, actor: Known) -> Response:
    """Marks everything as read."""
    visit.read(ReadForm)
    inbox.mark_read(visit.session, actor)
    return visit.go("/notifications", said=N_("Everything is marked as read."))


@doors.get("/notifications/settings")
def show_wishes(visit: Here, actor: Known) -> Response:
    """How often mail comes, and at which hours not."""
    return visit.page(
        "notifications/settings.html", wishes=wishes.wishes_of(visit.session, actor), hours=HOURS
    )


@doors.post("/notifications/settings")
@reshow(show_wishes)
def do_wishes(visit: Here, actor: Known) -> Response:
    """Keeps the wishes."""
    form = visit.read(WishesForm)
    wishes.keep_wishes(
        visit.session, actor, digest=DigestRhythm(form.digest), quiet_from=form.quiet_from, quiet_until=form.quiet_until
    )  # fmt: skip
    return visit.go("/notifications/settings", said=N_("Your wishes are kept."))


@doors.get("/notifications/{alert_id}")
def follow(visit: Here, alert: Mine) -> Response:
    """Goes where an alert leads, and marks it as read."""
    inbox.mark_read(visit.session, visit.actor, [alert.id])
    return visit.go(alert.link)
