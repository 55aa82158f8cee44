"""The people whom the demo prints: one password for all, and a fixed second factor for the staff.

Alice lives in two communities, Bob in one, Charlie elsewhere; Mona and Moussa moderate and Lena and Leo lead
multiple-sclerosis; Rosa is a researcher, Stefan and Sofia data stewards, Ada and Amos admins.
"""

import base64
from dataclasses import dataclass
from hashlib import sha256

PASSWORD = "quiet-river"
DOMAIN = "demo.example"
HOME = "multiple-sclerosis"


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody invented: how they sign in, and where they live."""

    name: str
    role: str
    communities: tuple[str, ...] = ()
    locale: str = "fr"
    kind: str = "patient"
    password: str = PASSWORD

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.name}@{DOMAIN}"

    @property
    def totp_secret(self) -> str | None:
        """The second factor, fixed so that it can be printed; members need none."""
        if self.role == "member":
            return None
        return base64.b32encode(sha256(f"entraide demo {self.name}".encode()).digest()[:15]).decode()


def accounts() -> list[Invented]:
    """The cast, in the order in which it is printed."""
    return [
        Invented("alice", "member", (HOME, "diabetes")),
        Invented("bob", "member", (HOME,), "en"),
        Invented("charlie", "member", ("anxiety",), "en"),
        Invented("mona", "moderator", (HOME,)),
        Invented("moussa", "moderator", (HOME,)),
        Invented("lena", "lead", (HOME,)),
        Invented("leo", "lead", (HOME,), "en"),
        Invented("rosa", "researcher"),
        Invented("stefan", "steward"),
        Invented("sofia", "steward"),
        Invented("ada", "admin"),
        Invented("amos", "admin"),
    ]
