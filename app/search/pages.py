"""The search page: a plain GET form, so that a search can be kept and shared with nobody but oneself."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi.responses import Response

from app.access.guard import allowed
from app.access.permissions import Permission
from app.communities.lookup import name_of
from app.core import clock, limits
from app.core.paging import Page
from app.core.text import clean_text
from app.core.web import Doors, Here
from app.models.thread import Support
from app.search import finding
from app.search.places import chosen, searchable

doors = Doors()
Known = Annotated[Any, allowed(Permission.personas_own)]
WHEN = {"week": timedelta(days=7), "month": timedelta(days=30), "year": timedelta(days=365)}
LONGEST = 200


def cleaned(words: str) -> str:
    """The words of a search: bounded, without what cannot be stored."""
    try:
        return clean_text(words[:LONGEST])
    except ValueError:
        return ""


@doors.get("/search")
def show_search(
    visit: Here, actor: Known, q: str = "", community: str = "", topic: str = "", support: str = "", when: str = "",
    after: str = "",
) -> Response:  # fmt: skip
    """What the reader's groups say about some words."""
    places, words = searchable(visit), cleaned(q)
    found: Page[Any] = Page([], None)
    if words:
        limits.hit("search", actor.account_id.bytes)
        wanted = finding.Wanted(
            words, chosen(places, community), cleaned(topic), support if support in set(Support) else "",
            clock.now() - WHEN[when] if when in WHEN else None,
        )  # fmt: skip
        found = finding.find(visit.session, [persona for _, persona in places], wanted, after=after)
    return visit.page(
        "search/search.html",
        words=words, group_options=[(one.slug, name_of(one, visit.locale)) for one, _ in places], community=community, topic=topic, support=support, when=when,
        results=found.items, next=found.next, by_id={one.id: one for one, _ in places}, marked=finding.marked, after=after,
    )  # fmt: skip
