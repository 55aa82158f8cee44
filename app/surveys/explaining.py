"""A score in words: the number, what it may say, the bands beside it, and help at once where an answer calls for it."""

from dataclasses import dataclass
from typing import Any

from app.core.text import N_
from app.review.distress import lines_for
from app.screening.help_lines import HelpLine
from app.surveys.questionnaire.scoring import Band, Score, Scoring

BAND_NAMES = {
    "very-low": N_("A very low score"),
    "low": N_("A rather low score"),
    "good": N_("A rather good score"),
    "minimal": N_("Few signs"),
    "mild": N_("Some signs"),
    "moderate": N_("Clear signs"),
    "moderately-severe": N_("Many signs"),
    "severe": N_("Very many signs"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """What a person reads about their score. `value` is None when too many answers are missing."""

    value: int | None
    lowest: int
    highest: int
    band: Band | None
    bands: tuple[Band, ...]
    safety: tuple[str, ...]
    lines: tuple[HelpLine, ...]
    source: str

    def name(self, band: Band) -> str:
        """A band's name, a source string."""
        return BAND_NAMES.get(band.code, band.code)


def explain(scoring: Scoring, score: Score, locale: str) -> Explained:
    """The score with its range and bands; help lines only when an answer calls for them."""
    return Explained(
        value=score.value,
        lowest=min(band.lowest for band in scoring.bands),
        highest=max(band.highest for band in scoring.bands),
        band=score.band,
        bands=scoring.bands,
        safety=tuple(dict.fromkeys(line.message for line in score.safety)),
        lines=lines_for(locale) if score.safety else (),
        source=scoring.source,
    )


def as_json(score: Score, translated: Any) -> dict[str, Any]:
    """The score for the JSON doors; `translated` puts a source string into the reader's language."""
    return {
        "code": score.code,
        "version": score.version,
        "value": score.value,
        "raw": score.raw,
        "answered": score.answered,
        "missing": score.missing,
        "band": score.band.code if score.band else None,
        "message": translated(score.band.message) if score.band else None,
        "safety": [translated(line.message) for line in score.safety],
    }
