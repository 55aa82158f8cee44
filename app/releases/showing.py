"""A release as it leaves the house in JSON."""

from sqlmodel import Session

from app.core import db
from app.core.render import translate
from app.models.release import Release
from app.releases import requesting
from app.releases.schemas import Approved, ReleaseOut


def approvals(session: Session, release: Release) -> list[Approved]:
    """Who agreed, by office."""
    with db.wearing(session, "research"):
        return [Approved.model_validate(row) for row in requesting.approvals_of(session, release)]


def whole(session: Session, release: Release, locale: str) -> ReleaseOut:
    """The release with its figures."""
    return ReleaseOut(
        id=release.id, study_id=release.study_id, number=release.number, status=release.status, step=release.step,
        steps=requesting.STEPS, k=release.k, l=release.l, t=release.t, rows=release.rows, sha256=release.sha256,
        refusal=refusal(release, locale), report=release.report, approvals=approvals(session, release),
        requested_at=release.requested_at, frozen_at=release.frozen_at,
    )  # fmt: skip


def refusal(release: Release, locale: str) -> str | None:
    """Why there is no file, in the reader's language."""
    return translate(locale, release.refusal, **release.refusal_params) if release.refusal else None
