"""One item as it lies on the desk: the text as it was, who wrote it, who reported, what happened before. No health data."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape
from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from app.core import clock
from app.models.community import CommunityRole, Persona
from app.models.review import Act, Decision, ItemKind, ModeratorNote, Report, ReviewItem
from app.models.thread import Post
from app.moderation import appeals, sanctions
from app.moderation.queue import is_claimed
from app.screening.pii import find_pii

RESTRICTS = tuple(act.value for act in (Act.HIDE, Act.REMOVE, Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD))


@dataclass(slots=True)
class Case:
    """Everything the desk shows about one item."""

    item: ReviewItem
    author: Persona | None
    marked: Markup
    reports: list[Any] = field(default_factory=list)
    warnings: int = 0
    notes: list[Any] = field(default_factory=list)
    claimed_by: str = ""
    mine: bool = False
    thread_id: UUID | None = None
    first: Decision | None = None
    obstacle: str = ""


def look(session: Session, item: ReviewItem, me: Persona) -> Case:
    """Gathers a case in a fixed number of statements. Who reported is for leads."""
    author = session.get(Persona, item.author_id) if item.author_id else None
    case = Case(item, author, mark(item.text))
    if author is not None:
        case.warnings = count_against(session, author.id)
        case.notes = notes_on(session, author.id)
    if item.kind in (ItemKind.REPORT, ItemKind.NOTICE):
        case.reports = reports_of(session, item.id, named=me.role == CommunityRole.LEAD)
    if is_claimed(item) and item.claimed_by:
        case.mine = item.claimed_by == me.id
        holder = session.get(Persona, item.claimed_by)
        case.claimed_by = holder.handle if holder and not case.mine else ""
    if item.subject_kind == "post":
        case.thread_id = session.exec(select(Post.thread_id).where(col(Post.id) == item.subject_id)).first()
    if item.kind == ItemKind.APPEAL:
        case.first = session.get(Decision, item.subject_id)
        case.obstacle = appeals.why_not(case.first, me) if case.first else ""
    return case


def mark(text: str) -> Markup:
    """The text with personal data marked, escaped, in paragraphs of the page."""
    parts, done = [], 0
    for one in find_pii(text):
        parts += [escape(text[done : one.start]), Markup("<mark>{}</mark>").format(text[one.start : one.end])]
        done = one.end
    return Markup("").join([*parts, escape(text[done:])])


def count_against(session: Session, persona_id: UUID) -> int:
    """How many decisions have restricted this persona so far."""
    counted = select(func.count()).where(
        col(Decision.author_id) == persona_id,
        col(Decision.act).in_(RESTRICTS),
        col(Decision.undone_at).is_(None),
    )
    return int(session.exec(counted).one())


def notes_on(session: Session, persona_id: UUID) -> list[Any]:
    """The moderators' notes on a persona, newest first, with who wrote them."""
    return list(
        session.execute(
            select(ModeratorNote.text, ModeratorNote.at, Persona.handle)
            .join(Persona, col(Persona.id) == col(ModeratorNote.written_by), isouter=True)
            .where(col(ModeratorNote.persona_id) == persona_id)
            .order_by(col(ModeratorNote.at).desc())
            .limit(20)
        ).all()
    )


def reports_of(session: Session, item_id: UUID, *, named: bool) -> list[Any]:
    """Why it was reported, oldest first; with the reporters' handles for leads alone."""
    who: Any = col(Persona.handle) if named else literal("")
    return list(
        session.execute(
            select(Report.reason, Report.words, Report.at, who.label("handle"))
            .join(Persona, col(Persona.id) == col(Report.reporter_id), isouter=True)
            .where(col(Report.item_id) == item_id)
            .order_by(col(Report.at))
            .limit(20)
        ).all()
    )


def add_note(session: Session, persona: Persona, by: Persona, words: str) -> ModeratorNote:
    """Keeps a note on a persona for the colleagues of this community."""
    note = ModeratorNote(
        community_id=persona.community_id, persona_id=persona.id, written_by=by.id, text=words, at=clock.now()
    )
    session.add(note)
    session.flush()
    return note


def minutes_at_work(session: Session, me: list[UUID]) -> int:
    """How long somebody has been deciding without a pause of half an hour, in minutes (looking back two hours)."""
    since = session.execute(
        select(Decision.decided_at)
        .where(col(Decision.decided_by).in_(me), col(Decision.decided_at) > clock.now() - timedelta(hours=2))
        .order_by(col(Decision.decided_at).desc())
        .limit(200)
    ).scalars()
    start = last = clock.now()
    for at in since:
        if (last - at).total_seconds() > 1800:
            break
        start = last = at
    return int((clock.now() - start).total_seconds() // 60)


def standing(session: Session, persona: Persona) -> list[Any]:
    """The sanctions that weigh on a persona now."""
    return list(sanctions.in_force(session, persona.id))
