"""XLSForm's languages (`Français (fr)`, `French`, `default`) as language codes, and its labels as texts."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from app.surveys.questionnaire.fhir_node import Node
from app.surveys.questionnaire.fhir_values import LANGUAGE
from app.surveys.questionnaire.model import Text

OWN_NAMES = (
    "fr",
    "en",
    "es",
    "de",
    "it",
    "pt",
    "nl",
    "ar",
    "pl",
    "ru",
    "uk",
    "tr",
    "ro",
    "sv",
    "da",
    "zh",
    "ja",
)


class Languages:
    """Reads labels; the form's own language is its default one, else the first one met."""

    def __init__(self, default: str | None) -> None:
        self.own = default if default and default != "default" else None

    @property
    def code(self) -> str | None:
        return language_code(self.own) if self.own else None

    def text(self, node: Node, key: str) -> Text:
        """The words under `key`, in one language or several."""
        raw = node.data.get(key)
        if not isinstance(raw, dict):
            words = node.take(key, str) or ""
            if "${" in words:
                node.report("an answer inserted in the words is shown as it is written", key)
            return Text(words)
        node.skip(key)
        words_in = {name: str(words) for name, words in raw.items() if words}
        if self.own is None:
            self.own = next((name for name in words_in if name != "default"), None)
        source = (
            words_in.get(self.own or "default")
            or words_in.get("default")
            or next(iter(words_in.values()), "")
        )
        translations: dict[str, str] = {}
        for name, words in words_in.items():
            code = language_code(name)
            if "${" in words:
                node.report("an answer inserted in the words is shown as it is written", f"{key}.{name}")
            if name in (self.own, "default"):
                continue
            if code is None or code in translations:
                node.report(
                    f"the language {name} is not known, write it with its code: Français (fr)",
                    f"{key}.{name}",
                )
            else:
                translations[code] = words
        return Text(source, tuple(sorted(translations.items())))


def language_code(name: str) -> str | None:
    """`fr` for `Français (fr)`, `fr`, `French` or `français`; None for what nobody speaks."""
    if match := re.search(r"\(([A-Za-z0-9-]+)\)\s*$", name):
        return match[1] if LANGUAGE.fullmatch(match[1]) else None
    plain = name.strip()
    if LANGUAGE.fullmatch(plain) and len(plain.split("-")[0]) <= 3:
        return plain
    return _names().get(plain.lower())


@cache
def _names() -> dict[str, str]:
    found = {name.lower(): code.replace("_", "-") for code, name in Locale("en").languages.items()}
    for code in OWN_NAMES:
        try:
            found[str(Locale(code).get_display_name(code)).lower()] = code
        except UnknownLocaleError:
            continue
    return found
