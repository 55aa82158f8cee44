"""Text made fit for paper: visibly shortened, and written in letters the embedded fonts have."""

import re
import unicodedata

LONGEST_WORD = 24
BREAK = "\u200b"  # lets an endless word wrap
MISSING = "□"
# Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation, currency, letterlike, arrows, mathematics, shapes.
_COVERED = re.compile(
    "[\n -~\u00a0-\u052f\u0590-\u06ff\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u2070-\u22ff\u25a0-\u25ff]"
)


def shorten(text: str, limit: int, note: str = "") -> str:
    """At most `limit` letters, cut between words, ending in … and a note that says so."""
    text = text.strip()
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    words = cut[:limit] if cut[-1].isspace() else cut[:limit].rsplit(maxsplit=1)[0]
    if len(words) < limit / 2:
        words = cut[:limit]
    return f"{words.rstrip(' ,;:.')}… {note}".rstrip()


def legible(text: str) -> str:
    """One □ for each run of letters without a glyph; control marks vanish; very long words may wrap."""
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if _COVERED.match(letter):
            kept.append(letter)
        elif unicodedata.category(letter) not in ("Cc", "Cf", "Mn", "Cs"):
            kept.append(MISSING)
    once = re.sub(f"{MISSING}+", MISSING, "".join(kept))
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", rf"\1{BREAK}", once)
