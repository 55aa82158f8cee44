"""A release as it leaves the house in JSON."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.core import db
from app.core.render import translate
from app.models.release import Release, ReleaseApproval
from app.releases import requesting
from app.releases.schemas import Approved, ReleaseOut


def approvals(session: Session, releases: Sequence[Release]) -> dict[UUID, list[Approved]]:
    """Who agreed to each, by office, the steward first; one statement."""
    found: dict[UUID, list[Approved]] = defaultdict(list)
    wanted = select(ReleaseApproval).where(col(ReleaseApproval.release_id).in_([one.id for one in releases]))
    with db.wearing(session, "research"):
        for row in session.exec(wanted.order_by(col(ReleaseApproval.office).desc())):
            found[row.release_id].append(Approved.model_validate(row))
    return found


def several(session: Session, releases: Sequence[Release], locale: str) -> list[ReleaseOut]:
    """Releases with their figures."""
    agreed = approvals(session, releases)
    return [_whole(one, agreed[one.id], locale) for one in releases]


def whole(session: Session, release: Release, locale: str) -> ReleaseOut:
    """One release with its figures."""
    return several(session, [release], locale)[0]


def _whole(release: Release, agreed: list[Approved], locale: str) -> ReleaseOut:
    return ReleaseOut.model_validate(
        {
            **release.model_dump(exclude={"survey_id", "owner_id", "refusal_params", "refusal"}),
            "steps": requesting.STEPS,
            "refusal": refusal(release, locale),
            "approvals": agreed,
        }
    )


def refusal(release: Release, locale: str) -> str | None:
    """Why there is no file, in the reader's language."""
    return translate(locale, release.refusal, **release.refusal_params) if release.refusal else None
