"""The manifest: who may sign in and which addresses exist, for checks that come from outside."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from app.core import db
from app.core.settings import get_settings
from app.demo.cast import Invented
from app.demo.people import invented
from app.models.chat import Room
from app.models.community import Community
from app.models.thread import Thread


def shape_of(session: Session) -> str:
    """Which shape was filled: only the bench has numbered rooms."""
    found = session.exec(select(Community.id).where(col(Community.slug) == "bench-20")).first()
    return "bench" if found else "demo"


def _listed(shape: str) -> list[Invented]:
    """Who can sign in and be let in; for figures those who live everywhere come first."""
    people = [one for one in invented(shape) if not one.name.startswith("waiting-")]
    if shape == "demo":
        return people
    return sorted(people, key=lambda one: -len(one.communities))


def _threads(session: Session, communities: Sequence[Community]) -> list[dict[str, Any]]:
    slugs = {one.id: one.slug for one in communities if not one.hidden}
    rows = session.exec(
        select(Thread.id, Thread.community_id, Thread.post_count)
        .where(col(Thread.status) == "visible")
        .order_by(col(Thread.post_count).desc(), col(Thread.id))
    )
    return [
        {"path": f"/c/{slugs[community]}/t/{own_id}", "posts": posts}
        for own_id, community, posts in rows
        if community in slugs
    ]


def _rooms(session: Session, communities: Sequence[Community]) -> list[dict[str, Any]]:
    slugs = {one.id: one.slug for one in communities if not one.hidden}
    rows = session.exec(select(Room.id, Room.community_id).order_by(col(Room.id)))
    return [
        {"id": str(own_id), "community": slugs[community]} for own_id, community in rows if community in slugs
    ]


def manifest() -> dict[str, Any]:
    """The manifest of what the database holds now."""
    with db.transaction() as session:
        communities = session.exec(select(Community).order_by(col(Community.slug))).all()
        db.act_in(session, [one.id for one in communities])
        shape = shape_of(session)
        return {
            "base_url": get_settings().public_url,
            "users": [
                {"name": one.name, "email": one.email, "password": one.password,
                 "totp_secret": one.totp_secret, "role": one.role}
                for one in _listed(shape)
            ],
            "communities": [{"path": f"/c/{one.slug}"} for one in communities if not one.hidden],
            "threads": _threads(session, communities),
            "rooms": _rooms(session, communities),
        }  # fmt: skip
