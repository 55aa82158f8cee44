"""A survey that can be studied, a proposal for it, and two persons who open it."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson

from app.core import clock, db
from app.models.survey import Survey
from app.surveys import answering, publishing
from app.surveys.questionnaire.importing import import_bytes
from tests.people import World

REGIONS = {"north": "cold", "east": "cold", "south": "warm", "west": "warm"}
LEVELS = {region: [region, climate, "*"] for region, climate in REGIONS.items()}
FATIGUE = ["none", "some", "much"]
ROLES = {
    "region": {"role": "quasi", "levels": LEVELS},
    "age": {"role": "quasi", "numeric": True},
    "fatigue": {"role": "sensitive", "ordered": FATIGUE},
    "pet": {"role": "plain"},
    "words": {"role": "free_text"},
    "since": {"role": "date"},
}


def questionnaire() -> Any:
    """Region, age, fatigue, a pet, words of one's own, a date."""

    def choice(name: str, options: list[str]) -> dict[str, Any]:
        answers = [{"valueCoding": {"code": one, "display": one.capitalize()}} for one in options]
        return {"linkId": name, "type": "choice", "text": f"Your {name}?", "answerOption": answers}

    items = [
        choice("region", list(REGIONS)),
        {"linkId": "age", "type": "integer", "text": "Your age?"},
        choice("fatigue", FATIGUE),
        choice("pet", ["cat", "dog", "llama"]),
        {"linkId": "words", "type": "text", "text": "Anything else?"},
        {"linkId": "since", "type": "date", "text": "Since when?"},
    ]
    made = {"resourceType": "Questionnaire", "status": "active", "title": "Days", "item": items}
    return import_bytes(orjson.dumps(made)).questionnaire


def publish(world: World, slug: str = "days", **options: Any) -> Survey:
    """The survey, open in multiple-sclerosis."""
    community = world.community()
    world.act_in(community.slug)
    made = {"mode": "pseudonymous", "results_on": clock.today() + timedelta(days=200), "scoring": None}
    return publishing.publish(
        world.session, community=community, slug=slug, questionnaire=questionnaire(), **(made | options)
    )


def proposal(survey: Survey, **changes: Any) -> dict[str, Any]:
    """What Rosa sends."""
    return {
        "survey_id": str(survey.id),
        "title": "Days and fatigue",
        "aim": "To learn how fatigue differs between regions and ages.",
        "protocol": "One questionnaire, answered once; one release a year.",
        "ethics": "CPP 2026-001",
        "retention_months": 24,
        "purpose_fr": "J’accepte que mes réponses servent à cette étude.",
        "purpose_en": "I agree that my answers serve this study.",
        "people": [{"name": "Rosa Lind", "affiliation": "Institute of Invented Studies"}],
        "variables": [{"link_id": link_id, **role} for link_id, role in ROLES.items()],
    } | changes


def propose(world: World, survey: Survey, **changes: Any) -> dict[str, Any]:
    """Rosa proposes; gives the answer's JSON."""
    answer = world.reader("rosa").api("POST", "/studies", proposal(survey, **changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def open_study(world: World, survey: Survey | None = None, **changes: Any) -> UUID:
    """A study that Rosa proposed, Stefan and Lena approved, and whose agreement Rosa accepted."""
    study = propose(world, survey or publish(world), **changes)["id"]
    for name in ("stefan", "lena"):
        answer = world.reader(name).api("POST", f"/studies/{study}/approvals", {})
        assert answer.status_code == 201, answer.text
    assert world.reader("rosa").api("POST", f"/studies/{study}/agreement").status_code == 200
    return UUID(study)


def answers_of(chance: random.Random) -> dict[str, Any]:
    """One invented person's answers; the words and the pet of one in a hundred are canaries."""
    return {
        "region": chance.choice(list(REGIONS)),
        "age": chance.randint(20, 95),
        "fatigue": chance.choice(FATIGUE),
        "pet": chance.choice(["cat", "dog"]),
        "words": "CANARY-WORDS",
        "since": "2020-02-03",
    }


def contribute(world: World, survey: Survey, count: int, seed: int = 1) -> list[UUID]:
    """So many invented persons agree and answer; their account ids."""
    chance, accounts = random.Random(seed), [uuid4() for _ in range(count)]
    world.act_in("multiple-sclerosis")
    world.session.refresh(survey)
    for account in accounts:
        answering.agree(world.session, survey, account, locale="en")
        answering.submit(world.session, survey, account, answers_of(chance))
    db.commit(world.session)
    return accounts
