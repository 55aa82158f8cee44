"""Those who follow a thread hear of a new reply: a job, so that writing stays quick however many they are."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from app.access.blocks import meets
from app.core import db, jobs
from app.models.community import Community, Persona
from app.models.thread import Follow, Post, PostStatus
from app.notifications.notify import notify

FOLLOWERS = (
    select(col(Follow.persona_id))
    .join(Persona, col(Persona.id) == col(Follow.persona_id))
    .where(
        col(Follow.thread_id) == bindparam("thread"),
        col(Persona.status) == "active",
        col(Follow.persona_id) != bindparam("author"),
        meets(col(Follow.persona_id), bindparam("author")),
    )
)


@jobs.job("threads.tell_followers")
def tell_followers(session: Session, *, post: str, community: str) -> None:
    """Writes one alert a follower, unless the reply has gone in the meantime."""
    place = session.get(Community, UUID(community))
    if place is None:
        return
    db.act_in(session, [one for one in (place.parent_id, place.id) if one])
    found = session.get(Post, UUID(post))
    if found is None or found.status != PostStatus.VISIBLE:
        return
    link = f"/c/{place.slug}/t/{found.thread_id}?new=1"
    values = {"thread": found.thread_id, "author": found.author_id}
    for persona_id in session.connection().execute(FOLLOWERS, values).scalars().all():
        notify(session, persona_id=persona_id, community_id=found.community_id, kind="reply", link=link)
