"""Who holds my answers, told on the page of consents: the room below asks, this one knows."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.consents.holders import Holding
from app.releases import recalls


def tell(session: Session, own: Mapping[UUID, bytes], locale: str) -> list[Holding]:
    """Every release with this person's answers, by their id in each survey."""
    released = set(recalls.surveys_with_releases(session)) & own.keys()
    return [
        Holding(
            study=one.title,
            holder="; ".join(one.people),
            since=one.frozen_at.date(),
            recalled=one.withdrawn,
            address="/research/holders",
        )
        for survey_id in released
        for one in recalls.held_by(session, own[survey_id], survey_id)
        if one.frozen_at is not None
    ]
