"""The guard at every text box: personal data is shown to its writer before anything is stored.

A door reads `pii: PiiChoice = ""` with its form and passes it on: `screen_text(form.body, choice=form.pii)`. The first time
`PiiFound` comes back with the passages; the page shows them by `_macros/pii.html`, whose two buttons send `pii=mask` or `pii=keep`.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from app.core.errors import Invalid
from app.core.text import N_
from app.models.review import ItemKind
from app.review.items import open_item
from app.screening.finding import Finding
from app.screening.pii import find_pii, mask

PiiChoice = Literal["", "mask", "keep"]
AROUND = 40
KIND_NAMES = {
    "email": N_("E-mail address"),
    "iban": N_("Bank account"),
    "nir": N_("Social security number"),
    "national_id": N_("Identity number"),
    "profile_url": N_("Personal page"),
    "phone": N_("Phone number"),
    "birth_date": N_("Date of birth"),
    "address": N_("Postal address"),
    "handle": N_("Account name elsewhere"),
    "full_name": N_("Full name"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """What was found, with a few words around it, for the page."""

    field: str
    kind: str
    before: str
    found: str
    after: str

    @property
    def name(self) -> str:
        """The kind in words (a source string)."""
        return KIND_NAMES.get(self.kind, self.kind)


class PiiFound(Invalid):
    """422 `pii`: the text holds personal data and its writer has not chosen yet. `spans` count code points of the text."""

    code = "pii"
    default = "Your text holds personal data. Choose what to do with it."

    def __init__(self, text: str, findings: list[Finding], field: str) -> None:
        super().__init__(
            fields={field: N_("This holds personal data. Mask it, or publish it anyway.")}, code="pii"
        )
        self.spans = [{"kind": one.kind, "start": one.start, "end": one.end} for one in findings]
        self.passages = [_passage(text, one, field) for one in findings]


def screen_text(text: str, *, choice: PiiChoice = "", field: str = "body") -> str:
    """The text to store: as it is when clean or kept, masked when so chosen; PiiFound when the writer must choose."""
    if choice == "keep":
        return text
    findings = find_pii(text)
    if not findings:
        return text
    if choice == "mask":
        return mask(text, findings)
    raise PiiFound(text, findings, field)


def watch_kept(
    session: Session, *, choice: PiiChoice, text: str, community_id: UUID, subject_kind: str, subject_id: UUID,
    author_id: UUID | None,
) -> bool:  # fmt: skip
    """A text whose writer chose to publish it with what was found: a moderator sees it too. True when an item stands."""
    if choice != "keep" or not find_pii(text):
        return False
    open_item(
        session, community_id=community_id, kind=ItemKind.PII, subject_kind=subject_kind, subject_id=subject_id,
        author_id=author_id, text=text,
    )  # fmt: skip
    return True


def _passage(text: str, one: Finding, field: str) -> Passage:
    start, end = max(0, one.start - AROUND), one.end + AROUND
    before, after = text[start : one.start], text[one.end : end]
    return Passage(
        field,
        one.kind,
        ("…" if start else "") + before,
        text[one.start : one.end],
        after + ("…" if end < len(text) else ""),
    )
