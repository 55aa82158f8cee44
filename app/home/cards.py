"""What the home shows to a member: today's entry, each community with its unread alerts, one open survey."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select

from app.access.predicates import Actor
from app.communities.lookup import Place, list_places
from app.core import clock, db
from app.dashboard.owner import tag_of
from app.models.community import CommunityRole, Persona
from app.models.dashboard import Entry
from app.models.notification import Notification
from app.notifications.unread import own_tags
from app.surveys.lookup import Listed, visible_to


@dataclass(frozen=True, slots=True)
class Home:
    """The cards of one member."""

    places: list[Place]
    unread: dict[UUID, int]
    noted_today: int
    survey: Listed | None

    @property
    def moderates(self) -> bool:
        """Whether a queue waits for them somewhere."""
        staff = (CommunityRole.MODERATOR.value, CommunityRole.LEAD.value)
        return any(one.mine and one.membership and one.membership.role in staff for one in self.places)


def home_of(session: Session, actor: Actor) -> Home:
    """Everything on the page; the number of statements does not depend on what there is."""
    survey = next((one for one in visible_to(session, actor) if one.state in ("begun", "new")), None)
    places = [one for one in list_places(session, actor) if one.mine or one.asked]
    return Home(places, unread_by_community(session, actor), noted_today(session, actor), survey)


def unread_by_community(session: Session, actor: Actor) -> dict[UUID, int]:
    """How many of one's alerts are unread, by community (groups count for their own)."""
    tags = own_tags(session, actor)
    if not tags:
        return {}
    db.act_in(session, session.info.get("communities", ()), tags)
    mine = col(Notification.persona_id).in_(select(Persona.id).where(col(Persona.owner_tag).in_(tags)))
    rows = session.exec(
        select(Notification.community_id, func.count())
        .where(mine, col(Notification.read).is_(False))
        .group_by(col(Notification.community_id))
    )
    return dict(rows.all())


def noted_today(session: Session, actor: Actor) -> int:
    """How many measures have an entry today; opens no seal."""
    counted = select(func.count()).select_from(Entry)
    today = col(Entry.owner) == tag_of(actor.account_id), col(Entry.day) == clock.today()
    return int(session.exec(counted.where(*today)).one())
