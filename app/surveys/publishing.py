"""Publishing: a questionnaire becomes a survey. Its mode is frozen, its versions never change, its results have a day."""

import math
import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from app.consents import texts
from app.core import clock, keystore
from app.core.errors import Conflict, Invalid
from app.models.community import Community
from app.models.survey import Survey, SurveyMode, SurveyStatus, SurveyVersion
from app.surveys import announcing, results
from app.surveys.questionnaire.canonical import canonical_json, sha256
from app.surveys.questionnaire.catalogue import SCORINGS
from app.surveys.questionnaire.model import Questionnaire
from app.surveys.questionnaire.scoring import Scoring

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
QUESTIONS_A_MINUTE = 5
STUDY_WORDS = {
    "fr": "Vos réponses servent à cette étude seulement. Elles sont gardées sous un identifiant chiffré, sans votre nom, votre "
    "adresse ni votre pseudonyme. Les chercheurs reçoivent un fichier anonymisé, après l’accord de deux personnes. "
    "Vous pouvez dire oui, dire non, ou changer d’avis plus tard. Si vous retirez votre accord, vous ne serez dans aucun "
    "fichier suivant. Ceux qui ont reçu un fichier avant en sont avertis. À la fin de l’étude, la clé qui relie vos réponses "
    "à vous est détruite.",
    "en": "Your answers serve this study only. They are kept under an encrypted id, without your name, your address or your "
    "handle. Researchers receive an anonymised file, after two people have agreed. You can say yes, say no, or change your "
    "mind later. If you withdraw, you will be in no later file. Those who received an earlier file are told. When the study "
    "ends, the key that links your answers to you is destroyed.",
}
ANONYMOUS_WORDS = {
    "fr": " Ce questionnaire est anonyme : une fois envoyées, vos réponses ne peuvent plus être retrouvées ni retirées.",
    "en": " This survey is anonymous: once sent, your answers can no longer be found or withdrawn.",
}


def publish(
    session: Session,
    *,
    community: Community,
    slug: str,
    questionnaire: Questionnaire,
    scoring: Scoring | None,
    mode: SurveyMode | str,
    results_on: date,
    study_id: UUID | None = None,
    owner_id: UUID | None = None,
    notes: Mapping[str, str] | None = None,
    consent: Mapping[str, str] | None = None,
    minutes: int | None = None,
) -> Survey:
    """Opens a survey with its version 1. With a study, opens the study's research purpose too (`consent`: its words).

    Invalid when there is nothing to ask, the results are promised for no future day or the score is not one we ship;
    Conflict when the address is taken.
    """
    _check(session, slug, questionnaire, scoring, results_on)
    survey = Survey(
        slug=slug, community_id=community.id, study_id=study_id, owner_id=owner_id, mode=SurveyMode(mode).value,
        status=SurveyStatus.OPEN.value, version=1, minutes=minutes or reading_minutes(questionnaire),
        notes=dict(notes or {}), opened_on=clock.today(), results_on=results_on,
    )  # fmt: skip
    session.add(survey)
    session.flush()
    _add_version(session, survey, questionnaire, scoring)
    if study_id is not None:
        _open_purpose(session, survey, questionnaire, consent)
    elif owner_id is None:
        announcing.announce(session, survey)  # a study announces its survey when two persons have opened it
    return survey


def publish_version(
    session: Session, survey: Survey, questionnaire: Questionnaire, scoring: Scoring | None
) -> SurveyVersion:
    """A further version of an open survey; answers given before keep theirs."""
    _check(session, survey.slug, questionnaire, scoring, survey.results_on, again=True)
    survey.version += 1
    session.add(survey)
    return _add_version(session, survey, questionnaire, scoring)


def close(session: Session, survey: Survey) -> None:
    """No more answers; people can still read and withdraw theirs."""
    survey.status = SurveyStatus.CLOSED.value
    session.add(survey)
    session.flush()


def seal(session: Session, survey: Survey) -> None:
    """The study is over: the survey's key is destroyed. Answers and the way from a person to them are gone for good.

    What the participants were promised is counted first, and told on its day.
    """
    if survey.study_id is not None and survey.status != SurveyStatus.SEALED:
        results.count_once(session, survey)
    survey.status = SurveyStatus.SEALED.value
    session.add(survey)
    session.flush()
    keystore.destroy("survey", str(survey.id))


def reading_minutes(questionnaire: Questionnaire) -> int:
    """About how long it takes, told before the first question."""
    asked = sum(item.askable for item in questionnaire.walk())
    return max(1, math.ceil(asked / QUESTIONS_A_MINUTE))


def _check(
    session: Session,
    slug: str,
    questionnaire: Questionnaire,
    scoring: Scoring | None,
    results_on: date,
    *,
    again: bool = False,
) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise Invalid(fields={"slug": "Use small letters, digits and hyphens."})
    if not any(item.askable for item in questionnaire.walk()):
        raise Invalid("This questionnaire asks nothing.")
    if scoring is not None and scoring.code not in SCORINGS:
        raise Invalid("This score is not one we know how to explain.")
    if results_on <= clock.today() and not again:
        raise Invalid(fields={"results_on": "Promise the results for a day to come."})
    if not again and session.exec(select(Survey.id).where(col(Survey.slug) == slug)).first() is not None:
        raise Conflict("Another survey has this address.")


def _add_version(
    session: Session, survey: Survey, questionnaire: Questionnaire, scoring: Scoring | None
) -> SurveyVersion:
    made = SurveyVersion(
        survey_id=survey.id, number=survey.version, canonical=canonical_json(questionnaire), sha256=sha256(questionnaire),
        scoring=scoring.code if scoring else None, published_on=clock.today(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _open_purpose(
    session: Session, survey: Survey, questionnaire: Questionnaire, consent: Mapping[str, str] | None
) -> None:
    assert survey.study_id is not None
    more = ANONYMOUS_WORDS if survey.mode == SurveyMode.ANONYMOUS else dict.fromkeys(texts.LANGUAGES, "")
    words = consent or {language: STUDY_WORDS[language] + more[language] for language in texts.LANGUAGES}
    texts.publish(
        session,
        texts.study_purpose(survey.study_id),
        words,
        titles={language: questionnaire.title.into(language) for language in texts.LANGUAGES},
        survey_id=survey.id,
        home_id=survey.community_id,
    )
