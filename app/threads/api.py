"""The JSON doors of threads and posts."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from sqlalchemy import Row

from app.access.guard import allowed, enter_community
from app.access.permissions import Permission
from app.core.errors import Invalid, NotFound
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here, Visit
from app.models.community import Community
from app.threads import keeping, listing, lookup, pacing, writing
from app.threads.finders import PostHere, ThreadHere, find_post_by_id, find_thread_by_id
from app.threads.schemas import PostBody, PostOut, ThreadBody, ThreadOut, post_out, thread_out
from app.threads.visible import reader

doors = ApiDoors(tag="threads")
CommunityToRead = Annotated[Community, allowed(Permission.post_read, enter_community)]
CommunityToWrite = Annotated[Community, allowed(Permission.post_write, enter_community)]
ThreadToRead = Annotated[ThreadHere, allowed(Permission.post_read, find_thread_by_id)]
ThreadToAnswer = Annotated[ThreadHere, allowed(Permission.post_write, find_thread_by_id)]
PostToRead = Annotated[PostHere, allowed(Permission.post_read, find_post_by_id)]
PostToEdit = Annotated[PostHere, allowed(Permission.post_edit, find_post_by_id)]
PostToWithdraw = Annotated[PostHere, allowed(Permission.post_withdraw, find_post_by_id)]
Cursor = Annotated[str, Query(max_length=400, description="`next` of the page before")]
Size = Annotated[int, Query(ge=1, le=100, description="rows of a page")]
READS: dict[int | str, dict[str, Any]] = {
    401: {"model": Problem},
    404: {"model": Problem},
    422: {"model": Problem},
}
WRITES = READS | {
    403: {"model": Problem},
    409: {"model": Problem},
    413: {"model": Problem},
    429: {"model": Problem},
    503: {"model": Problem},
}


@doors.get("/communities/{slug}/threads", responses=READS)
def list_threads(
    visit: Here,
    community: CommunityToRead,
    topic: Annotated[str, Query(max_length=60)] = "",
    show: listing.Show = "",
    after: Cursor = "",
    size: Size = 20,
) -> Listing[ThreadOut]:
    """The threads of a community, newest activity first."""
    page = listing.list_threads(
        visit.session, community.id, reader(visit), topic=topic, show=show, after=after, size=size
    )
    return Listing(items=[thread_out(one) for one in page.items], next=page.next)


@doors.post("/communities/{slug}/threads", status_code=201, responses=WRITES)
def open_thread(visit: Here, community: CommunityToWrite, body: ThreadBody) -> ThreadOut:
    """Opens a thread. Its `status` is `held` while a moderator has to read it first."""
    title, text, note = pacing.screened(
        visit.membership, body.body, choice=body.pii, title=body.title, note=body.note
    )
    topic = _topic(visit, community, body.topic)
    writing.checked_title(title)
    writing.checked(text)
    pacing.pace(visit.membership)
    thread = writing.open_thread(
        visit.session, author=visit.membership, topic_id=topic.id, title=title, body=text, support=body.support,
        lang=body.lang, note=note, pii=body.pii,
    )  # fmt: skip
    row = lookup.read_thread(visit.session, thread.id, community.id, reader(visit))
    return thread_out(row)


def _topic(visit: Visit, community: Community, wanted: str) -> Row[Any]:
    topics = listing.list_topics(visit.session, community.id)
    for one in topics:
        if wanted in ("", one.slug, str(one.id)):
            return one
    raise Invalid(fields={"topic": "Choose a topic."})


@doors.get("/threads/{thread_id}", responses=READS)
def show_thread(visit: Here, thread: ThreadToRead) -> ThreadOut:
    """The head of a thread; its texts are at `posts`."""
    return thread_out(thread.row)


@doors.get("/threads/{thread_id}/posts", responses=READS)
def list_posts(visit: Here, thread: ThreadToRead, after: Cursor = "", size: Size = 20) -> Listing[PostOut]:
    """The texts of a thread, oldest first. Reading does not mark anything as read here."""
    page = lookup.read_posts(visit.session, thread.id, thread.reader, after=after, size=size)
    me = thread.reader["me"]
    sources = lookup.own_sources(visit.session, [one.id for one in page.items if one.author_id in me])
    items = [post_out(one, thread.id, me, sources.get(one.id)) for one in page.items]
    return Listing(items=items, next=page.next)


@doors.post("/threads/{thread_id}/posts", status_code=201, responses=WRITES)
def reply(visit: Here, thread: ThreadToAnswer, body: PostBody) -> PostOut:
    """Sends a reply. Its `status` is `held` while a moderator has to read it first."""
    _, text, note = pacing.screened(visit.membership, body.body, choice=body.pii, note=body.note)
    writing.checked(text)
    pacing.pace(visit.membership)
    post = writing.reply(
        visit.session, author=visit.membership, thread=thread.row, body=text, lang=body.lang, note=note
    )
    pacing.watch(visit.session, post, choice=body.pii)
    return _one(visit, thread.id, post.id)


def _one(visit: Visit, thread_id: UUID, post_id: UUID) -> PostOut:
    who = reader(visit)
    row = lookup.read_post(visit.session, post_id, thread_id, who)
    if row is None:
        raise NotFound
    own = row.author_id in who["me"]
    source = lookup.own_sources(visit.session, [post_id]).get(post_id) if own else None
    return post_out(row, thread_id, who["me"], source)


@doors.get("/posts/{post_id}", responses=READS)
def show_post(visit: Here, post: PostToRead) -> PostOut:
    """One text; its author finds it whatever its status, with its source."""
    return _one(visit, post.post.thread_id, post.post.id)


@doors.patch("/posts/{post_id}", responses=WRITES)
def edit_post(visit: Here, post: PostToEdit, body: PostBody) -> PostOut:
    """Changes one's own text within 30 minutes; what it said before stays in its history."""
    _, text, note = pacing.screened(visit.membership, body.body, choice=body.pii, note=body.note)
    writing.edit(visit.session, post.post, body=text, note=note)
    pacing.watch(visit.session, post.post, choice=body.pii)
    return _one(visit, post.post.thread_id, post.post.id)


@doors.delete("/posts/{post_id}", status_code=204, responses=WRITES)
def withdraw_post(visit: Here, post: PostToWithdraw) -> None:
    """Takes one's own text back for good."""
    writing.withdraw(visit.session, post.post)


@doors.put("/threads/{thread_id}/follow", status_code=204, responses=WRITES)
def follow(
    visit: Here, thread: Annotated[ThreadHere, allowed(Permission.post_react, find_thread_by_id)]
) -> None:
    """Hears of new replies from now on."""
    keeping.follow(visit.session, visit.membership, thread.id, thread.community.id)


@doors.delete("/threads/{thread_id}/follow", status_code=204, responses=WRITES)
def unfollow(
    visit: Here, thread: Annotated[ThreadHere, allowed(Permission.post_react, find_thread_by_id)]
) -> None:
    """Hears of them no more."""
    keeping.unfollow(visit.session, visit.membership, thread.id)
