"""French typography of the catalogues: what a keyboard lacks is put in, and a lint says where it is missing."""

import re

NARROW, WIDE, APOSTROPHE, UNBREAKABLE_HYPHEN = "\u202f", "\u00a0", "\u2019", "\u2011"

_SPACES = "[ \u00a0\u202f]"
_HIGH = re.compile(rf"(?<=[\w»”)\]}}%]){_SPACES}*(?P<mark>[;!?]+)(?=$|[\s»)<])")
_ENTITY = re.compile(r"&#?\w+;")
_COLON = re.compile(rf"(?<=[\w»”)\]}}]){_SPACES}*:(?=$|\s|<)")
_OPEN = re.compile(rf"«{_SPACES}*")
_CLOSE = re.compile(rf"{_SPACES}*»")
_PERCENT = re.compile(rf"(?<=[\d)s]){_SPACES}(?=%%?(?:$|[\s.,;)]))")
_ELISION = re.compile(r"(?<=[A-Za-zÀ-ÿ])'(?=[\w«%<]|$)")
_INVERSION = re.compile(r"-t-(?=(?:il|elle|on)s?\b)")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def typeset(text: str) -> str:
    """French as a careful printer sets it. Doing it twice changes nothing."""
    text = _ELISION.sub(APOSTROPHE, text).replace("...", "…")
    text = _COLON.sub(f"{WIDE}:", text)
    text = _OPEN.sub(f"«{WIDE}", _CLOSE.sub(f"{WIDE}»", text))
    text = _PERCENT.sub(NARROW, text)
    text = _INVERSION.sub(f"{UNBREAKABLE_HYPHEN}t{UNBREAKABLE_HYPHEN}", text)
    entities = {match.end() - 1 for match in _ENTITY.finditer(text)}
    return _HIGH.sub(lambda m: m.group() if m.start("mark") in entities else NARROW + m["mark"], text)


def faults(text: str) -> list[str]:
    """What a French reader would trip over, in words."""
    found = [] if typeset(text) == text else [f"typography, write {typeset(text)!r}"]
    if re.search(r"!\s*$", text):
        found.append("exclamation mark")
    return found


def placeholders(text: str) -> set[str]:
    """Names of the values that a message takes."""
    return set(_PLACEHOLDER.findall(text))
