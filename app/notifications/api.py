"""The JSON doors of notifications: the inbox, reading, wishes about mail."""

from typing import Annotated, Any

from fastapi import Query

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here
from app.models.notification import DigestRhythm, NotificationSetting
from app.notifications import inbox, wishes
from app.notifications.inbox import Alert
from app.notifications.schemas import Changed, NotificationOut, Reading, Wishes, WishesOut

doors = ApiDoors(tag="notifications")
REFUSALS: dict[int | str, dict[str, Any]] = {status: {"model": Problem} for status in (401, 422)}
Known = Annotated[Any, allowed(Permission.sessions_keep)]
After = Annotated[str | None, Query(max_length=400)]


@doors.get("/notifications", responses=REFUSALS)
def list_alerts(
    visit: Here, actor: Known, after: After = None, unread: bool = False
) -> Listing[NotificationOut]:
    """What is new for any of one's personas, newest first, thirty a page; `unread=true` leaves out what was read."""
    alerts = inbox.list_alerts(visit.session, actor, after, unread_only=unread)
    return Listing(items=[_out(one) for one in alerts.items], next=alerts.next)


def _out(one: Alert) -> NotificationOut:
    row = one.row
    return NotificationOut(
        id=row.id, kind=row.kind, community=one.community.slug, link=row.link, times=row.times,
        day=row.day.isoformat(), read=row.read,
    )  # fmt: skip


@doors.post("/notifications/read", responses=REFUSALS)
def do_read(visit: Here, actor: Known, body: Reading) -> Changed:
    """Marks alerts as read; ids of others change nothing."""
    return Changed(changed=inbox.mark_read(visit.session, actor, body.ids))


@doors.get("/me/notification-settings", responses=REFUSALS)
def show_wishes(visit: Here, actor: Known) -> WishesOut:
    """How often mail comes, and at which hours not."""
    return _wishes(wishes.wishes_of(visit.session, actor))


@doors.put("/me/notification-settings", responses=REFUSALS)
def do_wishes(visit: Here, actor: Known, body: Wishes) -> WishesOut:
    """Keeps the wishes."""
    kept = wishes.keep_wishes(
        visit.session,
        actor,
        digest=DigestRhythm(body.digest),
        quiet_from=body.quiet_from,
        quiet_until=body.quiet_until,
    )
    return _wishes(kept)


def _wishes(kept: NotificationSetting) -> WishesOut:
    return WishesOut.model_validate(
        {"digest": kept.digest, "quiet_from": kept.quiet_from, "quiet_until": kept.quiet_until}
    )
