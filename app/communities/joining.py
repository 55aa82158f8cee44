"""Joining: a wish with a short answer, withdrawn by its author or decided by a moderator with a reason."""

from sqlmodel import Session, col, select

from app.access import arrival
from app.access.predicates import Actor
from app.accounts.addresses import own_address
from app.accounts.generations import begin_again
from app.communities import standing
from app.communities.personas import new_persona, walls_open
from app.core import audit, clock, limits
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.models.community import Community, JoinRequest, Persona, PersonaKind, PersonaStatus
from app.models.notification import NotificationKind
from app.models.review import ItemKind
from app.notifications.notify import notify
from app.review.items import close_for, open_item

WAITING_AT_MOST = 3
ANSWER_AT_LEAST, ANSWER_AT_MOST = 10, 1000
SUBJECT = "join_request"
AGAIN = (PersonaStatus.LEFT, PersonaStatus.REFUSED)


def ask(session: Session, actor: Actor, community: Community, *, answer: str, kind: str) -> JoinRequest:
    """Asks to join; the persona gets its handle now and waits. A group is joined through its community.

    Raises Invalid for an empty answer, Conflict when already inside, when the door is closed or three wishes wait, TooMany.
    """
    if len(answer) < ANSWER_AT_LEAST:
        raise Invalid(fields={"answer": "A few words about what brings you, please: at least 10 characters."})
    home = session.get(Community, community.parent_id) if community.parent_id else community
    if home is None or not home.open:
        raise Conflict("This community takes no new members at the moment.")
    limits.hit("join", actor.account_id.bytes)
    waiting = [one for _, one in arrival.own_personas(session, actor) if one.status == PersonaStatus.PENDING]
    if len(waiting) >= WAITING_AT_MOST:
        raise Conflict("Three of your requests are waiting. One more will be possible after an answer.")
    former = arrival.enter(session, actor, home)
    if former is not None and former.status not in AGAIN:
        raise Conflict("You have already asked to join this community.")
    with walls_open(session, home.id):
        weighing = standing.in_force(session, actor, home.id)
        if standing.shuts_out(weighing, former):
            raise Refused("You are excluded from this community for now.")
        persona = _persona_for(session, actor, home, former, PersonaKind(kind))
        standing.carry(session, weighing, persona)
        request = session.exec(select(JoinRequest).where(col(JoinRequest.persona_id) == persona.id)).first()
        if request is None:
            request = JoinRequest(
                community_id=home.id, persona_id=persona.id, answer=answer, asked_on=clock.today()
            )
        request.answer, request.asked_on, request.reason = answer, clock.today(), ""
        request.accepted = request.decided_by = request.decided_at = None
        session.add(request)
        session.flush()
        open_item(
            session, community_id=home.id, kind=ItemKind.JOIN, subject_kind=SUBJECT, subject_id=request.id,
            author_id=persona.id, text=answer,
        )  # fmt: skip
    return request


def _persona_for(
    session: Session, actor: Actor, home: Community, former: Persona | None, kind: PersonaKind
) -> Persona:
    """The persona that will wait: the one that never came in, or a new one whose sanctions came along."""
    if former is not None and former.joined_on is None:
        former.status, former.kind = PersonaStatus.PENDING.value, kind.value
        session.add(former)
        session.flush()
        return former
    generation = begin_again(session, actor, home.id) if former is not None else 0
    if former is not None:
        session.info["tags"] = (arrival.tag_in(actor, home.id), former.owner_tag)
    persona = new_persona(
        session,
        actor.account_id,
        home.id,
        kind=kind.value,
        avoid=own_address(session, actor.account_id),
        generation=generation or actor.generations.get(str(home.id), 0),
    )
    if former is not None:
        persona.muted_until = former.muted_until
    return persona


def find_request(session: Session, persona: Persona) -> JoinRequest | None:
    """The wish of a persona, decided or not."""
    return session.exec(select(JoinRequest).where(col(JoinRequest.persona_id) == persona.id)).first()


def withdraw(session: Session, persona: Persona) -> None:
    """Takes an undecided wish back: the answer is deleted, the queue forgets it. NotFound when none waits."""
    request = find_request(session, persona)
    if request is None or request.decided_at is not None or persona.status != PersonaStatus.PENDING:
        raise NotFound
    with walls_open(session, persona.community_id):
        close_for(session, SUBJECT, request.id)
    session.delete(request)
    persona.status = PersonaStatus.LEFT.value
    session.add(persona)
    session.flush()


def accept(session: Session, request: JoinRequest, by: Persona, reason: str = "") -> Persona:
    """Lets somebody in, with a word if one likes; they find it in their alerts. Conflict when decided already."""
    persona = _decide(session, request, by, reason, accepted=True)
    persona.status, persona.joined_on = PersonaStatus.ACTIVE.value, clock.today()
    session.add(persona)
    session.flush()
    _tell(session, request, persona, by, "join.accepted")
    return persona


def refuse(session: Session, request: JoinRequest, by: Persona, reason: str) -> Persona:
    """Does not let somebody in, and says why. Invalid without a reason, Conflict when decided already."""
    if not reason.strip():
        raise Invalid(fields={"reason": "Give a reason: the person will read it."})
    persona = _decide(session, request, by, reason, accepted=False)
    persona.status = PersonaStatus.REFUSED.value
    session.add(persona)
    session.flush()
    _tell(session, request, persona, by, "join.refused")
    return persona


def _decide(session: Session, request: JoinRequest, by: Persona, reason: str, *, accepted: bool) -> Persona:
    """Marks the wish as decided, once: the row is locked, whoever comes second gets Conflict."""
    locked = session.get(JoinRequest, request.id, with_for_update=True, populate_existing=True)
    if locked is None or by.community_id != locked.community_id:
        raise NotFound
    persona = session.get(Persona, locked.persona_id, populate_existing=True)
    if locked.decided_at is not None or persona is None or persona.status != PersonaStatus.PENDING:
        raise Conflict("Somebody has already decided this request.")
    if by.id == persona.id or by.standing_tag == persona.standing_tag:
        raise Refused("Nobody decides their own request.")
    locked.accepted, locked.reason = accepted, reason.strip()
    locked.decided_by, locked.decided_at = by.id, clock.now()
    session.add(locked)
    return persona


def _tell(session: Session, request: JoinRequest, persona: Persona, by: Persona, act: str) -> None:
    community = session.get(Community, persona.community_id)
    assert community is not None
    audit.record(session, act, actor=by.id, subject=persona.id)
    inside = f"/c/{community.slug}" if request.accepted else f"/communities/{community.slug}"
    notify(
        session,
        persona_id=persona.id,
        community_id=community.id,
        kind=NotificationKind.JOIN.value,
        link=inside,
    )
