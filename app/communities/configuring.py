"""Configuring: lead moderators keep the texts of their community; a changed charter is a new version."""

from sqlmodel import Session

from app.core import audit
from app.core.errors import Invalid
from app.models.community import Community

CHARTER_AT_LEAST = 40


def change_texts(
    session: Session, community: Community, by: str, *, descriptions: dict[str, str], charters: dict[str, str],
    open_to_all: bool,
) -> Community:  # fmt: skip
    """New descriptions and charter (both languages), and whether new members may ask; never whether it is hidden.

    `by` names the actor for the audit: a persona's id, or the keyed tag of an admin.
    """
    for language in ("fr", "en"):
        if len(charters.get(language, "")) < CHARTER_AT_LEAST:
            raise Invalid(fields={f"charter_{language}": "A charter needs a few sentences."})
    if charters != community.charters:
        community.charters, community.charter_version = dict(charters), community.charter_version + 1
    community.descriptions, community.open = dict(descriptions), open_to_all
    session.add(community)
    session.flush()
    audit.record(
        session, "community.configured", actor=by, subject=community.id, charter=community.charter_version
    )
    return community
