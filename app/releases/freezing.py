"""The freeze: from standing consents to an immutable table, in one transaction.

The search takes seconds, and people may withdraw meanwhile. So the ledger is held still at the end, for a moment: when
somebody of the table has left, everything is thrown away and made again without them.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from app.anonymise.table import CannotAnonymise, Policy
from app.consents import ledger, texts
from app.core import clock, logs
from app.core.text import N_
from app.models.release import Release, ReleaseStatus
from app.models.study import Study, StudyStatus, StudyVariable
from app.models.survey import Survey, SurveyResponse
from app.releases import guard, links, masters, packaging, reading_back
from app.releases.cells import Column, build_table, released_columns
from app.releases.codebook import Codebook, describe, read_master, write_master
from app.releases.guard import Published
from app.releases.protecting import Protected, protect
from app.surveys import answers, versions

LEAST_PEOPLE = 50
PAUSE = timedelta(days=30)
TRIES = 5
SECONDS = 3.0
log = logs.get_logger("releases")


class NotFrozen(Exception):
    """No safe file today; the message is a source string for the page."""

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.message, self.params = message, params


@dataclass(frozen=True)
class Frozen:
    """What a freeze writes down."""

    content: bytes
    codebook: Codebook
    seed: bytes
    tags: list[bytes]
    held: set[bytes]
    report: dict[str, Any]

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def policy_of(release: Release) -> Policy:
    """The product's policy with what was asked; never below its floor."""
    return Policy.product(k=release.k, l=release.l, t=release.t, min_rows=LEAST_PEOPLE, seconds=SECONDS)


def freeze(session: Session, release: Release, study: Study, survey: Survey) -> Frozen:
    """Makes the table of a release, or raises NotFrozen. Nothing is written here; the ledger is held when it returns."""
    if study.status != StudyStatus.OPEN:
        raise NotFrozen(N_("The study was closed before the file was made."))
    policy, m = policy_of(release), guard.smallest_change(release.k)
    rows = session.exec(select(StudyVariable).where(col(StudyVariable.study_id) == study.id)).all()
    columns = released_columns(rows, versions.current(session, survey).questionnaire)
    earlier = masters.earlier(session, release)
    _check_pause(earlier)
    for _ in range(TRIES):
        people = _people(session, study, survey)
        made = _make(session, release, columns, people, earlier, policy, m)
        if made is None:
            continue
        _check_package(made, release, study, policy)
        ledger.hold(session)
        if set(made.tags) <= _standing(session, study, survey):
            return made
    raise NotFrozen(
        N_("Every attempt left somebody recognisable, or people withdrew meanwhile. Ask again later.")
    )


def _check_package(made: Frozen, release: Release, study: Study, policy: Policy) -> None:
    """Packs the file once for a recipient nobody is, and counts k, l and t on what can be read back from it."""
    master = read_master(made.content, made.codebook)
    package = packaging.pack(master, made.seed, packaging.Label.of(release, study, made.report), b"read back")
    try:
        reading_back.check(package, policy, master)
    except reading_back.NotAsPromised as problem:
        log.error("a finished package did not keep its promise", release=str(release.id), exc_info=problem)
        raise NotFrozen(
            N_("The finished file did not keep its promise, so nothing was released.")
        ) from problem


def _check_pause(earlier: list[masters.Earlier]) -> None:
    newest = max((one.release.frozen_at for one in earlier if one.release.frozen_at), default=None)
    if newest is not None and clock.now() - newest < PAUSE:
        raise NotFrozen(N_("The last release of this survey is less than 30 days old."))


def _people(session: Session, study: Study, survey: Survey) -> dict[bytes, dict[str, Any]]:
    """Tag -> answers of those whose last word is a yes to this study's text."""
    agreed = _agreed(session, study)
    found = {
        links.tag_of(survey.id, one.contributor): one.answers
        for one in answers.completed(session, survey.id)
        if one.contributor in agreed
    }
    if len(found) < LEAST_PEOPLE:
        raise NotFrozen(
            N_("Only %(count)s people agree today. Below %(least)s there are aggregates only."),
            count=shown_count(len(found)),
            least=LEAST_PEOPLE,
        )
    return found


