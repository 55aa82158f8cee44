"""The file of a copy: JSON for machines, one readable page for people, both of the same content."""

import io
import zipfile
from typing import Any

import orjson

from app.core import clock
from app.core.render import environment
from app.core.text import N_

TITLES = {
    "accounts": N_("My account"),
    "chat": N_("My chat messages"),
    "communities": N_("My communities"),
    "consents": N_("My consents"),
    "dashboard": N_("My health"),
    "messages": N_("My private conversations"),
    "moderation": N_("Decisions about me"),
    "notifications": N_("My alerts"),
    "releases": N_("Who received my answers"),
    "review": N_("My reports"),
    "studies": N_("My studies"),
    "surveys": N_("My answers"),
    "threads": N_("My threads and replies"),
    "data_rights": N_("Access log"),
}
ORDER = tuple(TITLES)


def make_zip(content: dict[str, Any], locale: str) -> bytes:
    """`my-data.json` and `my-data.html`."""
    out = io.BytesIO()
    rooms = sorted(content, key=lambda room: (ORDER.index(room) if room in ORDER else len(ORDER), room))
    whole = {"made_on": clock.today().isoformat(), **{room: content[room] for room in rooms}}
    page = environment(locale).get_template("data_rights/copy.html")
    html = page.render(rooms=[(TITLES.get(room, room), content[room]) for room in rooms], today=clock.today())
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("my-data.json", orjson.dumps(whole, option=orjson.OPT_INDENT_2))
        file.writestr("my-data.html", html)
    return out.getvalue()
