"""The alerts of the printed cast: replies and thanks of the last days, some of them read."""

from sqlmodel import col, select

from app.demo.cast import HOME
from app.demo.desk import days_ago
from app.demo.scene import Scene
from app.models.notification import Notification, NotificationKind
from app.models.thread import Thread
from app.notifications.notify import notify

READERS = ("alice", "bob", "charlie", "mona", "lena")


def make_bells(scene: Scene) -> None:
    """Alerts for those who sign in first."""
    session = scene.session
    for name in READERS:
        for slug, member in scene.people[name].members.items():
            place, dice = scene.places[slug], scene.dice("bells", name, slug)
            threads = session.exec(
                select(Thread.id)
                .where(col(Thread.community_id) == place.id, col(Thread.status) == "visible")
                .order_by(col(Thread.last_post_at).desc())
                .limit(12)
            ).all()
            told = (
                NotificationKind.REPLY,
                NotificationKind.REPLY,
                NotificationKind.THANKS,
                NotificationKind.REPLY,
            )
            for number, (kind, thread_id) in enumerate(zip(told, dice.sample(threads, 4), strict=True)):
                with days_ago(0.4 + 1.6 * number):
                    notify(
                        session, persona_id=member.persona_id, community_id=place.id, kind=kind.value,
                        link=f"/c/{slug}/t/{thread_id}",
                    )  # fmt: skip
            session.flush()
            old = session.exec(
                select(Notification)
                .where(col(Notification.persona_id) == member.persona_id)
                .order_by(col(Notification.day))
            ).first()
            if old is not None:
                old.read = True
                session.add(old)
    with days_ago(0.8):
        for name in ("alice", "bob"):
            notify(
                session, persona_id=scene.member(name).persona_id, community_id=scene.places[HOME].id,
                kind=NotificationKind.SURVEY.value, link="/surveys/well-being-this-season",
            )  # fmt: skip
    session.flush()
