"""Text that people type: cleaned once at the edge, bounded, and safe to store and show."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError


def N_(message: str) -> str:
    """Marks a source string for the catalogues without translating it here."""
    return message


# Bidirectional overrides and invisible characters change what a reader believes to see (UTS 39, section 5.4).
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(value: str) -> str:
    """Normalises (NFC), strips hidden characters and outer space; refuses NUL, controls and lone surrogates."""
    if any("\ud800" <= character <= "\udfff" for character in value) or _CONTROL.search(value):
        raise PydanticCustomError("text_characters", "These characters cannot be stored.")
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return _HIDDEN.sub("", value).strip()


def _one_line(value: str) -> str:
    return " ".join(value.split())


Text = Annotated[str, AfterValidator(clean_text)]
Line = Annotated[
    str, StringConstraints(max_length=400), AfterValidator(clean_text), AfterValidator(_one_line)
]


def fold(value: str) -> str:
    """Case and accents away, for comparing names."""
    decomposed = unicodedata.normalize("NFKD", value.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


_EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")


def unmarked(text: str) -> str:
    """A text of a member as a sentence or two of plain words: without the stars of Markdown."""
    return _EMPHASIS.sub(r"\2", text)
