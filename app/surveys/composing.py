"""Composing: what a study asks about the person stands in its own survey, before the instrument. The vault is never asked."""

from collections.abc import Collection
from dataclasses import replace
from functools import cache

from app.surveys.questionnaire.canonical import from_canonical
from app.surveys.questionnaire.catalogue import FOLDER
from app.surveys.questionnaire.model import Item, Questionnaire, Text

PROFILE = ("age", "sex", "region", "since")


@cache
def profile() -> Item:
    """The group of questions about the person: age band, sex, region, years since the diagnosis; all quasi-identifiers."""
    [group] = from_canonical((FOLDER / "profile.json").read_bytes()).items
    return group


def with_profile(
    questionnaire: Questionnaire, wanted: Collection[str] = PROFILE, *, title: Text | None = None
) -> Questionnaire:
    """The questionnaire with these questions about the person first; wording, licences and scores stay as they are."""
    asked = tuple(item for item in profile().items if item.link_id in wanted)
    group = replace(profile(), items=asked)
    return replace(questionnaire, title=title or questionnaire.title, items=(group, *questionnaire.items))
