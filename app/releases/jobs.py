"""The jobs of the room: a release starts, is frozen, and a withdrawal reaches those who hold a file."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core import audit, clock, db, jobs, keystore
from app.core.jobs import defer
from app.models.release import Release, ReleaseMaster, ReleaseStatus
from app.models.study import Study, StudyStatus
from app.releases import freezing, links
from app.releases.freezing import Frozen, NotFrozen
from app.studies.agreement import DESK
from app.studies.questions import find_survey
from app.surveys import publishing

PATIENCE = text("SET LOCAL idle_in_transaction_session_timeout = '120s'")


@jobs.job("releases.start")
def start(session: Session, release: str) -> None:
    """Shows that the freeze has begun; the work itself is the next job, one transaction."""
    with db.wearing(session, "research"):
        row = session.get(Release, UUID(release), with_for_update=True)
        if row is None or row.status != ReleaseStatus.APPROVED:
            return
        row.status, row.step = ReleaseStatus.FREEZING.value, 1
        session.add(row)
    defer(session, "releases.freeze", release=release, lock=f"releases-{row.survey_id}")


@jobs.job("releases.freeze")
def freeze(session: Session, release: str) -> None:
    """Freezes a release, or writes down why not. All of it in this transaction."""
    session.connection().execute(PATIENCE)
    with db.wearing(session, "research"):
        row = session.get(Release, UUID(release), with_for_update=True)
    if row is None or not freezing.is_waiting(row):
        return
    db.act_in(session, (), (DESK,))
    study = session.exec(select(Study).where(col(Study.id) == row.study_id)).one()
    try:
        survey = find_survey(session, row.survey_id)
        made = freezing.freeze(session, row, study, survey)
    except NotFrozen as problem:
        _refuse(session, row, problem)
        return
    _write(session, row, made)


@jobs.job("releases.seal")
def seal(session: Session, study: str) -> None:
    """A month after a study closed: the keys of its survey and of its releases are destroyed, for good."""
    db.act_in(session, (), (DESK,))
    closed = session.get(Study, UUID(study))
    if closed is None or closed.status != StudyStatus.CLOSED:
        return
    others = session.exec(
        select(Study.id).where(
            col(Study.survey_id) == closed.survey_id, col(Study.status) != StudyStatus.CLOSED
        )
    ).first()
    if others is not None:
        return
    publishing.seal(session, find_survey(session, closed.survey_id))
    keystore.destroy(links.KIND, str(closed.survey_id))
    audit.record(session, "study.sealed", actor="releases", subject=closed.id)


def _refuse(session: Session, release: Release, problem: NotFrozen) -> None:
    with db.wearing(session, "research"):
        release.status, release.step = ReleaseStatus.REFUSED.value, 0
        release.refusal, release.refusal_params = problem.message, dict(problem.params)
        session.add(release)
    audit.record(session, "release.refused", actor="releases", subject=release.id)


def _write(session: Session, release: Release, made: Frozen) -> None:
    links.hold(session, release.survey_id, made.held)
    links.keep(session, release.survey_id, release.id, made.tags)
    with db.wearing(session, "research"):
        session.add(
            ReleaseMaster(
                release_id=release.id,
                content=made.content,
                codebook=made.codebook,
                seed=made.seed,
                sha256=made.sha256,
            )
        )
        release.status, release.step = ReleaseStatus.FROZEN.value, 3
        release.rows, release.report, release.sha256 = len(made.tags), made.report, made.sha256
        release.frozen_at = clock.now()
        session.add(release)
    audit.record(
        session,
        "release.frozen",
        actor="releases",
        subject=release.id,
        sha256=made.sha256,
        rows=len(made.tags),
    )
