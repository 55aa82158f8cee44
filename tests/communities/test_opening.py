"""Opening: two leads from the first day, topics, an address of its own; over the API by an admin just confirmed."""

import pytest
from sqlmodel import col, select

from app.communities.opening import TOPICS, Plan, open_community
from app.core.errors import Conflict, Invalid
from app.models.community import Community, Persona, Topic
from tests.people import World

NAMES = {"fr": "Fibromyalgie", "en": "Fibromyalgia"}
PLAN = Plan("fibromyalgia", ("M79.7",), NAMES, NAMES, {"fr": "", "en": ""})
BODY = {
    "slug": "fibromyalgia", "icd10": ["M79.7"], "names": NAMES, "descriptions": NAMES, "charters": NAMES,
    "leads": ["lena@demo.example", "leo@demo.example"],
}  # fmt: skip


def test_a_community_opens_with_topics_and_two_leads(world: World) -> None:
    leads = [world.account("lena").id, world.account("leo").id]
    made = open_community(world.session, PLAN, leads=leads, by="test")
    topics = world.session.exec(select(Topic).where(col(Topic.community_id) == made.id)).all()
    assert {one.slug for one in topics} == {slug for slug, _, _ in TOPICS}
    world.communities["fibromyalgia"] = made
    world.act_in("fibromyalgia")
    personas = world.session.exec(select(Persona).where(col(Persona.community_id) == made.id)).all()
    assert [(one.role, one.status) for one in personas] == [("lead", "active")] * 2
    assert len({one.handle_folded for one in personas}) == 2
    with pytest.raises(Conflict):
        open_community(world.session, PLAN, leads=leads, by="test")


@pytest.mark.parametrize("names", [["lena"], ["lena", "lena"], [], ["lena", "rosa"], ["lena", "ada"]])
def test_fewer_than_two_leads_or_an_officer_among_them_opens_nothing(world: World, names: list[str]) -> None:
    leads = [world.account(name).id for name in names]
    with pytest.raises(Invalid):
        open_community(world.session, PLAN, leads=leads, by="test")
    assert world.session.exec(select(Community).where(col(Community.slug) == PLAN.slug)).first() is None


@pytest.mark.parametrize(
    "plan",
    [
        Plan("Not A Slug", ("G35",), NAMES),
        Plan("x" * 61, ("G35",), NAMES),
        Plan("fine", (), NAMES),
        Plan("fine", ("35G",), NAMES),
        Plan("fine", ("G35",), {"fr": "Seulement en français"}),
    ],
)
def test_a_plan_that_is_not_whole(world: World, plan: Plan) -> None:
    leads = [world.account("lena").id, world.account("leo").id]
    with pytest.raises(Invalid):
        open_community(world.session, plan, leads=leads, by="test")


def test_an_admin_opens_one_after_confirming(world: World) -> None:
    world.account("lena"), world.account("leo")
    ada = world.reader("ada", stepped_up=False)
    assert ada.api("POST", "/communities", BODY).json()["code"] == "step-up"
    ada = world.reader("ada")
    made = ada.api("POST", "/communities", BODY)
    assert made.status_code == 201 and made.json()["slug"] == "fibromyalgia"
    assert ada.api("POST", "/communities", BODY).status_code == 409
    unknown = BODY | {"slug": "other", "leads": ["lena@demo.example", "nobody@demo.example"]}
    assert ada.api("POST", "/communities", unknown).status_code == 422
    for name in ("bob", "rosa", "stefan"):
        assert world.reader(name).api("POST", "/communities", BODY).status_code == 404
    assert world.reader().api("POST", "/communities", BODY).status_code == 401
