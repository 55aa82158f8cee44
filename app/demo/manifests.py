"""The manifest: who may sign in and which addresses exist, for checks that come from outside."""

from typing import Any

from sqlmodel import Session, col, select

from app.core import db
from app.core.settings import get_settings
from app.demo.people import invented
from app.models.community import Community


def shape_of(session: Session) -> str:
    """Which shape was filled: only the bench has numbered rooms."""
    found = session.exec(select(Community.id).where(col(Community.slug) == "bench-20")).first()
    return "bench" if found else "demo"


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
                for one in invented(shape)
            ],
            "communities": [{"path": f"/c/{one.slug}"} for one in communities if not one.hidden],
            "threads": [],
            "rooms": [],
        }  # fmt: skip
