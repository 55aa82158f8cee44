"""Asking for a release, and the two persons who agree to it. The second word starts the freeze, as a job."""

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.access.predicates import Actor
from app.core import audit, clock, db, jobs
from app.core.errors import Conflict, Refused
from app.core.text import N_
from app.models.release import Delivery, Release, ReleaseApproval, ReleaseStatus
from app.models.study import Study, StudyStatus
from app.releases import freezing
from app.studies import agreement
from app.studies.approving import Approver
from app.studies.proposing import office_tag

LOCK = text("SELECT pg_advisory_xact_lock(7002010, hashtext(:survey))")
PENDING = (ReleaseStatus.REQUESTED, ReleaseStatus.APPROVED, ReleaseStatus.FREEZING)
STEPS = 3


def request(session: Session, study: Study, by: Actor, *, k: int, l: int, t: float) -> Release:
    """Asks for a release. Conflict while another one is under way, too soon, or before everybody named has agreed."""
    if study.status != StudyStatus.OPEN:
        raise Conflict("A release can be asked for while the study is open.")
    if not agreement.agreed(agreement.people_of(session, study)):
        raise Conflict("Every person named in the study must accept the agreement first.")
    session.connection().execute(LOCK, {"survey": str(study.survey_id)})
    with db.wearing(session, "research"):
        known = session.exec(select(Release).where(col(Release.survey_id) == study.survey_id)).all()
        if any(one.status in PENDING for one in known):
            raise Conflict("Another release of this survey is under way.")
        last = max((one.frozen_at for one in known if one.frozen_at), default=None)
        if last is not None and clock.now() - last < freezing.PAUSE:
            raise Conflict("The last release of this survey is less than 30 days old.")
        number = session.exec(
            select(func.max(Release.number)).where(col(Release.survey_id) == study.survey_id)
        ).one()
        release = Release(
            study_id=study.id, survey_id=study.survey_id, owner_id=by.account_id, number=(number or 0) + 1, k=k, l=l, t=t,
            refusal_params={}, report={}, requested_at=clock.now(),
        )  # fmt: skip
        session.add(release)
        session.flush()
    audit.record(
        session, "release.requested", actor=office_tag(by.account_id.bytes), subject=release.id, k=k, l=l
    )
    return release


def approve(session: Session, release: Release, by: Approver) -> Release:
    """One office's word; the second one starts the freeze. Nobody approves their own request."""
    if by.account_id == release.owner_id:
        raise Refused("Nobody approves a release of their own.")
    with db.wearing(session, "research"):
        session.refresh(release, with_for_update=True)
        if release.status != ReleaseStatus.REQUESTED:
            raise Conflict("This release has been decided already.")
        given = approvals_of(session, release)
        if any(one.office == by.office for one in given):
            raise Conflict("Your office has approved this release already.")
        session.add(
            ReleaseApproval(
                release_id=release.id,
                office=by.office.value,
                approver=by.name,
                approved_at=clock.now(),
            )
        )
        if given:
            release.status = ReleaseStatus.APPROVED.value
            session.add(release)
    audit.record(session, "release.approved", actor=by.name, subject=release.id, office=by.office.value)
    if given:
        jobs.defer(session, "releases.start", release=str(release.id))
    return release


def approvals_of(session: Session, release: Release) -> list[ReleaseApproval]:
    """The words given; the caller wears the research hat."""
    wanted = select(ReleaseApproval).where(col(ReleaseApproval.release_id) == release.id)
    return list(session.exec(wanted.order_by(col(ReleaseApproval.office).desc())))


def revoke(session: Session, release: Release, by: Actor) -> Release:
    """Ends a release: no more files, and no link works any longer."""
    with db.wearing(session, "research"):
        session.refresh(release, with_for_update=True)
        if release.status in (ReleaseStatus.REVOKED, ReleaseStatus.REFUSED):
            raise Conflict("This release has ended already.")
        frozen = release.status == ReleaseStatus.FROZEN
        release.status = (ReleaseStatus.REVOKED if frozen else ReleaseStatus.REFUSED).value
        release.refusal = release.refusal or ("" if frozen else N_("It was withdrawn before it was frozen."))
        for link in session.exec(select(Delivery).where(col(Delivery.release_id) == release.id)):
            link.revoked = True
            session.add(link)
        session.add(release)
    audit.record(session, "release.revoked", actor=office_tag(by.account_id.bytes), subject=release.id)
    return release
