"""What the consents' page says of releases: who holds a file with somebody's answers. Registered when this is imported."""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel import Session

from app.consents.contributor import contributor_id
from app.consents.holders import Holding, register
from app.core import keystore
from app.releases import recalls


@register
def tell(session: Session, own: Mapping[UUID, bytes], _: str) -> list[Holding]:
    """One line a release."""
    return [
        Holding(
            study=one.title,
            holder=" · ".join(one.people),
            since=one.frozen_at.date(),
            recalled=one.withdrawn,
            address=f"/research/studies/{one.study_id}",
        )
        for one in recalls.held_in(session, own)
        if one.frozen_at is not None
    ]


def own_ids(session: Session, account_id: UUID) -> dict[UUID, bytes]:
    """A person's id in each survey that has a release; surveys whose key is gone are left out."""
    found = {}
    for survey_id in recalls.surveys_with_releases(session):
        try:
            found[survey_id] = contributor_id(survey_id, account_id)
        except keystore.KeyDestroyed:
            continue
    return found
