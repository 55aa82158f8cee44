"""The catalogue: public, without content or counts; what is hidden does not exist for outsiders."""

from typing import Any

from app.models.community import Community
from tests.counting import statements
from tests.people import World

HIDDEN = "a-quiet-group"


def hidden_group(world: World) -> Community:
    """A hidden group inside the community of the cast."""
    parent = world.community()
    names: dict[str, Any] = {"fr": "Un groupe discret", "en": "A quiet group"}
    group = Community(
        slug=HIDDEN,
        parent_id=parent.id,
        icd10=["G35"],
        names=names,
        descriptions=names,
        charters={},
        hidden=True,
    )
    world.session.add(group)
    world.session.flush()
    world.communities[HIDDEN] = group
    return group


def test_anybody_sees_the_catalogue(world: World) -> None:
    world.community("anxiety")
    world.persona("alice")
    page = world.reader().get("/communities")
    assert page.status_code == 200 and "Multiple sclerosis" in page.text and "Anxiety" in page.text
    listed = world.reader().api("GET", "/communities").json()
    assert [one["slug"] for one in listed["items"]] == ["anxiety", "multiple-sclerosis"]
    assert listed["items"][0]["membership"] is None and listed["next"] is None


def test_ones_own_come_first(world: World) -> None:
    world.community("anxiety")
    listed = world.reader("bob").api("GET", "/communities").json()["items"]
    assert [one["slug"] for one in listed] == ["multiple-sclerosis", "anxiety"]
    assert listed[0]["membership"]["status"] == "active"
    page = world.reader("bob").get("/communities").text
    assert 'href="/c/multiple-sclerosis"' in page and 'href="/communities/anxiety"' in page


def test_search_folds_accents_and_knows_codes(world: World) -> None:
    community = world.community("anxiety")
    community.names, community.icd10 = {"fr": "Anxiété", "en": "Anxiety"}, ["F41"]
    world.community()
    world.session.flush()
    visitor = world.reader()
    for words in ("anxiete", "F41", "ANXI"):
        page = visitor.get("/communities", params={"q": words}).text
        assert "/communities/anxiety" in page and "/communities/multiple-sclerosis" not in page
    assert "No community matches" in visitor.get("/communities", params={"q": "nothing like it"}).text


def test_the_public_page_tells_no_member_and_no_count(world: World) -> None:
    alice = world.persona("alice")
    world.persona("bob")
    for reader in (world.reader(), world.reader("charlie")):
        page = reader.get("/communities/multiple-sclerosis")
        assert page.status_code == 200
        assert alice.handle not in page.text and " members" not in page.text
    told = world.reader().api("GET", "/communities/multiple-sclerosis").json()
    assert set(told) == {
        "id", "slug", "names", "descriptions", "icd10", "charters", "charter_version", "open", "membership", "groups",
    }  # fmt: skip


def test_a_hidden_group_exists_for_its_community_alone(world: World) -> None:
    hidden_group(world)
    bob, charlie, visitor = world.reader("bob"), world.reader("charlie"), world.reader()
    assert "A quiet group" in bob.get("/communities").text
    assert bob.api("GET", "/communities/multiple-sclerosis").json()["groups"][0]["slug"] == HIDDEN
    assert bob.get(f"/communities/{HIDDEN}").status_code == 200
    assert bob.get(f"/c/{HIDDEN}/members").status_code == 200
    for reader in (charlie, visitor, world.reader("rosa"), world.reader("stefan")):
        assert "quiet" not in reader.get("/communities").text
        assert reader.api("GET", "/communities/multiple-sclerosis").json()["groups"] == []
        for path in (f"/communities/{HIDDEN}", f"/communities/{HIDDEN}?q=1"):
            real, invented = reader.get(path), reader.get("/communities/nowhere")
            assert (real.status_code, real.content) == (404, invented.content)
        assert (
            reader.api("GET", f"/communities/{HIDDEN}").content
            == reader.api("GET", "/communities/nowhere").content
        )
    assert "A quiet group" in world.reader("ada").get("/communities").text


def test_a_pending_person_does_not_know_the_hidden_group(world: World) -> None:
    hidden_group(world)
    world.persona("alice", status="pending", joined_on=None)
    alice = world.reader("alice", persona=False)
    assert "quiet" not in alice.get("/communities").text
    assert alice.get(f"/communities/{HIDDEN}").status_code == 404
    assert alice.get(f"/c/{HIDDEN}/members").status_code == 404


def test_the_number_of_communities_does_not_change_the_number_of_statements(world: World) -> None:
    bob = world.reader("bob")
    bob.get("/communities")
    with statements() as few:
        bob.get("/communities")
    for number in range(12):
        world.community(f"place-{number}")
    with statements() as many:
        bob.get("/communities")
    assert len(many) == len(few) <= 12
