"""A new handle: drawn again, at most once in thirty days; the former one stays reserved."""

from sqlmodel import Session

from app.communities.handles import fold_handle
from app.communities.personas import draw_handle, reserve, walls_open
from app.core import audit, limits
from app.core.errors import NotFound
from app.models.community import Persona, PersonaStatus


def redraw(session: Session, persona: Persona, *, avoid: str) -> str:
    """Gives a persona another handle, never close to `avoid` (its owner's address). TooMany within thirty days, NotFound while banned."""
    if persona.status == PersonaStatus.BANNED:
        raise NotFound  # a name is for those who may come in; a new one would hide who was excluded
    limits.hit("handle_change", persona.id.bytes)
    with walls_open(session, persona.community_id):
        handle = draw_handle(session, persona.community_id, avoid)
        reserve(session, persona)
        persona.handle, persona.handle_folded = handle, fold_handle(handle)
        session.add(persona)
    audit.record(session, "persona.renamed", actor=persona.id, subject=persona.id)
    return handle
