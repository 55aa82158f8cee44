"""What an act does to its target: one effect in the room where the target lives, and the way back."""

from uuid import UUID

from sqlmodel import Session

from app.chat import moderate as chat
from app.communities import joining
from app.core.errors import Conflict, NotFound
from app.models.community import JoinRequest, Persona
from app.models.review import Act, Decision
from app.moderation import sanctions
from app.threads import moderate as threads

SILENT = frozenset({Act.DISMISS, Act.WARN, Act.UPHOLD, Act.OVERTURN})


def apply(
    session: Session, act: Act, *, subject_kind: str, subject_id: UUID, by: Persona, reason: str
) -> None:
    """Does the act to a text or a request. Sanctions have a file of their own."""
    if (
        act is Act.DISMISS and subject_kind == "message"
    ):  # hidden at once in the live room: it may stay after all
        chat.restore(session, subject_id)
    if act in SILENT:
        return
    match act, subject_kind:
        case Act.APPROVE, "post":
            threads.approve(session, subject_id)
        case ((Act.HIDE | Act.REMOVE), "post"):
            threads.hide(session, subject_id)
        case Act.RESTORE, "post":
            threads.restore(session, subject_id)
        case ((Act.HIDE | Act.REMOVE), "message"):
            chat.hide(session, subject_id)
        case Act.RESTORE, "message":
            chat.restore(session, subject_id)
        case Act.ACCEPT, "join_request":
            joining.accept(session, _request(session, subject_id), by, reason)
        case Act.REFUSE, "join_request":
            joining.refuse(session, _request(session, subject_id), by, reason)
        case _:
            raise Conflict("This cannot be done to that.")


def take_back(session: Session, decision: Decision, by: Persona) -> None:
    """Undoes everything a decision did: the text is back, the sanction is lifted, the door is open again."""
    act = Act(decision.act)
    if act in (Act.HIDE, Act.REMOVE):
        apply(
            session,
            Act.RESTORE,
            subject_kind=decision.subject_kind,
            subject_id=decision.subject_id,
            by=by,
            reason="",
        )
    elif act in (Act.MUTE, Act.BAN, Act.BAN_FOR_GOOD):
        sanctions.lift(session, decision)
    elif act is Act.REFUSE:
        sanctions.reopen_door(session, _request(session, decision.subject_id))
    elif act not in SILENT:
        raise Conflict("This cannot be undone.")


def _request(session: Session, request_id: UUID) -> JoinRequest:
    request = session.get(JoinRequest, request_id)
    if request is None:
        raise NotFound
    return request
