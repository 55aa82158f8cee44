"""What can be followed: the shelf of ready measures, and the shape of one's own."""

from dataclasses import dataclass

from app.core.text import N_

CUSTOM = "custom"
FACES = (
    (1, N_("Very low"), "frown"),
    (2, N_("Low"), "annoyed"),
    (3, N_("Middling"), "meh"),
    (4, N_("Good"), "smile"),
    (5, N_("Very good"), "laugh"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of measure. `low` and `high` with `closed` are its scale, else the bounds of what is believable.

    `taps` are the values offered in one tap; `question` is asked above them; `ends` explain both ends of a scale.
    """

    code: str
    label: str
    icon: str
    low: float
    high: float
    closed: bool = True
    unit: str = ""
    step: float = 1
    question: str = ""
    ends: tuple[str, str] = ("", "")
    taps: tuple[int, ...] = ()
    faces: bool = False
    two: bool = False


TEN = tuple(range(11))
_ALL = (
    Kind("fatigue", N_("Fatigue"), "moon", 0, 10, question=N_("How tired are you today?"), ends=(N_("not at all"), N_("exhausted")), taps=TEN),
    Kind("sleep", N_("Sleep"), "bed-double", 0, 14, unit="h", step=0.5, question=N_("How many hours did you sleep?"), taps=tuple(range(2, 13))),
    Kind("mood", N_("Mood"), "smile", 1, 5, question=N_("How is your mood?"), faces=True),
    Kind("energy", N_("Energy"), "zap", 1, 5, question=N_("How is your energy?"), faces=True),
    Kind("pain", N_("Pain"), "gauge", 0, 10, question=N_("How much pain do you have today?"), ends=(N_("none"), N_("unbearable")), taps=TEN),
    Kind("weight", N_("Weight"), "weight", 1, 500, closed=False, unit="kg", step=0.1, question=N_("What do you weigh today?")),
    Kind("blood_pressure", N_("Blood pressure"), "heart-pulse", 20, 300, closed=False, unit="mmHg", question=N_("What does the cuff say?"), two=True),
)  # fmt: skip
KINDS = {kind.code: kind for kind in _ALL}
OWN = Kind(CUSTOM, N_("My own measure"), "pencil", -1_000_000, 1_000_000, closed=False, step=0.01)
STARTERS = ("fatigue", "sleep", "mood")
