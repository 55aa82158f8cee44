"""A survey in a community, and answers that fit it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.core import clock
from app.models.survey import Survey
from app.surveys import answering, publishing
from app.surveys.questionnaire.catalogue import instrument
from tests.people import World

GOOD = {f"who-5.{number}": "4" for number in range(1, 6)}


def publish(world: World, *, slug: str = "well-being", code: str = "who-5", **options: Any) -> Survey:
    """An instrument we ship, open to the members of multiple-sclerosis unless said otherwise."""
    shipped = instrument(code)
    community = world.community(options.pop("community", "multiple-sclerosis"))
    world.act_in(community.slug)
    made = {
        "questionnaire": shipped.questionnaire,
        "scoring": shipped.scoring,
        "mode": "pseudonymous",
        "results_on": clock.today() + timedelta(days=60),
    }
    return publishing.publish(world.session, community=community, slug=slug, **(made | options))


def answer(world: World, survey: Survey, account_id: UUID, answers: dict[str, Any] | None = None) -> None:
    """Somebody agrees and answers."""
    answering.agree(world.session, survey, account_id, locale="en")
    answering.submit(world.session, survey, account_id, answers or GOOD)
