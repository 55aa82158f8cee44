"""The instruments we ship: questionnaires free to use, each with its notices and its scoring definition."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.core.text import N_
from app.surveys.questionnaire.canonical import from_canonical
from app.surveys.questionnaire.model import Questionnaire
from app.surveys.questionnaire.scoring import Band, Safety, Scoring

FOLDER = Path(__file__).parent.parent / "instruments"

HELP_NOW = N_(
    "You wrote that you sometimes think of dying or hurting yourself. You can talk to somebody now."
)


def _items(code: str, count: int) -> tuple[str, ...]:
    return tuple(f"{code}.{number}" for number in range(1, count + 1))


WHO_5 = Scoring(
    code="who-5",
    version="1",
    items=_items("who-5", 5),
    missing_allowed=0,
    multiplier=4,
    bands=(
        Band(
            "very-low",
            0,
            28,
            N_("Your well-being was very low these two weeks. Consider talking to a doctor."),
        ),
        Band("low", 29, 50, N_("Your well-being was rather low these two weeks. Talking about it can help.")),
        Band("good", 51, 100, N_("Your well-being was rather good these two weeks.")),
    ),
    source=N_("WHO-5, World Health Organization 2024; bands at 28 and 50: Topp and others, 2015"),
)

PHQ_9 = Scoring(
    code="phq-9",
    version="1",
    items=_items("phq-9", 9),
    missing_allowed=2,
    multiplier=1,
    bands=(
        Band("minimal", 0, 4, N_("Your answers show few signs of low mood.")),
        Band("mild", 5, 9, N_("Your answers show some signs of low mood.")),
        Band(
            "moderate", 10, 14, N_("Your answers show clear signs of low mood. Consider talking to a doctor.")
        ),
        Band(
            "moderately-severe",
            15,
            19,
            N_("Your answers show many signs of low mood. Please talk to a doctor."),
        ),
        Band(
            "severe", 20, 27, N_("Your answers show very many signs of low mood. Please see a doctor soon.")
        ),
    ),
    safety=(Safety("phq-9.9", 1, "thoughts-of-death", HELP_NOW),),
    source=N_("Kroenke, Spitzer and Williams, 2001; up to two missing items: mean of the others"),
)

GAD_7 = Scoring(
    code="gad-7",
    version="1",
    items=_items("gad-7", 7),
    missing_allowed=2,
    multiplier=1,
    bands=(
        Band("minimal", 0, 4, N_("Your answers show few signs of anxiety.")),
        Band("mild", 5, 9, N_("Your answers show some signs of anxiety.")),
        Band(
            "moderate", 10, 14, N_("Your answers show clear signs of anxiety. Consider talking to a doctor.")
        ),
        Band("severe", 15, 21, N_("Your answers show many signs of anxiety. Please talk to a doctor.")),
    ),
    source=N_("Spitzer, Kroenke, Williams and Löwe, 2006; up to two missing items: mean of the others"),
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire we ship with its score."""

    code: str
    questionnaire: Questionnaire
    scoring: Scoring


SCORINGS = {scoring.code: scoring for scoring in (WHO_5, PHQ_9, GAD_7)}


@cache
def instrument(code: str) -> Instrument:
    """The instrument of this code; KeyError for one we do not ship."""
    scoring = SCORINGS[code]
    return Instrument(code, from_canonical((FOLDER / f"{code}.json").read_bytes()), scoring)
