"""Words of distress: does the author of this text need help now?"""

from app.screening.finding import Finding


def find_distress(text: str, locale: str | None = None) -> Finding | None:
    """The gravest sign of the author's own distress, with its grade, or nothing."""
    return None


def detect_distress(text: str, locale: str | None = None) -> bool:
    """Whether the author should be shown help, and a human should look."""
    return find_distress(text, locale) is not None
