"""The pages of one text: signs, changing it, its history, taking it back. `pages` opens these doors with its own."""

from typing import Annotated, Any

from fastapi.responses import Response
from sqlalchemy import bindparam, select
from sqlmodel import col

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.errors import Invalid
from app.core.text import N_
from app.core.web import Doors, Here, reshow
from app.models.thread import PostVersion, ReactionKind
from app.screening.distress import grade_of
from app.threads import keeping, pacing, writing
from app.threads.finders import PostHere, ThreadHere, find_post, find_thread
from app.threads.schemas import ReplyForm, SignForm

doors = Doors()
ThreadToThank = Annotated[ThreadHere, allowed(Permission.post_react, find_thread)]
PostToRead = Annotated[PostHere, allowed(Permission.post_read, find_post)]
PostToEdit = Annotated[PostHere, allowed(Permission.post_edit, find_post)]
PostToWithdraw = Annotated[PostHere, allowed(Permission.post_withdraw, find_post)]
HISTORY: Any = (
    select(col(PostVersion.html), col(PostVersion.written_at))
    .where(col(PostVersion.post_id) == bindparam("post"))
    .order_by(col(PostVersion.written_at).desc())
    .limit(50)
)


@doors.post("/c/{slug}/t/{thread_id}/signs")
def do_sign(visit: Here, thread: ThreadToThank) -> Response:
    """Thanks or "this helped me", given or taken back by the name of the button; twice is as once."""
    form = visit.read(SignForm)
    given = [(name, post) for name in ReactionKind for post in (getattr(form, name),) if post]
    taken = [(name, post) for name in ReactionKind for post in (getattr(form, f"un{name}"),) if post]
    if len(given) + len(taken) != 1:
        raise Invalid
    pacing.pace_of(visit.membership.id)
    kind, post_id = (given or taken)[0]
    target = find_post(visit, thread.community.slug, post_id)
    here = f"{thread.path}?at={post_id}#p-{post_id}"
    if given:
        keeping.sign(visit.session, visit.membership, target.post, kind, link=here)
    else:
        keeping.unsign(visit.session, visit.membership, target.post, kind)
    return visit.go(here)


@doors.get("/c/{slug}/p/{post_id}/edit")
def show_edit(visit: Here, post: PostToEdit) -> Response:
    """The text as it was typed, to change within half an hour."""
    values = {"body": post.post.body, "note": post.post.note, **visit.typed}
    late = post.post.created_at <= writing.edit_until()
    return visit.page("threads/edit.html", community=post.community, post=post.post, values=values, late=late,
                      back=_at(post))  # fmt: skip


@doors.post("/c/{slug}/p/{post_id}/edit")
@reshow(show_edit)
def do_edit(visit: Here, post: PostToEdit) -> Response:
    """Puts the new text in place; the old one stays in the history."""
    form = visit.read(ReplyForm)
    _, body, note = pacing.screened(visit.membership, form.body, choice=form.pii, note=form.note)
    writing.edit(visit.session, post.post, body=body, note=note)
    pacing.watch(visit.session, post.post, choice=form.pii)
    care = "&care=1" if grade_of(body, post.post.lang) else ""
    return visit.go(_at(post, care), said=N_("Your text is changed."))


@doors.get("/c/{slug}/p/{post_id}/history")
def show_history(visit: Here, post: PostToRead) -> Response:
    """What a text said before each change."""
    rows = visit.session.connection().execute(HISTORY, {"post": post.post.id}).all()
    shown = post.post.status == "visible" or post.author_id == visit.membership.id
    return visit.page(
        "threads/history.html",
        community=post.community,
        post=post.post,
        versions=rows if shown else (),
        back=_at(post),
    )


@doors.get("/c/{slug}/p/{post_id}/withdraw")
def show_withdraw(visit: Here, post: PostToWithdraw) -> Response:
    """Asks once before the words go."""
    return visit.page("threads/withdraw.html", community=post.community, post=post.post, back=_at(post))


@doors.post("/c/{slug}/p/{post_id}/withdraw")
def do_withdraw(visit: Here, post: PostToWithdraw) -> Response:
    """Takes the text back."""
    writing.withdraw(visit.session, post.post)
    return visit.go(post.thread_path, said=N_("Your text is withdrawn. Its words are gone for good."))


def _at(post: PostHere, more: str = "") -> str:
    return f"{post.thread_path}?at={post.post.id}{more}#p-{post.post.id}"
