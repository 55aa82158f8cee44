"""A text without its marks, for readers of the JSON contract who show no HTML."""

import re
from html import unescape

_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|blockquote|pre)>")
_TAG = re.compile(r"<[^>]*>")
_LINES = re.compile(r"\n{3,}")


def plain_of(html: str) -> str:
    """The words of rendered, sanitised HTML, a line for each paragraph or point."""
    words = unescape(_TAG.sub("", _BREAK.sub("\n", html)))
    return _LINES.sub("\n\n", words).strip()
