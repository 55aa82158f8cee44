"""How answers are kept: canonical JSON sealed under the survey's key, bound to the survey and to whose row it is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

from app.consents.contributor import answers_key
from app.core import keys
from app.surveys.questionnaire.comparison import Answer
from app.surveys.questionnaire.model import Questionnaire
from app.surveys.questionnaire.stored import as_json, from_json

Json = dict[str, Any]


def seal(survey_id: UUID, owner: bytes, answers: Mapping[str, Answer]) -> bytes:
    """Seals typed answers; `owner` (a contributor id, or a random row id) must be given again to open."""
    return seal_json(survey_id, owner, {name: as_json(answer) for name, answer in answers.items()})


def seal_json(survey_id: UUID, owner: bytes, stored: Json) -> bytes:
    """Seals answers that are JSON already."""
    plain = orjson.dumps(stored, option=orjson.OPT_SORT_KEYS)
    return keys.seal_with(answers_key(survey_id), plain, survey_id.bytes + owner)


def unseal(survey_id: UUID, owner: bytes, sealed: bytes) -> Json:
    """The answers as JSON values by linkId."""
    opened: Json = orjson.loads(
        keys.open_with(answers_key(survey_id), bytes(sealed), survey_id.bytes + owner)
    )
    return opened


def typed(questionnaire: Questionnaire, stored: Mapping[str, Any]) -> dict[str, Answer]:
    """Stored answers as typed ones; what the questionnaire no longer asks is left out."""
    known = questionnaire.by_link_id()
    found = {name: from_json(known[name], raw) for name, raw in stored.items() if name in known}
    return {name: answer for name, answer in found.items() if answer is not None}
