"""What a rule says about a text: a kind and where it stands, in code points of the original."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["", "concern", "urgent"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One stretch of text, `text[start:end]`, and why it was noticed.

    `grade` is only given by the distress rules: `urgent` names an act, a plan, a means or a wish to
    die; `concern` is indirect wording (a burden, no way out, self-harm in general).
    """

    start: int
    end: int
    kind: str
    grade: Grade = ""
