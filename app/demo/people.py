"""The people: sealed accounts in the vault, and a persona with its generated handle in each of their communities."""

import random
from datetime import date, timedelta
from uuid import UUID

from app.access.arrival import owner_tag, standing_tag
from app.accounts.addresses import seal_address, tag_of
from app.communities.handles import fold_handle, propose_handle
from app.core import clock, db, keys, passwords
from app.demo.cast import HOME, PASSWORD, Invented, accounts
from app.demo.places import described
from app.demo.scene import Member, Place, Scene, Somebody, seeded_id, write
from app.models.account import Account, AccountRole
from app.models.community import Persona

APPROVED = 12
OFFICES = ("researcher", "steward", "admin")
INVENTED = {"demo": 340, "bench": 193}
NEWCOMERS = {HOME: 6, "diabetes": 1, "anxiety": 1, "cancer": 1}
WAITING = {HOME: 4, "diabetes": 1, "anxiety": 1, "cancer": 1}
"""Members whose texts still wait for a moderator, and people who asked to join and have no answer yet."""
ALSO_LIVES_ELSEWHERE = 0.3


def invented(shape: str) -> list[Invented]:
    """Everybody of a shape: the cast, two leads and a moderator for each other community, and the members."""
    dice = random.Random(f"people/{shape}")
    homes = [told for told in described(shape) if "parent" not in told]
    slugs, weights = [told["slug"] for told in homes], [told["weight"] for told in homes]
    people = accounts()
    for slug in slugs:
        if slug != HOME:
            short = slug.split("-")[0] if shape == "demo" else slug
            short = "after" if slug.startswith("after") else short
            people += [Invented(f"lead-{short}-{n}", "lead", (slug,)) for n in (1, 2)]
            people += [Invented(f"moderator-{short}", "moderator", (slug,))]
    if shape == "demo":
        for role, counts in (("newcomer", NEWCOMERS), ("waiting", WAITING)):
            for slug, count in counts.items():
                people += [
                    Invented(f"{role}-{slug.split('-')[0]}-{n}", "member", (slug,))
                    for n in range(1, count + 1)
                ]
    missing = INVENTED[shape] - (len(people) - len(accounts()))
    for number in range(1, missing + 1):
        lives = {dice.choices(slugs, weights)[0]}
        if shape == "bench":  # whoever measures may send anybody anywhere
            lives = set(slugs)
        while dice.random() < ALSO_LIVES_ELSEWHERE:
            lives.add(dice.choices(slugs, weights)[0])
        kind = dice.choices(("patient", "carer", "association"), (86, 12, 2))[0]
        locale = dice.choices(("fr", "en"), (65, 35))[0]
        people.append(Invented(f"member-{number:03}", "member", tuple(sorted(lives)), locale, kind))
    return people


def make_people(scene: Scene) -> None:
    """Writes accounts, offices and personas; one password hash serves everybody, since hashing is slow on purpose."""
    dice = scene.dice("people")
    for card in invented(scene.shape):
        somebody = Somebody(seeded_id(dice), card, scene.now.year - int(dice.triangular(21, 84, 46)))
        scene.people[card.name] = somebody
    _write_accounts(scene)
    personas = []
    taken: dict[str, set[str]] = {slug: set() for slug in scene.places}
    for somebody in scene.people.values():
        for slug in somebody.card.communities:
            member = _settle(scene, dice, somebody, scene.places[slug], taken[slug])
            personas.append(persona_row(member, scene.places[slug].id))
    for place in scene.places.values():  # a sub-group lives on the personas of its community
        if place.home != place.slug:
            place.members = scene.places[place.home].members
    write(scene.session, Persona, personas)


def _write_accounts(scene: Scene) -> None:
    hashed = passwords.hash_password(PASSWORD)
    rows, offices = [], []
    for somebody in scene.people.values():
        card, own_id = somebody.card, somebody.account_id
        secret = card.totp_secret
        rows.append(
            {
                "id": own_id, "email_sealed": seal_address(own_id, card.email), "email_tag": tag_of(card.email),
                "password_hash": hashed, "locale": card.locale, "status": "active",
                "birth_year_sealed": keys.seal("birth year", str(somebody.birth_year).encode(), own_id.bytes),
                "totp_sealed": keys.seal("totp", secret.encode(), own_id.bytes) if secret else None,
                "totp_confirmed": secret is not None, "theme": "system", "text_size": "normal",
                "created_month": clock.month(scene.now - timedelta(days=400)), "last_seen_month": clock.month(scene.now),
            }
        )  # fmt: skip
        if card.role in OFFICES:
            offices.append({"account_id": own_id, "role": card.role})
    with db.wearing(scene.session, "vault"):
        write(scene.session, Account, rows)
        write(scene.session, AccountRole, offices)


def _settle(scene: Scene, dice: random.Random, somebody: Somebody, place: Place, taken: set[str]) -> Member:
    card = somebody.card
    handle = propose_handle(dice, "fr", taken=taken, avoid=card.email)
    taken.add(fold_handle(handle))
    role = card.role if card.role in ("moderator", "lead") else "member"
    joined = (scene.now - timedelta(days=dice.randint(100, 800))).date()
    if (
        role == "member"
        and card.kind == "patient"
        and card.name.startswith("member-")
        and dice.random() < 0.03
    ):
        role = "expert"
    new, waits = card.name.startswith("newcomer-"), card.name.startswith("waiting-")
    if new:
        joined = (scene.now - timedelta(days=dice.randint(2, 6))).date()
    member = Member(
        seeded_id(dice), place.slug, handle, role, "pending" if waits else "active", card.kind, card.locale, joined,
        somebody, new,
    )  # fmt: skip
    somebody.members[place.slug] = member
    place.members.append(member)
    return member


def persona_row(member: Member, community_id: UUID) -> dict[str, object]:
    """A persona as the table takes it, tagged and sealed like the deeds of joining do."""
    own_id = member.owner.account_id
    tag = owner_tag(own_id, community_id)
    joined: date | None = member.joined_on if member.status == "active" else None
    return {
        "id": member.persona_id, "community_id": community_id, "owner_tag": tag, "standing_tag": standing_tag(own_id, community_id),
        "owner_sealed": keys.seal("owner", own_id.bytes, tag), "handle": member.handle, "handle_folded": fold_handle(member.handle),
        "kind": member.kind, "status": member.status, "role": member.role, "joined_on": joined,
        "approved_posts": APPROVED if member.status == "active" and not member.new else 0,
    }  # fmt: skip
