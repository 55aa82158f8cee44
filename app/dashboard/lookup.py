"""Finds one measure of the reader's own, by its id or the code of a ready one; anything else does not exist."""

from uuid import UUID

from app.core.errors import NotFound
from app.core.web import Visit
from app.dashboard import measures
from app.dashboard.measures import Followed
from app.dashboard.owner import Owner, owner_of


def me(visit: Visit) -> Owner:
    """The owner of the dashboard that the reader may open: their own."""
    if visit.actor.offices:  # an office has no dashboard; the guard says so, this makes no key for it
        raise NotFound
    return owner_of(visit.actor.account_id)


def find_measure(visit: Visit, measure: str) -> Followed:
    """One of the reader's own measures, for a page."""
    owner = me(visit)
    try:
        return measures.find(visit.session, owner, UUID(measure))
    except ValueError:
        known = measures.list_followed(visit.session, owner)
        found = next((one for one in known if not one.own and one.kind.code == measure), None)
        if found is None:
            raise NotFound from None
        return found


def find_measure_by_id(visit: Visit, measure_id: UUID) -> Followed:
    """One of the reader's own measures, for the JSON doors."""
    return measures.find(visit.session, me(visit), measure_id)
