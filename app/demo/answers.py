"""Answers to surveys in bulk: each with its consent in the chained ledger, sealed under the survey's key like the deeds do."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.consents import ledger, texts
from app.consents.contributor import contributor_id, purpose_id
from app.core import chain
from app.demo.scene import Member, Rows, Scene, Somebody, seeded_id, write
from app.models.consent import ConsentAct, ConsentEvent, ConsentReason
from app.models.survey import Survey, SurveyParticipation, SurveyResponse
from app.surveys import sealing, versions
from app.surveys.questionnaire.model import Item, Questionnaire

REGIONS = {
    "ara": 12, "bfc": 4, "bre": 6, "cvl": 4, "cor": 1, "ges": 9, "hdf": 9, "idf": 18, "nor": 5, "naq": 9, "occ": 9,
    "pdl": 6, "pac": 8, "om": 2, "abroad": 2,
}  # fmt: skip
BANDS = (
    (29, "18-29"),
    (39, "30-39"),
    (49, "40-49"),
    (59, "50-59"),
    (69, "60-69"),
    (79, "70-79"),
    (200, "80+"),
)
DOWN = ("phq-9", "gad-7")
"""Instruments whose high answers are the worse ones."""


@dataclass(frozen=True, slots=True)
class Given:
    """One person's answer to one survey, and when."""

    who: Member
    survey: Survey
    at: datetime


def spread(
    dice: random.Random, members: Sequence[Member], survey: Survey, start: datetime, end: datetime
) -> list[Given]:
    """These people answer between two moments, at waking hours."""
    span = (end - start).total_seconds()
    found = []
    for member in members:
        at = start + timedelta(seconds=dice.uniform(0, span))
        found.append(Given(member, survey, at.replace(hour=dice.randint(7, 19), microsecond=0)))
    return found


def give(scene: Scene, given: list[Given], dice: random.Random) -> None:
    """Writes consents, participations and responses, oldest first; three statements."""
    given = sorted(given, key=lambda one: one.at)
    _consent(scene, given, dice)
    asked = {one.survey.id: versions.current(scene.session, one.survey).questionnaire for one in given}
    taken: Rows = []
    responses: Rows = []
    for one in given:
        contributor = contributor_id(one.survey.id, one.who.owner.account_id)
        answers = _answers(asked[one.survey.id], one.who.owner, scene, dice)
        typed = sealing.typed(asked[one.survey.id], answers)
        taken.append({"survey_id": one.survey.id, "contributor": contributor, "anonymous": False})
        responses.append(
            {"id": seeded_id(dice), "survey_id": one.survey.id, "contributor": contributor, "version": one.survey.version,
             "sealed": sealing.seal(one.survey.id, contributor, typed), "answered_on": one.at.date()}
        )  # fmt: skip
    write(scene.session, SurveyParticipation, taken)
    write(scene.session, SurveyResponse, responses)


def _consent(scene: Scene, given: list[Given], dice: random.Random) -> None:
    session = scene.session
    ledger.hold(session)
    last = session.connection().execute(ledger.LAST).first()
    sequence, digest = (last.sequence, bytes(last.digest)) if last else (0, chain.GENESIS)
    rows: Rows = []
    words: dict[tuple[str, str], texts.Wording] = {}
    for one in given:
        purpose = texts.study_purpose(one.survey.study_id) if one.survey.study_id else texts.SERVICE
        language, account = one.who.locale, one.who.owner.account_id
        if (purpose, language) not in words:
            words[purpose, language] = texts.wording(session, purpose, language)
        said = words[purpose, language]
        event = ConsentEvent(
            sequence=sequence + 1, id=seeded_id(dice), digest=b"", purpose=purpose, version=said.version,
            contributor=contributor_id(one.survey.id, account) if one.survey.study_id else purpose_id(purpose, account),
            act=ConsentAct.GRANT.value, reason=ConsentReason.SELF.value, language=said.language,
            text_sha256=said.sha256, at=one.at - timedelta(minutes=2),
        )  # fmt: skip
        sequence, digest = sequence + 1, chain.link(digest, ledger.content_of(event))
        rows.append(event.model_dump() | {"digest": digest})
    write(session, ConsentEvent, rows)


def _answers(asked: Questionnaire, somebody: Somebody, scene: Scene, dice: random.Random) -> dict[str, Any]:
    """An invented person's answers: the facts of the person, and items that hang together."""
    well = dice.betavariate(2.6, 2.4)
    about = {
        "age": next(band for most, band in BANDS if scene.now.year - somebody.birth_year <= most),
        "sex": dice.choices(("f", "m", "o"), (62, 36, 2))[0],
        "region": dice.choices(list(REGIONS), list(REGIONS.values()))[0],
        "since": dice.choices(("0-1", "2-5", "6-10", "11+"), (16, 30, 25, 29))[0],
    }
    return {
        item.link_id: about.get(item.link_id) or _chosen(item, well, dice)
        for item in asked.walk()
        if item.askable
    }


def _chosen(item: Item, well: float, dice: random.Random) -> str:
    options = sorted(item.options, key=lambda one: one.ordinal or 0)
    level = 1 - well if item.link_id.startswith(DOWN) else well
    if item.link_id == "phq-9.9":  # thoughts of death stay rare
        return options[1 if dice.random() < 0.04 else 0].key
    place = round(level * (len(options) - 1) + dice.gauss(0, 0.75))
    return options[min(len(options) - 1, max(0, place))].key
