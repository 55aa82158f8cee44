"""The pages of threads: a community's list, a thread with its replies, opening one, and the door to the outside."""

from typing import Annotated, Any
from uuid import UUID

from fastapi.responses import Response

from app.access.guard import Anyone, allowed, enter_community, may
from app.access.permissions import Permission
from app.core.errors import Invalid, NotFound
from app.core.text import N_
from app.core.web import Here, Visit, reshow
from app.models.community import Community
from app.review.distress import lines_for
from app.screening.distress import grade_of
from app.threads import drafts, keeping, listing, lookup, markdown, pacing, similar, writing
from app.threads.finders import ThreadHere, find_thread
from app.threads.post_pages import doors
from app.threads.schemas import ReplyForm, ThreadForm
from app.threads.visible import reader

CommunityToRead = Annotated[Community, allowed(Permission.post_read, enter_community)]
CommunityToWrite = Annotated[Community, allowed(Permission.post_write, enter_community)]
ThreadToRead = Annotated[ThreadHere, allowed(Permission.post_read, find_thread)]
ThreadToFollow = Annotated[ThreadHere, allowed(Permission.post_react, find_thread)]
ThreadToAnswer = Annotated[ThreadHere, allowed(Permission.post_write, find_thread)]
WAITS = N_("Thank you. Your text is with the moderators; it will appear once one of them has read it.")


@doors.get("/c/{slug}")
def show_community(
    visit: Here, community: CommunityToRead, topic: str = "", show: str = "", after: str = ""
) -> Response:
    """The threads of a community."""
    wanted = listing.shown(show)
    page = listing.list_threads(
        visit.session, community.id, reader(visit), topic=topic[:60], show=wanted, after=after
    )
    return visit.page(
        "threads/list.html",
        community=community, threads=page.items, next=page.next, topic=topic[:60], show=wanted, after=after,
        topics=listing.list_topics(visit.session, community.id),
        may_write=may(Permission.post_write, visit, community),
    )  # fmt: skip


@doors.get("/c/{slug}/new")
def show_new(visit: Here, community: CommunityToWrite, topic: str = "") -> Response:
    """The form that opens a thread, with what was typed here before."""
    kept = drafts.find(visit.session, visit.actor.account_id, f"new {community.id}")
    typed = {"topic": topic, **kept, **visit.typed}
    alike = similar.threads_like(visit.session, community.id, reader(visit), str(typed.get("title", "")))
    topics = listing.list_topics(visit.session, community.id)
    return visit.page(
        "threads/new.html",
        community=community, values=typed, drafted=bool(kept), alike=alike,
        choices=[(one.slug, listing.word(one.names, visit.locale)) for one in topics], held=writing.held_first(visit.membership),
        newcomer=pacing.is_newcomer(visit.membership),
    )  # fmt: skip


@doors.post("/c/{slug}/new")
@reshow(show_new)
def do_open(visit: Here, community: CommunityToWrite) -> Response:
    """Opens the thread, or looks for threads like it first when that button was pressed."""
    form = visit.read(ThreadForm)
    if form.look:
        visit.typed = dict(visit.form)
        return show_new(visit, community)
    title, body, note = pacing.screened(
        visit.membership, form.body, choice=form.pii, title=form.title, note=form.note
    )
    topic = next(
        (one.id for one in listing.list_topics(visit.session, community.id) if one.slug == form.topic), None
    )
    if topic is None:
        raise Invalid(fields={"topic": "Choose a topic."})
    writing.checked_title(title)
    writing.checked(body)
    pacing.pace(visit.membership)
    thread = writing.open_thread(
        visit.session, author=visit.membership, topic_id=topic, title=title, body=body, support=form.support,
        lang=form.lang, note=note, pii=form.pii,
    )  # fmt: skip
    drafts.throw_away(visit.session, visit.actor.account_id, f"new {community.id}")
    care = "?care=1" if grade_of(f"{title}\n\n{body}", form.lang) else ""
    return visit.go(f"/c/{community.slug}/t/{thread.id}{care}", said=WAITS if thread.status == "held" else "")


@doors.post("/c/{slug}/new/draft")
def do_keep_draft(visit: Here, community: CommunityToWrite) -> Response:
    """Keeps the form as it stands, sealed; nothing is checked or published."""
    drafts.keep(visit.session, visit.actor.account_id, f"new {community.id}", visit.form)
    return Response(status_code=204)