def _agreed(session: Session, study: Study) -> set[bytes]:
    """Whose last word is a yes, to a text at least as new as the study and the last substantial change ask."""
    purpose = texts.study_purpose(study.id)
    least = max(study.minimum_version, texts.minimum_version(session, purpose))
    return ledger.eligible(session, purpose, minimum_version=least)


def shown_count(number: int) -> int:
    """A number of people as a refusal may show it: rounded down to fives."""
    return number // 5 * 5


def _standing(session: Session, study: Study, survey: Survey) -> set[bytes]:
    """The tags of those who agree and have an answer at this very moment."""
    agreed = _agreed(session, study)
    kept = session.exec(select(SurveyResponse.contributor).where(col(SurveyResponse.survey_id) == survey.id))
    return {links.tag_of(survey.id, one) for one in map(bytes, kept) if one in agreed}


def _make(
    session: Session,
    release: Release,
    columns: list[Column],
    people: dict[bytes, dict[str, Any]],
    earlier: list[masters.Earlier],
    policy: Policy,
    m: int,
) -> Frozen | None:
    """One attempt; None when the self-test found somebody recognisable."""
    before = [one.published for one in earlier]
    sticky = links.held(session, release.survey_id)
    wanted = {tag.hex() for tag in people.keys() - sticky}
    groups, held = guard.choose(wanted, before, m, policy.l)
    _check_change(groups, before, m)
    if sum(map(len, groups)) < LEAST_PEOPLE:
        raise NotFrozen(
            N_("After the guard against repeated files too few people are left. Wait for more answers.")
        )
    table = build_table(columns, [(tag.hex(), answer) for tag, answer in people.items()])
    try:
        made = protect(table, policy, groups, m if before else policy.k)
    except CannotAnonymise as problem:
        raise NotFrozen(N_("No file keeps the promise: %(reason)s"), reason=str(problem)) from problem
    attacks = _self_test(made, columns, before, m, policy, people)
    if attacks is None:
        return None
    codebook = describe(columns) | {"orders": dict(table.ordered)}
    report = made.report | {
        "not_released": _rounded(len(people) - len(made.ids), m),
        "guard": {"earlier_releases": len(before), "smallest_change": m, **attacks},
    }
    content = write_master({one.name: made.columns[one.name] for one in columns})
    return Frozen(
        content, codebook, secrets.token_bytes(32), [bytes.fromhex(tag) for tag in made.ids],
        {bytes.fromhex(tag) for tag in held}, report,
    )  # fmt: skip


def _rounded(number: int, m: int) -> int:
    """How many were not released, never by a few."""
    return -(-number // m) * m


def _check_change(groups: list[list[str]], before: list[Published], m: int) -> None:
    known = {tag for release in before for tag in release.quasi}
    fresh = sum(tag not in known for group in groups for tag in group)
    if before and fresh < m:
        raise NotFrozen(N_("Fewer than %(least)s people are new since the last release."), least=m)


def _self_test(
    made: Protected,
    columns: list[Column],
    before: list[Published],
    m: int,
    policy: Policy,
    people: dict[bytes, dict[str, Any]],
) -> dict[str, int] | None:
    """The guard counted anew and the before/after attack on everybody who withdrew; None when either finds somebody."""
    new = masters.published(
        made.ids, made.columns, columns_by_role(columns, "quasi"), columns_by_role(columns, "sensitive")
    )
    if guard.differences(new, before, m, policy.l):
        return None
    present = {tag.hex() for tag in people}
    runs = [guard.attack(new, release, release.quasi.keys() - present) for release in before]
    if any(run.right for run in runs):
        return None
    return {"attacks": sum(run.tries for run in runs), "claims": sum(run.claims for run in runs), "right": 0}


def columns_by_role(columns: list[Column], role: str) -> list[str]:
    """The names of the columns of a role."""
    return [one.name for one in columns if one.variable.role == role]


def is_waiting(release: Release) -> bool:
    """Whether a release may be frozen now."""
    return release.status in (ReleaseStatus.APPROVED, ReleaseStatus.FREEZING)


__all__ = ["Frozen", "NotFrozen", "freeze", "is_waiting", "policy_of"]
