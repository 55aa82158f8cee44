"""Given names, words that only look like names, and names that anybody may write. The words stand in `names.txt`."""

from pathlib import Path


def _sections() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    title = ""
    for line in (Path(__file__).parent / "names.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            title = line.strip("[]")
        elif line and not line.startswith("#"):
            words.setdefault(title, set()).update(line.split())
    return {name: frozenset(found) for name, found in words.items()}


_SECTIONS = _sections()
GIVEN_NAMES = _SECTIONS["given names"]
NOT_NAMES = _SECTIONS["not names"]
PUBLIC_FIGURES = _SECTIONS["public figures"]
