"""The questions of a published survey, read from its canonical FHIR bytes: what a study must give a role to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlmodel import Session

from app.core import db
from app.core.errors import NotFound
from app.models.survey import Survey, SurveyVersion

PLACE = text("SELECT survey_place(:id, NULL)")
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
WORDS = frozenset({"string", "text", "url", "attachment", "reference"})
MOMENTS = frozenset({"date", "dateTime", "time"})
NUMBERS = frozenset({"integer", "decimal", "quantity"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its link id, FHIR type, words by language, whether it takes several answers, its offered answers."""

    link_id: str
    type: str
    words: dict[str, str]
    repeats: bool
    options: tuple[str, ...]


def find_survey(session: Session, survey_id: UUID) -> Survey:
    """A survey, its community's wall opened for this deed; NotFound for an invented id."""
    place = session.connection().execute(PLACE, {"id": survey_id}).scalar()
    if place is None:
        raise NotFound
    opened = tuple(dict.fromkeys((*session.info.get("communities", ()), place)))
    db.act_in(session, opened, session.info.get("tags", ()))
    survey = session.get(Survey, survey_id)
    if survey is None:
        raise NotFound
    return survey


def questions_of(session: Session, survey: Survey) -> list[Question]:
    """Every question of the version in force, in reading order; groups and passages to read are none."""
    version = session.get(SurveyVersion, (survey.id, survey.version))
    if version is None:
        raise NotFound
    return list(_walk(orjson.loads(version.canonical)))


def _walk(node: dict[str, Any]) -> Iterator[Question]:
    for item in node.get("item", ()):
        if item["type"] not in ("group", "display"):
            yield Question(
                item["linkId"],
                item["type"],
                _words(item),
                bool(item.get("repeats")),
                tuple(_option(one) for one in item.get("answerOption", ())),
            )
        yield from _walk(item)


def _words(item: dict[str, Any]) -> dict[str, str]:
    words = {"": str(item.get("text", item["linkId"]))}
    for extension in item.get("_text", {}).get("extension", ()):
        if extension.get("url") == TRANSLATION:
            parts = {
                one["url"]: next((v for k, v in one.items() if k != "url"), "")
                for one in extension["extension"]
            }
            words[str(parts.get("lang"))] = str(parts.get("content"))
    return words


def _option(option: dict[str, Any]) -> str:
    if "valueCoding" in option:
        return str(option["valueCoding"].get("code") or option["valueCoding"].get("display", ""))
    return str(next((value for key, value in option.items() if key.startswith("value")), ""))
