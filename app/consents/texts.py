"""Purposes and the words people agree to: versioned, hashed, kept for ever. The server sets the version, never a human."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, text
from sqlmodel import Session, col, select

from app.core import clock
from app.core.errors import Invalid, NotFound
from app.models.consent import ConsentPurpose, ConsentText

LANGUAGES = ("fr", "en")
SERVICE, LONGITUDINAL, RECONTACT, NEWSLETTER = "service", "longitudinal_link", "recontact", "newsletter"
GENERAL = (SERVICE, LONGITUDINAL, RECONTACT, NEWSLETTER)
LOCK = text("SELECT pg_advisory_xact_lock(7002003)")


def study_purpose(study_id: UUID) -> str:
    """The purpose of one study's research."""
    return f"study.{study_id}.research"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words in force for a purpose, in one language."""

    purpose: str
    version: int
    minimum: int
    language: str
    title: str
    body: str
    sha256: str


def publish(
    session: Session,
    purpose: str,
    bodies: Mapping[str, str],
    *,
    titles: Mapping[str, str] | None = None,
    survey_id: UUID | None = None,
    home_id: UUID | None = None,
    substantial: bool = True,
) -> int:
    """Puts new words in force from now on and gives their version.

    A substantial version ends the eligibility of all who agreed to an earlier one, until they agree again. The first
    publication opens the purpose; `survey_id` and `home_id` are set once and stay.
    """
    if set(bodies) != set(LANGUAGES) or not all(body.strip() for body in bodies.values()):
        raise Invalid("Write the text in French and in English.")
    session.connection().execute(LOCK)
    known = session.get(ConsentPurpose, purpose)
    if known is None:
        known = ConsentPurpose(code=purpose, titles=dict(titles or dict.fromkeys(LANGUAGES, purpose)))
    elif titles:
        known.titles = dict(titles)
    known.survey_id, known.home_id = known.survey_id or survey_id, known.home_id or home_id
    session.add(known)
    session.flush()
    version = newest_version(session, purpose) + 1
    for language in LANGUAGES:
        body = bodies[language].strip()
        session.add(
            ConsentText(
                purpose=purpose,
                version=version,
                language=language,
                body=body,
                sha256=sha256(body.encode()).hexdigest(),
                substantial=substantial or version == 1,
                valid_from=clock.now(),
            )
        )
    session.flush()
    return version


def newest_version(session: Session, purpose: str) -> int:
    """The version in force; 0 when nothing was published."""
    return (
        session.exec(select(func.max(ConsentText.version)).where(col(ConsentText.purpose) == purpose)).one()
        or 0
    )


def minimum_version(session: Session, purpose: str) -> int:
    """The newest substantial version: who agreed to an earlier one has to agree again."""
    newest = select(func.max(ConsentText.version)).where(
        col(ConsentText.purpose) == purpose, col(ConsentText.substantial).is_(True)
    )
    return session.exec(newest).one() or 0


def in_force(session: Session, purposes: list[str], language: str) -> dict[str, Wording]:
    """The words in force for these purposes in one language (French when they lack it); two statements."""
    titles = {
        row.code: row.titles
        for row in session.exec(select(ConsentPurpose).where(col(ConsentPurpose.code).in_(purposes)))
    }
    rows = session.exec(
        select(ConsentText)
        .where(col(ConsentText.purpose).in_(purposes), col(ConsentText.language) == language)
        .order_by(col(ConsentText.purpose), col(ConsentText.version))
    ).all()
    found: dict[str, Wording] = {}
    for row in rows:
        before = found.get(row.purpose)
        found[row.purpose] = Wording(
            purpose=row.purpose,
            version=row.version,
            minimum=row.version if row.substantial or before is None else before.minimum,
            language=language,
            title=titles[row.purpose].get(language, row.purpose),
            body=row.body,
            sha256=row.sha256,
        )
    return found


def wording(session: Session, purpose: str, language: str) -> Wording:
    """The words in force for one purpose, or NotFound."""
    found = in_force(session, [purpose], language if language in LANGUAGES else LANGUAGES[0]).get(purpose)
    if found is None:
        raise NotFound
    return found


def as_agreed(session: Session, purpose: str, version: int, language: str) -> ConsentText:
    """The very words of a version, also of an old one."""
    row = session.get(ConsentText, (purpose, version, language))
    if row is None:
        raise NotFound
    return row


def purposes_of_survey(session: Session, survey_id: UUID) -> list[str]:
    """The research purposes of the studies of a survey: one after the other, never two at a time."""
    return list(session.exec(select(ConsentPurpose.code).where(col(ConsentPurpose.survey_id) == survey_id)))
