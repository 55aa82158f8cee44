"""One item as it lies on the desk: the text as it was, who wrote it, who reported, what happened before. No health data."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from markupsafe import Markup, escape
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core import clock
from app.models.community import CommunityRole, Persona
from app.models.review import Act, Decision, ItemKind, ModeratorNote
from app.moderation import appeals, sanctions
from app.screening.pii import find_pii
from app.screening.spam import find_spam

RESTRICTS = tuple(act.value for act in (Act.HIDE, Act.REMOVE, Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD))


# Everything about one item in one question: the item, its author as this community knows them, who is at it, the thread
# around it, why it was reported, the notes, the decision it appeals, and since when the reader has been deciding.
_LOOK = text("""
SELECT i.*, a.handle, a.joined_on, a.muted_until, holder.handle AS held_by, p.thread_id, t.locked AS thread_locked,
  (SELECT count(*) FROM decision d WHERE d.author_id = i.author_id AND d.act = ANY (:restricts) AND d.undone_at IS NULL) AS warnings,
  (SELECT json_agg(n ORDER BY n.at DESC) FROM (
     SELECT text, at FROM moderator_note WHERE persona_id = i.author_id ORDER BY at DESC LIMIT 2) n) AS notes,
  (SELECT json_agg(r ORDER BY r.at) FROM (
     SELECT r.reason, r.words, r.at, CASE WHEN :named THEN who.handle ELSE '' END AS handle
     FROM report r LEFT JOIN persona who ON who.id = r.reporter_id WHERE r.item_id = i.id ORDER BY r.at LIMIT 20) r) AS why,
  (SELECT min(d.decided_at) FROM decision d
   WHERE d.community_id = i.community_id AND d.decided_at > :hour AND d.decided_by = :me) AS since
FROM review_item i
LEFT JOIN persona a ON a.id = i.author_id
LEFT JOIN persona holder ON holder.id = i.claimed_by AND i.claimed_until > :now
LEFT JOIN post p ON i.subject_kind = 'post' AND p.id = i.subject_id
LEFT JOIN thread t ON t.id = p.thread_id
WHERE i.id = :id
""")


@dataclass(slots=True)
class Case:
    """Everything the desk shows about one item. `item` is its row, with the author's `handle` and `joined_on`."""

    item: Any
    marked: Markup
    first: Decision | None = None
    obstacle: str = ""
    mine: bool = False
    at_work: int = 0
    marks: tuple[str, ...] = ()

    @property
    def held_by(self) -> str:
        """The colleague who is at it now, if any."""
        return "" if self.mine else self.item.held_by or ""

    @property
    def reports(self) -> list[dict[str, Any]]:
        """Why it was reported, oldest first; with handles for leads alone."""
        return self.item.why or []

    @property
    def notes(self) -> list[dict[str, Any]]:
        """The newest notes on its author."""
        return self.item.notes or []


def look(session: Session, item_id: UUID, me: Persona) -> Case | None:
    """Gathers a case in one statement (two for an appeal). Who reported is for leads."""
    now = clock.now()
    values = {
        "id": item_id, "me": me.id, "now": now, "hour": now - timedelta(hours=1), "restricts": list(RESTRICTS),
        "named": me.role == CommunityRole.LEAD,
    }  # fmt: skip
    row = session.connection().execute(_LOOK, values).one_or_none()
    if row is None:
        return None
    case = Case(row, mark(row.text), mine=row.held_by is not None and row.claimed_by == me.id)
    case.marks = tuple(find_spam(row.text))
    case.at_work = int((now - row.since).total_seconds() // 60) if row.since else 0
    if row.kind == ItemKind.APPEAL:
        case.first = session.get(Decision, row.subject_id)
        case.obstacle = appeals.why_not(case.first, me) if case.first else ""
    return case


def mark(words: str) -> Markup:
    """The text with personal data marked, escaped, in paragraphs of the page."""
    parts, done = [], 0
    for one in find_pii(words):
        parts += [
            escape(words[done : one.start]),
            Markup("<mark>{}</mark>").format(words[one.start : one.end]),
        ]
        done = one.end
    return Markup("").join([*parts, escape(words[done:])])


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


def add_note(session: Session, persona: Persona, by: Persona, words: str) -> ModeratorNote:
    """Keeps a note on a persona for the colleagues of this community."""
    note = ModeratorNote(
        community_id=persona.community_id, persona_id=persona.id, written_by=by.id, text=words, at=clock.now()
    )
    session.add(note)
    session.flush()
    return note


def standing(session: Session, persona: Persona) -> list[Any]:
    """The sanctions that weigh on a persona now."""
    return list(sanctions.in_force(session, persona.id))
