"""The matrix, cell by cell, against the rules; and every mutant of the rules must be noticed by this very table."""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from uuid import uuid4

import pytest

from app.access import rules
from app.access.matrix import COLUMNS, MATRIX, expected
from app.access.permissions import Permission
from app.access.predicates import Actor, Scene, stepped_up
from app.core import clock
from app.core.errors import NotFound, Refusal, Refused, SignInNeeded, StepUpNeeded
from app.models.community import Persona

ROLES = {"PE": "expert", "HP": "professional", "CM": "moderator", "LM": "lead"}
STATUS = {"P": "pending", "B": "banned"}
OFFICES = {"R": "researcher", "DS": "steward", "A": "admin"}
CODES: dict[type[Refusal] | None, str] = {
    None: "allow",
    NotFound: "404",
    Refused: "403",
    SignInNeeded: "401",
    StepUpNeeded: "step-up",
}
# Rows whose O is about one object among those of others; elsewhere the actor's own is found from the actor.
OF_AN_OBJECT = {11, 12, 20, 22, 23, 29, 35, 37, 40, 42, 45, 47, 48, 49, 51, 52}
# Nobody acts on own content as a moderator (rule 7): a told 403 or the uniform 404, never allowed.
NOT_ON_OWN = {5, 18, 19, 24, 25, 26, 27}
HOSTED = {*range(6, 16), *range(32, 36)} - {7}
PUBLIC = {1, 16, 53}
# Who sees an object they may not act on (another's post or message, an appeal against their own decision) learns 403.
TOLD = {(12, "M"), (35, "M"), (24, "CM")}
# Note 1 of the matrix: through the data-rights page only, the community's own door says 404.
BY_DATA_RIGHTS = {(12, "B"), (20, "B"), (37, "B")}
# Their own answers are theirs by row 44, whatever else they are; row 47 is about the role.
OWN_BY_ANOTHER_ROW = {(47, "CM"), (47, "LM")}


def scene(column: str, *, own: bool = True, stepped: bool = True, hosted: bool = True) -> Scene:
    """Somebody of this column before an object: their own or another's."""
    if column == "V":
        return Scene(None, None, SimpleNamespace(author_id=uuid4(), owner_id=uuid4()))
    staff = column in ("CM", "LM", "R", "DS", "A")
    offices = frozenset({OFFICES[column]} if column in OFFICES else ())
    at = clock.now() if stepped else None
    actor = Actor(uuid4(), offices=offices, second_factor=staff, stepped_up_at=at)
    persona = None
    if column not in ("N", *OFFICES):
        persona = Persona(
            community_id=uuid4(), owner_tag=b"", standing_tag=b"", handle="x", handle_folded="x",
            status=STATUS.get(column, "active"), role=ROLES.get(column, "member"),
        )  # fmt: skip
        if column == "Mu":
            persona.muted_until = clock.now().replace(year=2100)
    mine = persona.id if persona else None
    target = SimpleNamespace(
        author_id=(mine if own else uuid4()) if persona else None,
        owner_id=actor.account_id if own else uuid4(),
        hosts_professionals=hosted,
    )
    return Scene(actor, persona, target)


def verdict(permission: Permission, given: Scene) -> str:
    """What the rules say, as a word."""
    refusal = rules.refusal(permission, given)
    return CODES[None if refusal is None else type(refusal)]


def wanted(cell: str) -> set[str]:
    """The verdicts that a cell allows for an actor with a fresh step-up before the fitting object."""
    return {"4": {"404"}, "3": {"403"}, "1": {"401"}}.get(cell, {"allow"})


def mismatches(*only: Permission) -> Iterator[str]:
    """Every place where the rules do not say what the matrix says."""
    for permission in only or Permission:
        row = permission.row
        for column in COLUMNS:
            cell = "4" if (row, column) in BY_DATA_RIGHTS else expected(row, column)
            own = cell in ("O", "OS", "G")
            name = f"{row} {permission.name} {column}={cell}"
            if verdict(permission, scene(column, own=own)) not in wanted(cell):
                yield name
            yield from _variants(permission, column, cell, own, name)
        yield from _refused(permission)


# What somebody who was not let in keeps beside what any stranger may: the reasons, and an answer to them.
REFUSED_KEEP = {22, 23}


def _refused(permission: Permission) -> Iterator[str]:
    """Not a column of the matrix: a stranger, but for the decision about themselves."""
    row = permission.row
    for own in (True, False):
        given = scene("P", own=own)
        assert given.membership is not None
        given.membership.status = "refused"
        keeps = own and row in REFUSED_KEEP
        cell = "O" if keeps else expected(row, "N")
        if (own or cell == "4") and verdict(permission, given) not in wanted(cell):
            yield f"{row} {permission.name} refused={cell}"
        if keeps:
            assert given.actor is not None
            if verdict(permission, replace(given, actor=replace(given.actor, suspended=True))) == "allow":
                yield f"{row} {permission.name} refused: suspended"


