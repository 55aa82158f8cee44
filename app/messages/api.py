"""Private messages over JSON."""

from typing import Annotated, Any

from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.schemas import Listing, Problem
from app.core.web import ApiDoors, Here
from app.messages import blocking, lookup, reporting, writing
from app.messages.lookup import Said, Talk, find_persona, find_talk
from app.messages.schemas import ConversationOut, LetterIn, LetterOut, ReportIn, With
from app.models.community import Community, Persona
from app.review.guard_text import screen_text

doors = ApiDoors(tag="messages")
TalkToRead = Annotated[Talk, allowed(Permission.conversation_read, find_talk)]
PersonaToAsk = Annotated[Persona, allowed(Permission.conversation_open, find_persona)]
PersonaToBlock = Annotated[Persona, allowed(Permission.persona_block, find_persona)]
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in (
        (401, "Nobody is signed in."),
        (403, "Not while muted, not with a professional, not before the other one agreed."),
        (404, "There is nothing here for this reader."),
        (409, "It is not waiting for this answer."),
        (422, "Not acceptable; `pii` carries spans."),
        (429, "Too many in a short time."),
    )
}


def as_answer(talk: Talk) -> ConversationOut:
    """A conversation as its reader sees it; a declined request looks like one that waits."""
    state = "open" if talk.open else "asked" if talk.asked_me else "waiting"
    return ConversationOut(
        id=talk.id,
        community=talk.community.slug,
        persona=With(id=talk.other.id, handle=talk.other.handle),
        state=state,
        unread=talk.unread,
    )


def _letter(one: Said) -> LetterOut:
    return LetterOut(id=one.id, seq=one.seq, mine=one.mine, body=one.body, at=one.at)


@doors.get("/me/conversations", responses=REFUSALS)
def list_conversations(
    visit: Here, actor: Annotated[Any, allowed(Permission.personas_own)]
) -> Listing[ConversationOut]:
    """One's conversations in all communities, newest first (at most a hundred)."""
    return Listing(items=[as_answer(one) for one in lookup.list_visible(visit.session, actor)])


@doors.post("/personas/{persona_id}/conversations", status_code=201, responses=REFUSALS)
def ask(visit: Here, other: PersonaToAsk, body: LetterIn) -> ConversationOut:
    """Asks somebody of one's community to write to each other, with first words."""
    words = screen_text(body.body, choice=body.pii)
    row = writing.ask(visit.session, visit.membership, other, words)
    community = visit.session.get_one(Community, row.community_id)
    return as_answer(Talk(row, visit.membership, other, community))


@doors.get("/conversations/{conversation_id}/letters", responses=REFUSALS)
def list_letters(visit: Here, talk: TalkToRead) -> Listing[LetterOut]:
    """The newest hundred letters, oldest first."""
    said = [_letter(one) for one in lookup.letters(visit.session, talk)]
    writing.mark_read(visit.session, talk.row, talk.me.id)
    return Listing(items=said)


@doors.post("/conversations/{conversation_id}/letters", status_code=201, responses=REFUSALS)
def write(visit: Here, talk: TalkToRead, body: LetterIn) -> LetterOut:
    """Writes to the other one, once both agreed."""
    words = screen_text(body.body, choice=body.pii)
    row = writing.write(visit.session, talk.row, talk.me, words, body.key)
    return LetterOut(id=row.id, seq=row.seq, mine=True, body=words, at=row.at)


@doors.post("/conversations/{conversation_id}/accept", responses=REFUSALS)
def accept(visit: Here, talk: TalkToRead) -> ConversationOut:
    """Agrees to a request."""
    writing.accept(visit.session, talk.row, talk.me)
    return as_answer(talk)


@doors.post("/conversations/{conversation_id}/close", status_code=204, responses=REFUSALS)
def close(visit: Here, talk: TalkToRead) -> None:
    """Declines a request or ends a conversation; the other one is told nothing."""
    writing.close(visit.session, talk.row, talk.me)


@doors.post("/conversations/{conversation_id}/reports", status_code=204, responses=REFUSALS)
def report(visit: Here, talk: TalkToRead, body: ReportIn) -> None:
    """Shows the moderators the chosen letters, and only those."""
    reporting.report(visit.session, talk, body.letters, body.reason, body.words)


@doors.put("/personas/{persona_id}/block", status_code=204, responses=REFUSALS)
def block(visit: Here, other: PersonaToBlock) -> None:
    """They do not meet any more, anywhere in this community; nobody is told."""
    blocking.block(visit.session, visit.membership, other)


@doors.delete("/personas/{persona_id}/block", status_code=204, responses=REFUSALS)
def unblock(visit: Here, other: PersonaToBlock) -> None:
    """Takes back one's own block."""
    blocking.unblock(visit.session, visit.membership, other)
