"""Opening a community: texts in both languages, five shelves, and two lead moderators from the first day.

Decisions of one lead can be appealed to the other; with a single lead nobody could answer, so there is no such community.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, select

from app.access.arrival import owner_tag
from app.accounts.addresses import own_address
from app.communities.leaving import LEADS_AT_LEAST
from app.communities.personas import new_persona, walls_open
from app.core import audit, clock, db
from app.core.errors import Conflict, Invalid
from app.core.text import N_
from app.models.account import Account, AccountRole, AccountStatus
from app.models.community import Community, CommunityRole, Persona, PersonaKind, PersonaStatus, Topic

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ICD10 = re.compile(r"[A-Z]\d{2}(\.\d{1,2})?(-[A-Z]\d{2}(\.\d{1,2})?)?")
LANGUAGES = ("fr", "en")
TOPICS = (
    ("treatments", "Traitements", "Treatments"),
    ("quality-of-life", "Qualité de vie", "Quality of life"),
    ("rights", "Droits et démarches", "Rights and paperwork"),
    ("relations", "Proches et soignants", "Family, friends and professionals"),
    ("introductions", "Présentations", "Introductions"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a community is called and says of itself, by language (`fr`, `en`)."""

    slug: str
    icd10: tuple[str, ...]
    names: dict[str, str]
    descriptions: dict[str, str] = field(default_factory=dict)
    charters: dict[str, str] = field(default_factory=dict)


def open_community(session: Session, plan: Plan, *, leads: Sequence[UUID], by: str) -> Community:
    """Creates a community with its topics and the personas of its leads (account ids). `by` names the actor for the audit.

    Raises Invalid for a plan that is not whole or fewer than two leads, Conflict when the address is taken.
    """
    _check(plan)
    if len(set(leads)) < LEADS_AT_LEAST:
        raise Invalid(fields={"leads": "A community opens with two lead moderators, two different people."})
    if session.exec(select(Community.id).where(col(Community.slug) == plan.slug)).first() is not None:
        raise Conflict("This address is taken by another community.")
    _refuse_officers(session, leads)
    community = Community(
        slug=plan.slug, icd10=list(plan.icd10), names=dict(plan.names), descriptions=dict(plan.descriptions),
        charters=dict(plan.charters),
    )  # fmt: skip
    session.add(community)
    session.flush()
    session.add_all(
        Topic(community_id=community.id, slug=slug, names={"fr": french, "en": english}, rank=rank)
        for rank, (slug, french, english) in enumerate(TOPICS)
    )
    for account_id in dict.fromkeys(leads):
        settle_lead(session, account_id, community)
    audit.record(session, "community.opened", actor=by, subject=community.id)
    return community


def settle_lead(session: Session, account_id: UUID, community: Community) -> Persona:
    """An active lead persona for an account, in a community it does not live in yet."""
    avoid = own_address(session, account_id)
    session.info["tags"] = (*session.info.get("tags", ()), owner_tag(account_id, community.id))
    with walls_open(session, community.id):
        persona = new_persona(session, account_id, community.id, kind=PersonaKind.PATIENT.value, avoid=avoid)
        persona.status, persona.role = PersonaStatus.ACTIVE.value, CommunityRole.LEAD.value
        persona.joined_on = clock.today()
        session.add(persona)
    return persona


def _check(plan: Plan) -> None:
    faults: dict[str, str] = {}
    if not SLUG.fullmatch(plan.slug) or len(plan.slug) > 60:
        faults["slug"] = N_("Small letters, digits and single hyphens only.")
    if not plan.icd10 or not all(len(code) <= 10 and ICD10.fullmatch(code) for code in plan.icd10):
        faults["icd10"] = N_("Give ICD-10 codes such as G35, or C00-C97.")
    if any(not plan.names.get(language, "").strip() for language in LANGUAGES):
        faults["names"] = N_("Give a name in French and in English.")
    if faults:
        raise Invalid(fields=faults)


def _refuse_officers(session: Session, leads: Sequence[UUID]) -> None:
    """Researchers, stewards and admins hold no persona; neither does an account that is not active."""
    with db.wearing(session, "vault"):
        active = select(Account.id).where(
            col(Account.id).in_(leads), col(Account.status) == AccountStatus.ACTIVE.value
        )
        found = set(session.exec(active))
        officers = session.exec(select(AccountRole).where(col(AccountRole.account_id).in_(leads))).first()
    if officers is not None or found != set(leads):
        raise Invalid(fields={"leads": "Each lead is an active account without an office."})
