"""Leads choose their moderators; nobody changes themselves, a lead, or somebody of another place."""

from tests.people import World


def role_of(world: World, name: str) -> str:
    persona = world.persona(name)
    world.session.refresh(persona)
    return persona.role


def test_a_lead_appoints_and_releases_a_moderator(world: World) -> None:
    lena = world.reader("lena")
    for name in ("bob", "leo"):
        world.persona(name)
    handles = {name: world.persona(name).handle for name in ("bob", "leo", "lena")}
    path = "/c/multiple-sclerosis/team"
    assert handles["leo"] in lena.get(path).text and handles["bob"] not in lena.get(path).text
    for wrong in ({"handle": handles["lena"], "wish": "end"}, {"handle": handles["leo"], "wish": "end"}, {"handle": "Nobody", "wish": "appoint"}, {"handle": handles["bob"], "wish": "crown"}):  # fmt: skip
        refused = lena.post(path, wrong)
        assert refused.status_code == 422 and wrong["handle"] in refused.text
    assert lena.post(path, {"handle": handles["bob"], "wish": "appoint"}).status_code == 303
    assert role_of(world, "bob") == "moderator"
    assert lena.post(path, {"handle": handles["bob"], "wish": "end"}).status_code == 303
    assert role_of(world, "bob") == "member"


def test_only_leads_who_confirmed_again(world: World) -> None:
    world.persona("bob")
    form = {"handle": world.persona("bob").handle, "wish": "appoint"}
    path = "/c/multiple-sclerosis/team"
    assert world.reader("lena", stepped_up=False).post(path, form).status_code == 403
    assert world.reader("mona").post(path, form).status_code == 403
    assert world.reader("alice").post(path, form).status_code == 404
    assert world.reader("ada").post(path, form).status_code == 403
    charlie = world.reader("charlie")
    assert charlie.get(path).content == charlie.get("/c/invented/team").content
    assert role_of(world, "bob") == "member"
