"""Deciding: one act, one rule, one reason, one target, one effect and one audit entry, in one transaction."""

from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.core import audit, clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.text import N_
from app.models.community import CommunityRole, Persona
from app.models.review import Act, Decision, ItemKind, ItemStatus, Report, ReviewItem
from app.moderation import appeals, claims, effects, sanctions
from app.moderation.grounds import DEFAULT_GROUND, GROUNDS, LONGEST_HOURS, NEED_REASON, SANCTIONS, acts_for
from app.notifications.notify import notify

# What the author hears about (joining tells by itself).
TELLS = frozenset(
    {Act.APPROVE, Act.HIDE, Act.REMOVE, Act.RESTORE, Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD, Act.LIFT}
)
# A text that is gone answers every open question about it, but a call for help.
SETTLED_WITH = (ItemKind.HELD, ItemKind.REPORT, ItemKind.PII, ItemKind.NOTICE)


def decide(
    session: Session,
    item: ReviewItem,
    by: Persona,
    *,
    version: int,
    act: Act,
    rule: str = "",
    reason: str = "",
    hours: int | None = None,
) -> Decision:
    """Decides an item as it was at `version`; Conflict when a colleague was faster.

    Raises Invalid for a missing reason or a wrong duration, Refused for one's own words, own report or equal rank.
    """
    author = session.get(Persona, item.author_id) if item.author_id else None
    rule = rule or DEFAULT_GROUND.get(act.value, "")
    if item.kind == ItemKind.APPEAL:  # the answer names the rule that the first decision named
        rule = session.get_one(Decision, item.subject_id).rule
    said = reason
    reason = check(item.kind, item.subject_kind, act, author, rule=rule, reason=reason, hours=hours)
    _check_distance(session, item, by, act, author)
    claims.take(session, item, by, version=version, close=act not in SANCTIONS)
    if item.kind == ItemKind.APPEAL:
        return appeals.answer(session, item, by, act=act, reason=reason, rule=rule)
    decision = write(
        session, by, act=act, rule=rule, reason=reason, hours=hours, item=item, author=author,
        subject=("persona", author.id) if act in SANCTIONS and author else (item.subject_kind, item.subject_id),
    )  # fmt: skip
    if act in SANCTIONS:
        assert author is not None
        sanctions.put_on(session, decision, author)
    else:
        effects.apply(
            session, act, subject_kind=item.subject_kind, subject_id=item.subject_id, by=by, reason=said
        )
        if act in (Act.HIDE, Act.REMOVE):
            _settle_others(session, item)
    return decision


def sanction(
    session: Session, persona: Persona, by: Persona, *, act: Act, rule: str, reason: str, hours: int | None
) -> Decision:
    """A warning, mute or ban without an item, from somebody's page at the desk."""
    reason = check(ItemKind.REPORT, "persona", act, persona, rule=rule, reason=reason, hours=hours)
    if act not in SANCTIONS:
        raise Invalid(fields={"act": "Choose what to do."})
    if persona.id == by.id or not sanctions.outranks(by, persona):
        raise Refused("Nobody acts on themselves, or on equal or higher rank.")
    decision = write(
        session, by, act=act, rule=rule, reason=reason, hours=hours, author=persona, subject=("persona", persona.id)
    )  # fmt: skip
    sanctions.put_on(session, decision, persona)
    return decision


def check(
    kind: str,
    subject_kind: str,
    act: Act,
    author: Persona | None,
    *,
    rule: str,
    reason: str,
    hours: int | None,
) -> str:
    """The reason to keep; Invalid when something is missing or does not go together."""
    if act not in acts_for(kind, subject_kind, has_author=author is not None):
        raise Invalid(fields={"act": "This cannot be decided here."})
    if rule not in GROUNDS:
        raise Invalid(fields={"rule": "Name the rule."})
    if act in NEED_REASON and len(reason) < 3:
        raise Invalid(fields={"reason": "Say why: the author reads it."})
    longest = LONGEST_HOURS.get(act)
    if longest is None and hours is not None:
        raise Invalid(fields={"hours": "This act has no duration."})
    if longest is not None and (hours is None or not 1 <= hours <= longest):
        raise Invalid(
            fields={
                "hours": N_("Between 1 hour and 7 days.")
                if act is Act.MUTE
                else N_("Between 1 and 72 hours.")
            }
        )
    return reason or GROUNDS[rule].sentence


def _check_distance(
    session: Session, item: ReviewItem, by: Persona, act: Act, author: Persona | None
) -> None:
    """Nobody acts on own words, on what they reported themselves, or on equal or higher rank."""
    if item.author_id == by.id:
        raise Refused("This is about you. A colleague looks at it.")
    mine = select(Report.id).where(col(Report.item_id) == item.id, col(Report.reporter_id) == by.id)
    if session.exec(mine).first() is not None:
        raise Refused("You reported this yourself. A colleague looks at it.")
    against = act in (Act.HIDE, Act.REMOVE) or act in SANCTIONS
    if against and author is not None and not sanctions.outranks(by, author):
        raise Refused("Nobody acts on equal or higher rank.")


