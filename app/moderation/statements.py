"""The statement of reasons: what was decided, by which rule, why, by a human or not, and how to answer it."""

from sqlmodel import Session, col, select

from app.core.render import translate
from app.models.community import Persona
from app.models.review import Act, Appeal, Decision
from app.moderation import appeals
from app.moderation.grounds import GROUNDS
from app.moderation.schemas import Statement


def of(session: Session, decision: Decision, reader: Persona | None, locale: str) -> Statement:
    """The statement for a reader: its author and moderators see the text, a steward does not."""
    appeal = appeals.find_appeal(session, decision)
    mine = reader is not None and decision.author_id == reader.id
    ground = GROUNDS.get(decision.rule)
    answered = appeal is not None and appeal.decided_at is not None
    return Statement(
        id=decision.id,
        act=Act(decision.act),
        rule=decision.rule,
        rule_name=translate(locale, ground.name) if ground else decision.rule,
        reason=translate(locale, decision.reason),
        text=decision.text if reader is not None else None,
        automated=decision.automated,
        until=decision.until,
        decided_at=decision.decided_at,
        undone_at=decision.undone_at,
        can_appeal=mine and appeal is None and appeals.can_appeal(decision),
        appeal_until=decision.decided_at + appeals.OPEN_FOR,
        appeal=appeal.status if appeal else None,
        appeal_answer=translate(locale, appeal.answer) if appeal and answered else None,
    )


def about(session: Session, personas: list[Persona]) -> list[tuple[Decision, Appeal | None]]:
    """The decisions about somebody's personas that restrict or concern them, newest first, with their appeals."""
    rows = session.exec(
        select(Decision, Appeal)
        .join(Appeal, col(Appeal.decision_id) == col(Decision.id), isouter=True)
        .where(
            col(Decision.author_id).in_([one.id for one in personas]),
            col(Decision.act).not_in([Act.DISMISS.value, Act.UPHOLD.value, Act.OVERTURN.value]),
        )
        .order_by(col(Decision.decided_at).desc())
        .limit(100)
    ).all()
    return [(decision, appeal) for decision, appeal in rows]