def _variants(permission: Permission, column: str, cell: str, own: bool, name: str) -> Iterator[str]:
    row, denied = permission.row, cell in ("1", "3", "4")
    if ("S" in cell or cell == "J") and verdict(
        permission, scene(column, own=own, stepped=False)
    ) != "step-up":
        yield f"{name}: without step-up"
    if (
        denied
        and verdict(permission, scene(column, own=True)) == "allow"
        and (row, column) not in OWN_BY_ANOTHER_ROW
    ):
        yield f"{name}: own"
    questions = [
        (cell in ("O", "OS", "G") and row in OF_AN_OBJECT, scene(column, own=False), "another's"),
        (row in NOT_ON_OWN and column in ("CM", "LM", "A"), scene(column, own=True), "on own"),
        (column == "HP" and row in HOSTED and not denied, scene(column, own=own, hosted=False), "not hosted"),
    ]
    for asked, given, what in questions:
        if asked and verdict(permission, given) == "allow":
            yield f"{name}: {what}"
    if (row, column) in TOLD and verdict(permission, scene(column, own=row == 24)) != "403":
        yield f"{name}: not told"
    if column in ("CM", "LM", "R", "DS", "A") and not denied:
        plain = scene(column, own=own)
        assert plain.actor is not None
        bare = replace(plain, actor=replace(plain.actor, second_factor=False))
        if verdict(permission, bare) == "allow" and not _open_to_members(row, column):
            yield f"{name}: staff without a second factor"
    if row not in PUBLIC and column != "V" and not denied and row not in SUSPENDED_KEEP:
        plain = scene(column, own=own)
        assert plain.actor is not None
        if verdict(permission, replace(plain, actor=replace(plain.actor, suspended=True))) == "allow":
            yield f"{name}: suspended"


SUSPENDED_KEEP = {54, 56, 57}


def _open_to_members(row: int, column: str) -> bool:
    """Whether the act is a plain member's or anybody's too, so that a missing second factor takes nothing away."""
    like = "M" if column in ("CM", "LM") else "N"
    return expected(row, like) not in ("1", "3", "4") or row in SUSPENDED_KEEP


def test_every_cell_of_the_matrix() -> None:
    assert sorted(MATRIX) == list(range(1, 71)) and all(len(cells) == 13 for _, cells in MATRIX.values())
    assert {permission.row for permission in Permission} == set(MATRIX)
    assert list(mismatches()) == []


def test_inclusions_between_roles() -> None:
    """Muted are members, members experts, moderators leads: whoever is more may do what the lesser may."""
    for lesser, greater, but in (("Mu", "M", set()), ("M", "PE", set()), ("CM", "LM", {28})):
        for row in set(MATRIX) - but:
            if expected(row, lesser) not in ("1", "3", "4"):
                assert expected(row, greater) not in ("1", "3", "4"), (row, lesser, greater)
    content = {*range(8, 16), 32, 33, 34}
    assert all(expected(row, "B") == "4" for row in content - {12})


def mutants() -> Iterator[tuple[str, Permission, rules.Rule]]:
    """Each rule with one fact forgotten, one alternative lost, or the told ones forgotten."""
    for permission, rule in rules.RULES.items():
        for place, facts in enumerate(rule.allow):
            others = rule.allow[:place] + rule.allow[place + 1 :]
            if others:
                yield f"{permission.name} loses {place}", permission, replace(rule, allow=others)
            for fact in facts if facts != (rules.fact.everyone,) else ():
                rest = tuple(one for one in facts if one is not fact) or (rules.fact.everyone,)
                allow = (*rule.allow[:place], rest, *rule.allow[place + 1 :])
                yield f"{permission.name} forgets {fact.__name__}", permission, replace(rule, allow=allow)
        for place in range(len(rule.told)):
            told = rule.told[:place] + rule.told[place + 1 :]
            yield f"{permission.name} tells {place} no more", permission, replace(rule, told=told)


# Facts that another fact of the same alternative implies: forgetting them changes nothing.
IMPLIED = {"identity_keep forgets known", "data_rights forgets known"}


def test_every_mutant_of_the_rules_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    alive, count = [], 0
    for name, permission, mutant in mutants():
        if name in IMPLIED:
            continue
        count += 1
        with monkeypatch.context() as change:
            change.setitem(rules.RULES, permission, mutant)
            if next(mismatches(permission), None) is None:
                alive.append(name)
    assert count > 200
    assert alive == []


def test_an_empty_list_of_facts_is_refused() -> None:
    with pytest.raises(ValueError):
        rules.Rule(((),))
    assert stepped_up(scene("M")) and not stepped_up(scene("M", stepped=False))
