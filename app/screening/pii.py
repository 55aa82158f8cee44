"""Personal data in a text: what it is and where it stands."""

from collections.abc import Iterable, Mapping

from app.screening.address import find_addresses
from app.screening.contact import find_handles, find_mails, find_phones
from app.screening.finding import Finding
from app.screening.fold import Folded, fold
from app.screening.identity import find_births, find_numbers
from app.screening.names import find_names

# Where two rules claim the same characters, the earlier kind speaks.
_KINDS = (
    "email", "iban", "nir", "national_id", "profile_url", "phone", "birth_date", "address", "handle", "full_name",
)  # fmt: skip
_RULES = (find_mails, find_numbers, find_handles, find_phones, find_births, find_addresses, find_names)


def find_pii(text: str) -> list[Finding]:
    """The personal data in `text`, in reading order, without overlaps."""
    folded = fold(text)
    found = [finding for rule in _RULES for finding in rule(folded)]
    found.sort(key=lambda one: (_KINDS.index(one.kind), one.start, -one.end))
    kept: list[Finding] = []
    for one in found:
        at = next(
            (i for i, other in enumerate(kept) if one.start < other.end and other.start < one.end), None
        )
        if at is None:
            kept.append(one)
        elif kept[at].kind == one.kind:
            kept[at] = Finding(min(kept[at].start, one.start), max(kept[at].end, one.end), one.kind)
    return sorted(_original(folded, one) for one in kept)


def _original(folded: Folded, one: Finding) -> Finding:
    """The finding in code points of the text as it was typed."""
    start, end = folded.span(one.start, one.end)
    return Finding(start, end, one.kind, one.grade)


def mask(text: str, findings: Iterable[Finding], labels: Mapping[str, str] | None = None) -> str:
    """`text` with each finding replaced by its label (by kind), or by `[…]`."""
    parts: list[str] = []
    done = 0
    for one in sorted(findings):
        if one.start < done:
            continue
        parts += [text[done : one.start], (labels or {}).get(one.kind, "[…]")]
        done = one.end
    return "".join([*parts, text[done:]])
