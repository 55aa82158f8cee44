"""Who did it, in the words of the audit log: a persona's id, or a keyed tag for those who hold an office."""

from app.core import keys
from app.core.web import Visit


def named(visit: Visit) -> str:
    """The actor of this visit, never an account's id."""
    if visit.membership is not None:
        return str(visit.membership.id)
    return keys.tag("audit", visit.actor.account_id.bytes).hex()