def write(
    session: Session,
    by: Persona,
    *,
    act: Act,
    rule: str,
    reason: str,
    subject: tuple[str, UUID],
    author: Persona | None,
    hours: int | None = None,
    item: ReviewItem | None = None,
    text: str = "",
) -> Decision:
    """Keeps the decision, its audit entry and the news for its author."""
    decision = Decision(
        community_id=item.community_id if item else by.community_id, item_id=item.id if item else None,
        subject_kind=subject[0], subject_id=subject[1], author_id=author.id if author else None, act=act.value,
        rule=rule, reason=reason, text=item.text if item else text, until=sanctions.end_of(act, hours),
        decided_by=by.id, by_lead=by.role == CommunityRole.LEAD, decided_at=clock.now(),
    )  # fmt: skip
    session.add(decision)
    session.flush()
    if act not in (Act.ACCEPT, Act.REFUSE):  # the room of joining keeps its own entry
        audit.record(session, f"moderation.{act.value}", actor=by.id, subject=decision.subject_id, rule=rule)
    if author is not None and act in TELLS:
        notify(
            session, persona_id=author.id, community_id=author.community_id, kind="decision",
            link=f"/decisions/{decision.id}",
        )  # fmt: skip
    return decision


def _settle_others(session: Session, item: ReviewItem) -> None:
    closing = (
        update(ReviewItem)
        .where(
            col(ReviewItem.subject_kind) == item.subject_kind,
            col(ReviewItem.subject_id) == item.subject_id,
            col(ReviewItem.kind).in_([one.value for one in SETTLED_WITH]),
            col(ReviewItem.status) == ItemStatus.OPEN.value,
        )
        .values(status=ItemStatus.DECIDED.value, closed_at=clock.now(), version=col(ReviewItem.version) + 1)
        .execution_options(synchronize_session=False)
    )
    session.execute(closing)


UNDO_WITHIN = 30  # seconds
UNDOABLE = frozenset({Act.HIDE, Act.REMOVE, Act.DISMISS})


def can_undo(decision: Decision) -> bool:
    """Whether a decision is of a moment ago, and of a kind that can be taken back as if it never was."""
    age = (clock.now() - decision.decided_at).total_seconds()
    return decision.act in UNDOABLE and decision.undone_at is None and age <= UNDO_WITHIN


def undo(session: Session, decision: Decision, by: Persona) -> None:
    """Takes back one's own decision of a moment ago; its item is open again. Conflict after thirty seconds."""
    if decision.decided_by != by.id:
        raise Refused("Only who decided can undo it.")
    if not can_undo(decision):
        raise Conflict("The moment to undo this has passed.")
    effects.take_back(session, decision, by)
    decision.undone_at = clock.now()
    session.add(decision)
    audit.record(session, "moderation.undo", actor=by.id, subject=decision.subject_id)
    item = session.get(ReviewItem, decision.item_id) if decision.item_id else None
    if item is not None and item.status == ItemStatus.DECIDED:
        item.status, item.closed_at, item.version = ItemStatus.OPEN.value, None, item.version + 1
        session.add(item)
    session.flush()


def lift(session: Session, decision: Decision, by: Persona, *, reason: str) -> Decision:
    """Ends a mute or a ban before its time, with a reason."""
    if (
        decision.act not in LONGEST_HOURS
        and decision.act != Act.BAN_FOR_GOOD
        or decision.undone_at is not None
    ):
        raise Conflict("There is no sanction to lift.")
    if decision.author_id == by.id:
        raise Refused("Nobody acts on themselves, or on equal or higher rank.")
    if len(reason) < 3:
        raise Invalid(fields={"reason": "Say why: the author reads it."})
    author = session.get(Persona, decision.author_id) if decision.author_id else None
    effects.take_back(session, decision, by)
    decision.undone_at = clock.now()
    session.add(decision)
    return write(
        session, by, act=Act.LIFT, rule=decision.rule, reason=reason, author=author,
        subject=(decision.subject_kind, decision.subject_id),
    )  # fmt: skip


def restore(session: Session, decision: Decision, by: Persona, *, reason: str) -> Decision:
    """Brings a removed text back, by a lead or by another moderator than the one who removed it."""
    if decision.act not in (Act.HIDE, Act.REMOVE) or decision.undone_at is not None:
        raise Conflict("There is nothing to restore.")
    if decision.decided_by == by.id and by.role != CommunityRole.LEAD:
        raise Refused("Another moderator than the one who removed it can restore it.")
    if len(reason) < 3:
        raise Invalid(fields={"reason": "Say why: the author reads it."})
    author = session.get(Persona, decision.author_id) if decision.author_id else None
    effects.take_back(session, decision, by)
    decision.undone_at = clock.now()
    session.add(decision)
    return write(
        session, by, act=Act.RESTORE, rule="charter", reason=reason, author=author, text=decision.text,
        subject=(decision.subject_kind, decision.subject_id),
    )  # fmt: skip