@doors.get("/c/{slug}/t/{thread_id}")
def show_thread(
    visit: Here,
    thread: ThreadToRead,
    after: str = "",
    before: str = "",
    at: UUID | None = None,
    new: bool = False,
    last: bool = False,
    care: bool = False,
    quote: UUID | None = None,
) -> Response:
    """A thread, twenty posts a page; what is new is marked, and then counts as read."""
    since = None
    if new and thread.row.read_at:
        since = (thread.row.read_at, UUID(int=0))
    elif at:
        since = lookup.key_of_post(visit.session, at, thread.id, thread.reader)
    page = lookup.read_posts(
        visit.session, thread.id, thread.reader, after=after, before=before, since=since, last=last
    )
    seen = page.last_at if page.next or not page.last_at else max(page.last_at, thread.row.last_post_at)
    if seen and visit.membership and (thread.row.read_at is None or thread.row.read_at < seen):
        keeping.mark_read(visit.session, visit.membership.id, thread.id, thread.community.id, seen)
    return visit.page("threads/thread.html", **_thread_page(visit, thread, page, care, quote))


def _thread_page(
    visit: Visit, thread: ThreadHere, page: lookup.PostPage, care: bool, quote: UUID | None
) -> dict[str, Any]:
    account = visit.actor.account_id
    kept = drafts.opened(account, drafts.name_of(account, f"reply {thread.id}"), thread.row.draft)
    values = {**kept, **visit.typed}
    if quote and not values.get("body"):
        values["body"] = lookup.quoted(visit.session, quote, thread.id, thread.reader)
    open_here = thread.row.status in ("visible", "withdrawn") and not thread.row.locked
    speaks = may(Permission.post_write, visit, thread)
    return {
        "community": thread.community, "thread": thread.row, "posts": page.items, "next": page.next,
        "previous": page.previous, "front": thread.path, "values": values, "drafted": bool(kept),
        "me": visit.membership.id if visit.membership else None, "may_write": open_here and speaks,
        "may_react": may(Permission.post_react, visit, thread), "muted": not speaks,
        "held": writing.held_first(visit.membership), "lines": lines_for(visit.locale) if care else (),
        "edge": lookup.cursor_of(page.items[-1]) if page.items else "", "edit_until": writing.edit_until(),
    }  # fmt: skip


def show_answering(visit: Here, thread: ThreadToAnswer) -> Response:
    """The last page of the thread, where the reply is written."""
    return show_thread(visit, thread, last=True)


@doors.post("/c/{slug}/t/{thread_id}")
@reshow(show_answering)
def do_reply(visit: Here, thread: ThreadToAnswer) -> Response:
    """Sends a reply."""
    form = visit.read(ReplyForm)
    _, body, note = pacing.screened(visit.membership, form.body, choice=form.pii, note=form.note)
    writing.checked(body)
    pacing.pace(visit.membership)
    post = writing.reply(
        visit.session, author=visit.membership, thread=thread.row, body=body, lang=form.lang, note=note
    )
    pacing.watch(visit.session, post, choice=form.pii)
    if thread.row.draft is not None:
        drafts.throw_away(visit.session, visit.actor.account_id, f"reply {thread.id}")
    care = "&care=1" if grade_of(body, form.lang) else ""
    return visit.go(f"{thread.path}?last=1{care}#p-{post.id}", said=WAITS if post.status == "held" else "")


@doors.post("/c/{slug}/t/{thread_id}/draft")
def do_keep_reply(visit: Here, thread: ThreadToAnswer) -> Response:
    """Keeps an unfinished reply, sealed."""
    drafts.keep(visit.session, visit.actor.account_id, f"reply {thread.id}", visit.form)
    return Response(status_code=204)


@doors.post("/c/{slug}/t/{thread_id}/follow")
def do_follow(visit: Here, thread: ThreadToFollow) -> Response:
    """Hears of new replies, or no more: the form says which (`follow` yes or no)."""
    if visit.form.get("follow") == "no":
        keeping.unfollow(visit.session, visit.membership, thread.id)
        return visit.go(thread.path, said=N_("You no longer follow this thread."))
    keeping.follow(visit.session, visit.membership, thread.id, thread.community.id)
    return visit.go(thread.path, said=N_("You will hear of new replies under Alerts."))


@doors.get("/leave")
def show_leave(visit: Here, _: Anyone, to: str = "") -> Response:
    """Says where a link leads before anybody goes there. Only plain web addresses; nothing is passed on."""
    if not markdown.is_outside(to) or len(to) > markdown.LONGEST_LINK:
        raise NotFound
    return visit.page("threads/leave.html", address=to)
