"""Delivery: a link for one recipient, used once, within three days. The file is built whole, recorded, then sent."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.access.predicates import Actor
from app.core import audit, clock, db, keys
from app.core.errors import Conflict, NotFound, TooMany
from app.models.release import Delivery, Recall, Release, ReleaseStatus
from app.models.study import Study
from app.releases import freezing, masters, packaging, reading_back
from app.studies import agreement
from app.studies.proposing import office_tag

LASTS = timedelta(hours=72)
A_DAY = timedelta(hours=24)
LINKS_A_DAY = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A fresh link: the token is told once and kept as its hash."""

    delivery: Delivery
    token: str


def make_link(session: Session, release: Release, study: Study, by: Actor) -> Link:
    """A single-use link for the owner. At most three a day; none while a recall waits to be acknowledged."""
    if not agreement.agreed(agreement.people_of(session, study)):
        raise Conflict("Every person named in the study must accept the agreement first.")
    with db.wearing(session, "research"):
        session.refresh(release, with_for_update=True)
        if release.status != ReleaseStatus.FROZEN:
            raise Conflict("This release has no file.")
        _check_recalls(session, release)
        since = clock.now() - A_DAY
        made = session.exec(
            select(func.count()).where(
                col(Delivery.owner_id) == by.account_id, col(Delivery.created_at) > since
            )
        ).one()
        if made >= LINKS_A_DAY:
            raise TooMany("At most three links a day.", retry_after=int(A_DAY.total_seconds()))
        token = keys.token(32)
        link = Delivery(
            release_id=release.id, owner_id=by.account_id, token_hash=keys.hashed(token), created_at=clock.now(),
            expires_at=clock.now() + LASTS,
        )  # fmt: skip
        session.add(link)
    audit.record(session, "release.link", actor=office_tag(by.account_id.bytes), subject=release.id)
    return Link(link, token)


def _check_recalls(session: Session, release: Release) -> None:
    open_ = select(Recall.id).where(
        col(Recall.release_id) == release.id, col(Recall.acknowledged_at).is_(None)
    )
    if session.exec(open_).first() is not None:
        raise Conflict("Acknowledge the recall of this release first.")
    recalled = session.exec(select(Recall.id).where(col(Recall.release_id) == release.id)).first() is not None
    newer = select(Release.id).where(
        Release.survey_id == release.survey_id,
        Release.number > release.number,
        Release.status == ReleaseStatus.FROZEN,
    )
    if recalled and session.exec(newer).first() is not None:
        raise Conflict("This release was recalled, and there is a newer one: use that.")


def take_file(session: Session, release: Release, study: Study, by: Actor, token: str) -> bytes:
    """Uses a link and gives the package. NotFound for a used, old, revoked, foreign or invented one, all alike."""
    with db.wearing(session, "research"):
        link = session.exec(
            select(Delivery).where(col(Delivery.token_hash) == keys.hashed(token[:100])).with_for_update()
        ).first()
        if (
            link is None
            or link.release_id != release.id
            or link.owner_id != by.account_id
            or link.used_at is not None
            or link.revoked
            or link.expires_at <= clock.now()
            or release.status != ReleaseStatus.FROZEN
        ):
            raise NotFound
        _check_recalls(session, release)
    master, seed = masters.read(session, release.id)
    content = packaging.pack(
        master, seed, packaging.Label.of(release, study, release.report), by.account_id.bytes
    )
    reading_back.check(content, freezing.policy_of(release), master)
    with db.wearing(session, "research"):
        link.used_at, link.sha256, link.size = clock.now(), sha256(content).hexdigest(), len(content)
        session.add(link)
    audit.record(
        session,
        "release.downloaded",
        actor=office_tag(by.account_id.bytes),
        subject=release.id,
        sha256=link.sha256,
    )
    return content


def links_of(session: Session, release: Release) -> list[Delivery]:
    """The links of a release, newest first."""
    with db.wearing(session, "research"):
        wanted = select(Delivery).where(col(Delivery.release_id) == release.id)
        return list(session.exec(wanted.order_by(col(Delivery.created_at).desc())))
