"""The communities: names, descriptions, charters and topics, in both languages."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from app.communities.opening import TOPICS
from app.demo.scene import Place, Scene, seeded_id, write
from app.models.community import Community, Topic

BENCH_COMMUNITIES = 20


@cache
def _read(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath("texts", name).read_text("utf-8")
    return tomllib.loads(text)


def described(shape: str) -> list[dict[str, Any]]:
    """What is said of each community; the bench has twenty, the last of them without a story of their own."""
    known: list[dict[str, Any]] = list(_read("communities.toml")["community"])
    if shape != "bench":
        return known
    known = [one for one in known if "parent" not in one]
    for number in range(len(known) + 1, BENCH_COMMUNITIES + 1):
        title = [f"Room {number}", "A community for figures."]
        known.append({"slug": f"bench-{number}", "icd10": ["Z76"], "weight": 4, "fr": title, "en": title})
    return known


def make_places(scene: Scene) -> None:
    """Writes the communities and their topics."""
    dice, charter, topics = scene.dice("places"), _read("charter.toml"), TOPICS
    communities, shelves = [], []
    for told in described(scene.shape):
        home = told.get("parent", told["slug"])
        place = Place(seeded_id(dice), told["slug"], home, {slug: seeded_id(dice) for slug, _, _ in topics})
        scene.places[place.slug] = place
        communities.append(
            {
                "id": place.id, "slug": place.slug, "icd10": told["icd10"], "hidden": told.get("hidden", False), "open": True,
                "parent_id": scene.places[home].id if "parent" in told else None, "charter_version": 1,
                "names": {"fr": told["fr"][0], "en": told["en"][0]},
                "descriptions": {"fr": told["fr"][1], "en": told["en"][1]},
                "charters": {language: charter[language].strip() for language in ("fr", "en")},
            }
        )  # fmt: skip
        shelves += [
            {"id": place.topics[slug], "community_id": place.id, "slug": slug, "names": {"fr": french, "en": english}, "rank": rank}
            for rank, (slug, french, english) in enumerate(topics)
        ]  # fmt: skip
    write(scene.session, Community, communities)
    write(scene.session, Topic, shelves)
