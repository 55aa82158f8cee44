"""The pace of a place: slow mode and reading only in its chat room, and threads closed to new replies."""

from typing import Annotated
from uuid import UUID

from fastapi.responses import Response

from app.access.guard import allowed, enter_community
from app.access.permissions import Permission
from app.chat import rooms
from app.core import audit
from app.core.errors import NotFound
from app.core.text import N_
from app.core.web import Doors, Here, Visit, reshow
from app.models.community import Community
from app.models.thread import Thread
from app.moderation.lookup import memberships
from app.moderation.schemas import LockForm, PaceForm

doors = Doors()
PACES = (0, 10, 30, 60, 300)
PlaceToPace = Annotated[Community, allowed(Permission.sanction_light, enter_community)]


class ThreadHere:
    """A thread to close or open; its author is no matter here, a place is nobody's own."""

    def __init__(self, thread: Thread, community: Community) -> None:
        self.thread, self.community = thread, community


def find_thread(visit: Visit, thread_id: UUID) -> ThreadHere:
    """A thread of a community the actor lives in."""
    found = memberships(visit.session, visit.actor)
    thread = visit.session.get(Thread, thread_id)
    if thread is None or thread.community_id not in found:
        raise NotFound
    community, visit.membership = found[thread.community_id]
    return ThreadHere(thread, community)


ThreadToLock = Annotated[ThreadHere, allowed(Permission.sanction_light, find_thread)]


@doors.get("/moderation/c/{slug}")
def show_place(visit: Here, community: PlaceToPace) -> Response:
    """The chat room's pace as it is."""
    room = rooms.room_of(visit.session, community)
    return visit.page("moderation/place.html", community=community, room=room, paces=PACES)


@doors.post("/moderation/c/{slug}/pace")
@reshow(show_place)
def set_pace(visit: Here, community: PlaceToPace) -> Response:
    """Slows the room down, or lets it be read only."""
    form = visit.read(PaceForm)
    room = rooms.room_of(visit.session, community)
    rooms.set_pace(visit.session, room, slow_seconds=form.slow_seconds, read_only=form.read_only == "yes")
    audit.record(
        visit.session, "moderation.pace", actor=visit.membership.id, subject=room.id, seconds=form.slow_seconds,
        read_only=form.read_only == "yes",
    )  # fmt: skip
    return visit.go(f"/moderation/c/{community.slug}", said=N_("The room has its new pace."))


@doors.post("/moderation/threads/{thread_id}/lock")
def lock(visit: Here, here: ThreadToLock) -> Response:
    """Closes a thread to new replies, or opens it again."""
    closing = visit.read(LockForm).locked == "yes"
    if here.thread.locked != closing:
        here.thread.locked = closing
        visit.session.add(here.thread)
        act = "moderation.lock" if closing else "moderation.unlock"
        audit.record(visit.session, act, actor=visit.membership.id, subject=here.thread.id)
    said = N_("The thread takes no more replies.") if closing else N_("The thread is open again.")
    return visit.go(f"/c/{here.community.slug}/t/{here.thread.id}", said=said)
