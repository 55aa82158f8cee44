"""Private messages as pages: the inbox, a request, a conversation, blocking and reporting."""

from typing import Annotated, Any

from fastapi.responses import Response

from app.access.arrival import own_personas
from app.access.guard import allowed
from app.access.permissions import Permission
from app.core.web import Doors, Here, reshow
from app.messages import blocking, lookup, reporting, writing
from app.messages.lookup import Talk, find_persona, find_talk
from app.messages.schemas import LetterForm, ReportForm
from app.models.community import Persona
from app.review.distress import lines_for
from app.review.guard_text import screen_text
from app.review.harm import REASON_NAMES
from app.screening.distress import detect_distress

doors = Doors()
Inbox = allowed(Permission.personas_own)
TalkToRead = Annotated[Talk, allowed(Permission.conversation_read, find_talk)]
PersonaToAsk = Annotated[Persona, allowed(Permission.conversation_open, find_persona)]
PersonaToBlock = Annotated[Persona, allowed(Permission.persona_block, find_persona)]


@doors.get("/messages")
def show_inbox(visit: Here, actor: Any = Inbox) -> Response:
    """Every conversation of the reader, from all communities, and whom they blocked."""
    talks = lookup.list_visible(visit.session, actor)
    personas = [persona for _, persona in own_personas(visit.session, actor)]
    blocked = blocking.list_blocked(visit.session, personas)
    return visit.page("messages/inbox.html", talks=talks, blocked=blocked)


@doors.get("/messages/to/{persona_id}")
def show_request(visit: Here, other: PersonaToAsk) -> Response:
    """The form of a request; an open conversation is gone to at once."""
    found = writing.pair(visit.session, visit.membership.id, other.id)
    if found is not None and found.status == "open":
        return visit.go(f"/messages/{found.id}")
    return visit.page("messages/ask.html", other=other, asked=found is not None)


@doors.post("/messages/to/{persona_id}")
@reshow(show_request)
def send_request(visit: Here, other: PersonaToAsk) -> Response:
    """Sends it."""
    form = visit.read(LetterForm)
    found = writing.ask(visit.session, visit.membership, other, screen_text(form.body, choice=form.pii))
    return visit.go(f"/messages/{found.id}" + _care(form.body), said="Your request is on its way.")


def _care(body: str) -> str:
    return "?care=1" if detect_distress(body) else ""


@doors.get("/messages/{conversation_id}")
def show_talk(visit: Here, talk: TalkToRead, care: bool = False) -> Response:
    """The letters, and what can be done."""
    said = lookup.letters(visit.session, talk)
    writing.mark_read(visit.session, talk.row, talk.me.id)
    lines = lines_for(visit.locale) if care else ()
    return visit.page("messages/talk.html", talk=talk, letters=said, lines=lines)


@doors.post("/messages/{conversation_id}")
@reshow(show_talk)
def send_letter(visit: Here, talk: TalkToRead) -> Response:
    """One more letter."""
    form = visit.read(LetterForm)
    writing.write(visit.session, talk.row, talk.me, screen_text(form.body, choice=form.pii))
    return visit.go(f"/messages/{talk.id}{_care(form.body)}#end")


@doors.post("/messages/{conversation_id}/accept")
def accept(visit: Here, talk: TalkToRead) -> Response:
    """Agrees to write to each other."""
    writing.accept(visit.session, talk.row, talk.me)
    return visit.go(f"/messages/{talk.id}", said="You can write to each other now.")


@doors.post("/messages/{conversation_id}/close")
def close(visit: Here, talk: TalkToRead) -> Response:
    """Declines, or ends; the other one is not told."""
    writing.close(visit.session, talk.row, talk.me)
    return visit.go("/messages", said="This conversation is closed. The other person is not told.")


@doors.get("/messages/{conversation_id}/report")
def show_report(visit: Here, talk: TalkToRead) -> Response:
    """Which letters to show, and why."""
    theirs = [one for one in lookup.letters(visit.session, talk) if not one.mine]
    return visit.page("messages/report.html", talk=talk, letters=theirs, reasons=REASON_NAMES)


@doors.post("/messages/{conversation_id}/report")
@reshow(show_report)
def send_report(visit: Here, talk: TalkToRead) -> Response:
    """Shows the moderators what was chosen, and only that."""
    form = visit.read(ReportForm)
    reporting.report(visit.session, talk, form.chosen, form.reason, form.words)
    return visit.go(f"/messages/{talk.id}", said="Thank you. A moderator will read what you chose.")


@doors.post("/messages/block/{persona_id}")
def block(visit: Here, other: PersonaToBlock) -> Response:
    """They do not meet any more."""
    blocking.block(visit.session, visit.membership, other)
    return visit.go("/messages", said="You will not see each other any more. The other person is not told.")


@doors.post("/messages/unblock/{persona_id}")
def unblock(visit: Here, other: PersonaToBlock) -> Response:
    """They may meet again."""
    blocking.unblock(visit.session, visit.membership, other)
    return visit.go("/messages", said="The block is lifted.")
