"""One door for every kind of file: a questionnaire, what was counted in it, and what it leaves out."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.surveys.questionnaire import strict_json
from app.surveys.questionnaire.checks import depth
from app.surveys.questionnaire.errors import QuestionnaireRefused
from app.surveys.questionnaire.fhir_node import Unsupported
from app.surveys.questionnaire.import_fhir import import_fhir
from app.surveys.questionnaire.import_xlsform import import_xlsform
from app.surveys.questionnaire.model import Questionnaire, Text


@dataclass(frozen=True, slots=True)
class Imported:
    """A questionnaire read from a file, with the figures the importer is told."""

    questionnaire: Questionnaire
    title: str
    items: int
    by_type: dict[str, int]
    max_depth: int
    conditions: int
    languages: tuple[str, ...]
    unsupported: tuple[Unsupported, ...]

    def report(self) -> dict[str, Any]:
        """The answer of `entraide survey import --check --json`."""
        return {
            "title": self.title,
            "items": self.items,
            "by_type": self.by_type,
            "max_depth": self.max_depth,
            "conditions": self.conditions,
            "languages": list(self.languages),
            "unsupported": [asdict(finding) for finding in self.unsupported],
        }


def import_questionnaire(path: Path) -> Imported:
    """Read a FHIR Questionnaire (JSON) or an XLSForm (.xlsx); raises QuestionnaireRefused with the reason."""
    try:
        with path.open("rb") as file:
            source = file.read(strict_json.MAX_BYTES + 1)
    except OSError as error:
        raise QuestionnaireRefused(
            "The file cannot be read: %(reason)s.", reason=error.strerror or "unknown"
        ) from None
    return import_bytes(source)


def import_bytes(source: bytes) -> Imported:
    """The same for an uploaded file: its first bytes, not its name, say what it is."""
    is_workbook = source.startswith(b"PK\x03\x04")
    questionnaire, unsupported = import_xlsform(source) if is_workbook else import_fhir(source)
    items = list(questionnaire.walk())
    return Imported(
        questionnaire=questionnaire,
        title=questionnaire.title.source,
        items=len(items),
        by_type=dict(sorted(Counter(item.type.value for item in items).items())),
        max_depth=depth(questionnaire.items),
        conditions=sum(len(item.conditions) for item in items),
        languages=languages(questionnaire),
        unsupported=unsupported,
    )


def languages(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages met, the questionnaire's own one first."""
    texts: list[Text] = [questionnaire.title, questionnaire.description, questionnaire.copyright]
    for item in questionnaire.walk():
        texts += [item.text, item.prefix, item.help, *(option.label for option in item.options)]
    found = {code for text in texts for code, _ in text.translations}
    own = (questionnaire.language,) if questionnaire.language else ()
    return (*own, *sorted(found - set(own)))
