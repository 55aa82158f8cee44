"""The rules of the house that no other linter holds; see CONTRIBUTING.md. Prints each breach, exits 1 on any."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE = {".git", ".venv", "node_modules", "dist", "var", "__pycache__", ".hypothesis", ".devcontainer"}
CACHES = re.compile(r"\..*_cache$")
LONGEST = 250
CODE = {".py", ".ts", ".css", ".html", ".js"}
# Legal texts, locks and data are as long as they are.
# Migrations are history: a step is never split afterwards.
WRITTEN = ("app", "tests", "tools", "frontend/src", "frontend/templates", "frontend/scripts")

TEMPLATE_RULES = {
    "a style attribute (use a class)": re.compile(r"<[^>]*\sstyle\s*=", re.DOTALL),
    "an inline event handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE | re.DOTALL),
    "hx-on (use a custom element)": re.compile(r"\bhx-on\b"),
    "a javascript: address": re.compile(r"=\s*[\"']?\s*javascript\s*:", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
}
# A page that leaves with its reader must carry its own looks: no address of ours works on another computer.
LEAVES = {"frontend/templates/data_rights/copy.html"}
# Built from pieces, so that this file does not breach its own rule.
FILE_RULES = {
    "the address of a package registry": re.compile(
        "registry" r"\.npmjs|files\." "pythonhosted|pypi" r"\.org/simple"
    ),
    "a path of somebody's machine": re.compile(
        r"(?<![\w./}])/(?:home|Users)/\w+/\w|(?<![\w./}])/ro" r"ot/[\w.]+"
    ),
}


def files() -> Iterator[Path]:
    """Every file of the repository that somebody wrote."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name in MADE or CACHES.match(path.name) or path.is_symlink():
                continue
            if path.is_dir():
                folders.append(path)
            else:
                yield path


def breaches(path: Path) -> Iterator[str]:
    """What is wrong with one file, a line each."""
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        return
    name = path.relative_to(ROOT).as_posix()
    lines = text.count("\n")
    if path.suffix in CODE and name.startswith(WRITTEN) and lines > LONGEST:
        yield f"{name}: {lines} lines, more than {LONGEST}: usually two things in one file"
    rules = dict(FILE_RULES)
    if name.startswith("frontend/templates/") and name not in LEAVES:
        rules |= TEMPLATE_RULES
    for what, pattern in rules.items():
        if found := pattern.search(text):
            yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {what}"


def main() -> None:
    """Check the whole repository."""
    read, found = 0, []
    for path in files():
        read += 1
        found += breaches(path)
    print("\n".join(found) or f"House rules kept in {read} files")
    sys.exit(1 if found or read == 0 else 0)


if __name__ == "__main__":
    main()
