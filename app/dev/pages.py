"""The demo's mailbox: `/dev/mail` for people, `/dev/mail.json` for tests from outside."""

import re

from fastapi import Depends
from fastapi.responses import JSONResponse, Response
from markupsafe import Markup, escape

from app.core import mailbox
from app.core.web import Doors, Here, unguarded

SHOWN = 100
NO_STORE = {"Cache-Control": "no-store"}
doors = Doors(dependencies=[Depends(unguarded)])
_LINK = re.compile(r"https?://[^\s<>\"]+")


def with_links(text: str) -> Markup:
    """Plain text with its addresses as links; everything else is escaped."""
    parts, end = [Markup("")], 0
    for found in _LINK.finditer(text):
        address = found.group().rstrip(".,;:)")
        parts += [escape(text[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = found.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


@doors.get("/dev/mail.json")
def read_mails() -> Response:
    """Every kept mail, newest last."""
    return JSONResponse(mailbox.list_mails(), headers=NO_STORE)


@doors.get("/dev/mail")
def show_mails(visit: Here) -> Response:
    """The newest mails first, their links clickable."""
    mails = [{**one, "text": with_links(one["text"])} for one in reversed(mailbox.list_mails()[-SHOWN:])]
    return visit.page("dev/mail.html", mails=mails)
