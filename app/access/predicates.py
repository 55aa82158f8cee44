"""The facts that rules are made of: tiny, named, pure. Each takes the scene and says yes or no."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.core import clock
from app.models.account import PlatformRole
from app.models.community import CommunityRole, Persona, PersonaStatus

STEP_UP_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands at the door. Carries no e-mail and no name."""

    account_id: UUID
    session_id: UUID | None = None
    offices: frozenset[str] = frozenset()
    second_factor: bool = False
    stepped_up_at: datetime | None = None
    suspended: bool = False
    locale: str = "fr"
    theme: str = "system"
    text_size: str = "normal"
    generations: dict[str, int] = field(default_factory=dict)
    by_ticket: bool = False
    touched: bool = False

    @property
    def signed_in(self) -> bool:
        """Always true: nobody is None."""
        return True


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything a rule may look at: the actor, its persona in the community of the object, and the object."""

    actor: Actor | None
    membership: Persona | None = None
    target: Any = None


def everyone(_: Scene) -> bool:
    """Anybody, signed in or not."""
    return True


def has_account(scene: Scene) -> bool:
    """Signed in and not suspended."""
    return scene.actor is not None and not scene.actor.suspended


def known(scene: Scene) -> bool:
    """Signed in, even suspended: data rights are never taken away."""
    return scene.actor is not None


def no_office(scene: Scene) -> bool:
    """Not a researcher, steward or admin: those hold no persona."""
    return scene.actor is not None and not scene.actor.offices


def _status(scene: Scene) -> str | None:
    if scene.membership is None or not no_office(scene):
        return None
    until = scene.membership.banned_until
    if scene.membership.status == PersonaStatus.BANNED and until and until <= clock.now():
        return PersonaStatus.ACTIVE.value
    return scene.membership.status


def stranger(scene: Scene) -> bool:
    """No persona here, or one that left or was refused."""
    return no_office(scene) and _status(scene) in (None, PersonaStatus.LEFT, PersonaStatus.REFUSED)


def pending(scene: Scene) -> bool:
    """Asked to join, not yet decided."""
    return has_account(scene) and _status(scene) == PersonaStatus.PENDING


def banned(scene: Scene) -> bool:
    """Banned from this community at this moment."""
    return has_account(scene) and _status(scene) == PersonaStatus.BANNED


def refused(scene: Scene) -> bool:
    """Asked to join and was not let in: may still read why, and appeal."""
    return has_account(scene) and _status(scene) == PersonaStatus.REFUSED


def inside(scene: Scene) -> bool:
    """An active member of the community, muted or not."""
    return has_account(scene) and _status(scene) == PersonaStatus.ACTIVE


def welcome(scene: Scene) -> bool:
    """Not a health professional, or one whom the community invited to this very place."""
    if scene.membership is None or scene.membership.role != CommunityRole.PROFESSIONAL:
        return True
    return bool(getattr(scene.target, "hosts_professionals", False))


def not_professional(scene: Scene) -> bool:
    """Not a health professional."""
    return scene.membership is None or scene.membership.role != CommunityRole.PROFESSIONAL


def may_speak(scene: Scene) -> bool:
    """Not muted at this moment."""
    until = scene.membership.muted_until if scene.membership else None
    return until is None or until <= clock.now()


def _role(scene: Scene, *roles: CommunityRole) -> bool:
    return inside(scene) and scene.membership is not None and scene.membership.role in roles


def second_factor(scene: Scene) -> bool:
    """Signed in with a second factor; staff without one are plain members."""
    return scene.actor is not None and scene.actor.second_factor


def moderator(scene: Scene) -> bool:
    """A community moderator or lead moderator of this community, with a second factor."""
    return _role(scene, CommunityRole.MODERATOR, CommunityRole.LEAD) and second_factor(scene)


def lead(scene: Scene) -> bool:
    """A lead moderator of this community, with a second factor."""
    return _role(scene, CommunityRole.LEAD) and second_factor(scene)


def _office(scene: Scene, office: PlatformRole) -> bool:
    return (
        has_account(scene)
        and second_factor(scene)
        and scene.actor is not None
        and office in scene.actor.offices
    )


def researcher(scene: Scene) -> bool:
    """A researcher with a second factor."""
    return _office(scene, PlatformRole.RESEARCHER)


def steward(scene: Scene) -> bool:
    """A data steward with a second factor."""
    return _office(scene, PlatformRole.STEWARD)


def admin(scene: Scene) -> bool:
    """An admin with a second factor."""
    return _office(scene, PlatformRole.ADMIN)


def own(scene: Scene) -> bool:
    """The object belongs to the actor: to its persona here, or to its account."""
    if scene.target is None or scene.actor is None:
        return False
    author = getattr(scene.target, "author_id", None)
    if author is not None:
        return scene.membership is not None and author == scene.membership.id
    owner = getattr(scene.target, "owner_id", None)
    return owner is not None and owner == scene.actor.account_id


def of_another(scene: Scene) -> bool:
    """The object is not the actor's own: nobody acts on own content as a moderator."""
    return not own(scene)


def stepped_up(scene: Scene) -> bool:
    """Confirmed password or code within the last ten minutes."""
    at = scene.actor.stepped_up_at if scene.actor else None
    return at is not None and clock.now() - at <= STEP_UP_LASTS
