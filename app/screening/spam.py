"""Marks of advertising, as flags for a moderator and never as a verdict."""


def find_spam(text: str) -> list[str]:
    """The names of the marks found in `text`, sorted."""
    return []


def signature(text: str) -> str:
    """The same short string for texts that differ only by spacing, case, accents, digits or links."""
    return ""
