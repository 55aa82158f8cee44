"""What the guards hand to the doors of this room: a community, a thread, a post, each as this reader may see it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.access import arrival, guard
from app.access.live import Place, followable
from app.access.permissions import Permission
from app.access.predicates import Actor, Scene
from app.access.rules import refusal
from app.core import db
from app.core.errors import NotFound
from app.core.web import Visit
from app.models.community import Community
from app.models.thread import Post, Thread
from app.threads import drafts, lookup
from app.threads.visible import reader, reader_of, visible_to


@dataclass(slots=True)
class ThreadHere:
    """A thread in its community, with what the rules look at."""

    community: Community
    row: Any
    reader: dict[str, Any]
    author_id: UUID | None = field(init=False)
    hosts_professionals: bool = field(init=False)

    def __post_init__(self) -> None:
        self.author_id = self.row.author_id
        self.hosts_professionals = self.row.hosts_professionals

    @property
    def id(self) -> UUID:
        """The id of the thread."""
        found: UUID = self.row.id
        return found

    @property
    def path(self) -> str:
        """Where the thread is read."""
        return f"/c/{self.community.slug}/t/{self.row.id}"


@dataclass(slots=True)
class PostHere:
    """A post in its community, with what the rules look at."""

    community: Community
    post: Post
    hosts_professionals: bool

    @property
    def author_id(self) -> UUID | None:
        """Who wrote it."""
        return self.post.author_id

    @property
    def thread_path(self) -> str:
        """Where its thread is read."""
        return f"/c/{self.community.slug}/t/{self.post.thread_id}"


def find_thread(visit: Visit, slug: str, thread_id: UUID) -> ThreadHere:
    """A thread by its address."""
    return _thread_in(visit, guard.enter_community(visit, slug), thread_id)


def find_thread_by_id(visit: Visit, thread_id: UUID) -> ThreadHere:
    """A thread by its id alone: among the reader's own communities."""
    open_own(visit)
    community_id = visit.session.exec(select(Thread.community_id).where(Thread.id == thread_id)).first()
    return _thread_in(visit, _enter(visit, community_id), thread_id)


def find_post(visit: Visit, slug: str, post_id: UUID) -> PostHere:
    """A post by its address."""
    return _post_in(visit, guard.enter_community(visit, slug), post_id)


def find_post_by_id(visit: Visit, post_id: UUID) -> PostHere:
    """A post by its id alone: among the reader's own communities."""
    open_own(visit)
    community_id = visit.session.exec(select(Post.community_id).where(Post.id == post_id)).first()
    return _post_in(visit, _enter(visit, community_id), post_id)


def open_own(visit: Visit) -> None:
    """Opens the walls of the communities that the reader lives in, with the groups inside them."""
    if visit.actor is not None:
        open_walls(visit.session, visit.actor)


def open_walls(session: Session, actor: Actor) -> list[tuple[Community, Any]]:
    """The actor's active personas with their communities; their walls, groups included, are open from now on."""
    living = [one for one in arrival.own_personas(session, actor) if one[1].status == "active"]
    homes = [community.id for community, _ in living]
    inside = session.exec(select(Community.id).where(col(Community.parent_id).in_(homes))).all()
    db.act_in(session, [*homes, *inside], session.info.get("tags", ()))
    return living


def _enter(visit: Visit, community_id: UUID | None) -> Community:
    community = visit.session.get(Community, community_id) if community_id else None
    if community is None:
        raise NotFound
    visit.membership = arrival.enter(visit.session, visit.actor, community)
    return community


def _thread_in(visit: Visit, community: Community, thread_id: UUID) -> ThreadHere:
    who = reader(visit)
    draft = drafts.name_of(visit.actor.account_id, f"reply {thread_id}")
    row = lookup.read_thread(visit.session, thread_id, community.id, who, draft)
    if row is None:
        raise NotFound
    return ThreadHere(community, row, who)


def _post_in(visit: Visit, community: Community, post_id: UUID) -> PostHere:
    wanted = select(Post, Thread.hosts_professionals).join(Thread, col(Thread.id) == col(Post.thread_id))
    mine = wanted.where(Post.id == post_id, Post.community_id == community.id)
    seen = mine.where(visible_to(Post), visible_to(Thread))
    row = visit.session.execute(seen, reader(visit)).first()
    if row is None:
        raise NotFound
    return PostHere(community, row[0], row[1])


@followable("thread")
def find_followed(session: Session, actor: Actor, thread_id: UUID) -> Place | None:
    """A thread that a socket may follow: the same rules as its page."""
    living = open_walls(session, actor)
    found = session.get(Thread, thread_id)
    if found is None:
        return None
    community = session.get_one(Community, found.community_id)
    home = community.parent_id or community.id
    persona = next((one for place, one in living if place.id == home), None)
    if persona is None or refusal(Permission.post_read, Scene(actor, persona, found)) is not None:
        return None
    seen = select(Thread.id).where(Thread.id == thread_id, visible_to(Thread))
    if session.execute(seen, reader_of([persona])).first() is None:
        return None
    return Place(found.id, found.community_id, persona.id, found.post_count)
