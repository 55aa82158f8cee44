"""Rosa's studies, through the real deeds: one is finished with its release ready, one is open for Alice to answer, and one
of last year had too few answers.

The finished one was closed some days ago: for a month from then on its participants can still see who holds their answers.
"""

import random
import tomllib
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import Any

from app.access.predicates import Actor
from app.core import clock
from app.demo import answers
from app.demo.cast import HOME
from app.demo.desk import days_ago
from app.demo.scene import Member, Scene, seeded_id
from app.models.community import Community, Persona
from app.models.study import Study
from app.models.survey import Survey
from app.releases import jobs as freezing
from app.releases import requesting
from app.studies import agreement, approving, closing, proposing
from app.studies.schemas import PersonIn, ProposalIn, VariableIn
from app.surveys import publishing
from app.surveys.composing import with_profile
from app.surveys.questionnaire.catalogue import instrument
from app.surveys.questionnaire.model import Text

AREAS = {
    "west": ("bre", "pdl", "nor", "naq"),
    "centre": ("cvl", "idf", "bfc", "ara"),
    "north-east": ("hdf", "ges"),
    "south": ("occ", "pac", "cor"),
    "elsewhere": ("om", "abroad"),
}
AGES = {"18-39": ("18-29", "30-39"), "40-59": ("40-49", "50-59"), "60+": ("60-69", "70-79", "80+")}
SINCE = {"0-5": ("0-1", "2-5"), "6+": ("6-10", "11+")}
LEVELS = {
    "age": {band: [band, wide, "*"] for wide, bands in AGES.items() for band in bands},
    "sex": {one: [one, "*"] for one in ("f", "m", "o")},
    "region": {code: [code, area, "*"] for area, codes in AREAS.items() for code in codes},
    "since": {band: [band, wide, "*"] for wide, bands in SINCE.items() for band in bands},
}
ORDER = [str(number) for number in range(6)]
K, L, T = 11, 2, 0.3


@cache
def told() -> dict[str, Any]:
    """The words of the studies and surveys."""
    return tomllib.loads(resources.files(__package__).joinpath("texts", "studies.toml").read_text("utf-8"))


def make_studies(scene: Scene) -> None:
    """The study that is over, the finished one, the open one, then the surveys of the communities."""
    dice = scene.dice("studies")
    members = _answering(scene, HOME)
    _end(scene, _open(scene, told()["closed"], opened=190), members[5:32], dice)
    finished = _open(scene, told()["finished"], opened=84)
    start = scene.now - timedelta(days=80)
    given = answers.spread(dice, members, finished[1], start, start + timedelta(days=40))
    answers.give(scene, given, dice)
    _release(scene, finished[0])
    study = _open(scene, told()["open"], opened=21)
    start = scene.now - timedelta(days=19)
    others = dice.sample([one for one in members if one.owner.card.name != "alice"], 92)
    given = answers.spread(dice, others, study[1], start, scene.now - timedelta(days=1))
    for house in told()["house"]:
        survey = _house_survey(scene, house)
        people = _answering(scene, house["community"])
        some = dice.sample(people, round(len(people) * 0.85))
        given += answers.spread(dice, some, survey, start, scene.now - timedelta(days=1))
    answers.give(scene, given, dice)


def _answering(scene: Scene, slug: str) -> list[Member]:
    return [one for one in scene.places[slug].writers if one.role in ("member", "expert")]


def _community(scene: Scene, slug: str) -> Community:
    return scene.session.get_one(Community, scene.places[slug].id)


def _actor(scene: Scene, name: str) -> Actor:
    card = scene.people[name]
    office = {"researcher", "steward", "admin"} & {card.card.role}
    return Actor(card.account_id, offices=frozenset(office), second_factor=True)


def _open(scene: Scene, words: dict[str, Any], *, opened: int) -> tuple[Study, Survey]:
    """Published, proposed, agreed to by a steward and a lead, and its agreement accepted, over three days."""
    session, shipped = scene.session, instrument("who-5")
    questionnaire = with_profile(
        shipped.questionnaire,
        words["ask"],
        title=Text(words["survey"]["en"], (("fr", words["survey"]["fr"]),)),
    )
    rosa = _actor(scene, "rosa")
    with days_ago(opened + 2):
        survey = publishing.publish(
            session, community=_community(scene, HOME), slug=words["slug"], questionnaire=questionnaire,
            scoring=shipped.scoring, mode="pseudonymous", study_id=seeded_id(scene.dice("study", words["slug"])),
            owner_id=rosa.account_id, notes=words["note"], consent=told()["words"],
            results_on=(scene.now + timedelta(days=words["results"])).date(),
        )  # fmt: skip
        study = proposing.propose(session, rosa, _proposal(survey, words))
    with days_ago(opened + 1):
        approving.approve(
            session, study, approving.approver_of(_actor(scene, "stefan"), None), "Les rôles sont justes."
        )
    with days_ago(opened):
        approving.approve(session, study, _lead(scene, "lena"), "D'accord pour la communauté.")
        agreement.accept_own(session, study)
    scene.open_walls()
    return study, survey


def _lead(scene: Scene, name: str) -> approving.Approver:
    persona = scene.session.get_one(Persona, scene.member(name).persona_id)
    return approving.approver_of(_actor(scene, name), persona)


def _proposal(survey: Survey, words: dict[str, Any]) -> ProposalIn:
    about = [VariableIn(link_id=name, role="quasi", levels=LEVELS[name]) for name in words["ask"]]
    items = [
        VariableIn(link_id=f"who-5.{number}", name=f"who5_{number}", role="sensitive", ordered=ORDER)
        for number in range(1, 6)
    ]
    return ProposalIn(
        survey_id=survey.id, title=words["title"], aim=words["aim"], protocol=words["protocol"], ethics=words["ethics"],
        retention_months=24, purpose_fr=told()["words"]["fr"], purpose_en=told()["words"]["en"],
        people=[PersonIn(name="Rosa", affiliation="Institut des études inventées")], variables=[*about, *items],
    )  # fmt: skip


def _end(scene: Scene, opened: tuple[Study, Survey], members: list[Member], dice: random.Random) -> None:
    """Some answered, too few for a file, and the study was closed."""
    study, survey = opened
    start = scene.now - timedelta(days=185)
    answers.give(scene, answers.spread(dice, members, survey, start, start + timedelta(days=60)), dice)
    with days_ago(95):
        closing.close(scene.session, study, _actor(scene, "rosa"))
    scene.open_walls()


def _release(scene: Scene, study: Study) -> None:
    """Asked for, agreed to by two, frozen now instead of by its job, and the study closed."""
    session = scene.session
    with days_ago(35):
        release = requesting.request(session, study, _actor(scene, "rosa"), k=K, l=L, t=T)
        requesting.approve(session, release, approving.approver_of(_actor(scene, "sofia"), None))
        requesting.approve(session, release, _lead(scene, "lena"))
        freezing.start(session, str(release.id))
        freezing.freeze(session, str(release.id))
    scene.open_walls()
    with days_ago(6):
        closing.close(session, study, _actor(scene, "rosa"))
    scene.open_walls()


def _house_survey(scene: Scene, house: dict[str, Any]) -> Survey:
    shipped = instrument(house["instrument"])
    with days_ago(20):
        return publishing.publish(
            scene.session, community=_community(scene, house["community"]), slug=house["slug"],
            questionnaire=shipped.questionnaire, scoring=shipped.scoring, mode="pseudonymous",
            results_on=clock.today() + timedelta(days=50),
        )  # fmt: skip
