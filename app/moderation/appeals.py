"""Appeals: an author answers a decision, and somebody else than its maker looks again. Overturning restores everything."""

from datetime import timedelta

from sqlmodel import Session, col, select

from app.core import audit, clock, db
from app.core.errors import Conflict, Invalid, Refused
from app.core.text import N_
from app.models.community import CommunityRole, Persona
from app.models.review import Act, Appeal, AppealStatus, Decision, ItemKind, ReviewItem
from app.moderation import effects
from app.notifications.notify import notify
from app.review.items import open_item

OPEN_FOR = timedelta(days=183)
APPEALABLE = frozenset({Act.HIDE, Act.REMOVE, Act.WARN, Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD, Act.REFUSE})


def can_appeal(decision: Decision) -> bool:
    """Whether a decision may still be appealed: it restricts somebody, and is less than six months old."""
    return (
        decision.act in APPEALABLE
        and decision.undone_at is None
        and clock.now() - decision.decided_at <= OPEN_FOR
    )


def find_appeal(session: Session, decision: Decision) -> Appeal | None:
    """The appeal against a decision, if there is one."""
    return session.exec(select(Appeal).where(col(Appeal.decision_id) == decision.id)).first()


def make(session: Session, decision: Decision, by: Persona, words: str) -> Appeal:
    """Appeals a decision about oneself, once. Also for who is banned or was refused: the door let them come this far."""
    if decision.author_id != by.id or not can_appeal(decision):
        raise Conflict("This decision cannot be appealed any more.")
    if len(words) < 3:
        raise Invalid(fields={"words": "Say what should be looked at again."})
    if find_appeal(session, decision) is not None:
        raise Conflict("You have already appealed this decision. The answer will come to you.")
    db.act_in(session, [decision.community_id], session.info.get("tags", ()))
    appeal = Appeal(
        community_id=decision.community_id, decision_id=decision.id, author_id=by.id, words=words, made_at=clock.now()
    )  # fmt: skip
    session.add(appeal)
    session.flush()
    open_item(
        session,
        community_id=decision.community_id,
        kind=ItemKind.APPEAL,
        subject_kind="decision",
        subject_id=decision.id,
        author_id=by.id,
        text=words,
        reason=decision.act,
    )
    audit.record(session, "moderation.appeal", actor=by.id, subject=decision.id)
    return appeal


def why_not(decision: Decision, by: Persona) -> str:
    """Why this moderator may not answer an appeal against the decision (a source string), or ""."""
    if decision.decided_by == by.id:
        return N_("You decided this. Somebody else looks at the appeal.")
    if decision.by_lead and by.role != CommunityRole.LEAD:
        return N_("A lead decided this. Another lead looks at the appeal.")
    return ""


def answer(session: Session, item: ReviewItem, by: Persona, *, act: Act, rule: str, reason: str) -> Decision:
    """Answers the appeal of an item: the decision stands, or everything it did is taken back."""
    first = session.get_one(Decision, item.subject_id)
    refusal = why_not(first, by)
    if refusal:
        raise Refused(refusal)
    appeal = find_appeal(session, first)
    if appeal is None or appeal.status != AppealStatus.OPEN:
        raise Conflict
    if act is Act.OVERTURN and first.undone_at is None:
        effects.take_back(session, first, by)
        first.undone_at = clock.now()
    appeal.status = (AppealStatus.OVERTURNED if act is Act.OVERTURN else AppealStatus.UPHELD).value
    appeal.answer, appeal.decided_by, appeal.decided_at = reason, by.id, clock.now()
    session.add_all([appeal, first])
    decision = Decision(
        community_id=item.community_id, item_id=item.id, subject_kind="decision", subject_id=first.id,
        author_id=item.author_id, act=act.value, rule=rule or first.rule, reason=reason, text=item.text,
        decided_by=by.id, by_lead=by.role == CommunityRole.LEAD, decided_at=clock.now(),
    )  # fmt: skip
    session.add(decision)
    session.flush()
    audit.record(session, f"moderation.{act.value}", actor=by.id, subject=first.id, rule=decision.rule)
    if item.author_id is not None:
        author = session.get_one(Persona, item.author_id)
        notify(
            session, persona_id=author.id, community_id=author.community_id, kind="appeal",
            link=f"/decisions/{first.id}",
        )  # fmt: skip
    return decision
