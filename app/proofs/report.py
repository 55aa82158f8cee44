"""What a proof says: attacks with tries, successes and bounds, for machines and for people."""

from dataclasses import dataclass, field
from typing import Any

from rich.table import Table
from rich.text import Text

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack: how often it was tried, how often it succeeded, and how often it may. `notes` are for people."""

    name: str
    tries: int
    successes: float
    bound: float = 0
    notes: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Within its bound; an attack that never ran proves nothing."""
        return self.tries > 0 and self.successes <= self.bound

    def as_dict(self) -> dict[str, Any]:
        """As the contract has it."""
        return {
            "name": self.name, "tries": self.tries, "successes": self.successes, "bound": self.bound,
            "holds": self.holds,
        }  # fmt: skip


@dataclass(slots=True)
class Count:
    """Counts while an attack runs."""

    name: str
    bound: float = 0
    tries: int = 0
    successes: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, success: bool, note: str = "") -> None:
        """One try."""
        self.tries += 1
        self.successes += success
        if success and note and note not in self.notes:
            self.notes.append(note)

    def done(self) -> Attack:
        """The attack as it went."""
        return Attack(self.name, self.tries, self.successes, self.bound, tuple(self.notes))


@dataclass(frozen=True, slots=True)
class Proof:
    """One promise and the attacks on it."""

    name: str
    attacks: tuple[Attack, ...]

    @property
    def holds(self) -> bool:
        """Whether every attack stayed within its bound, and there were any."""
        return bool(self.attacks) and all(one.holds for one in self.attacks)

    def as_dict(self) -> dict[str, Any]:
        """As the contract has it."""
        return {"proof": self.name, "holds": self.holds, "attacks": [one.as_dict() for one in self.attacks]}


def table(proofs: list[Proof]) -> Table:
    """Proofs for people."""
    shown = Table(title="What was promised, attacked", title_justify="left")
    shown.add_column("Proof")
    shown.add_column("Attack")
    for head in ("Tries", "Successes", "Bound"):
        shown.add_column(head, justify="right")
    shown.add_column("Holds")
    for proof in proofs:
        for number, one in enumerate(proof.attacks):
            verdict = Text("yes", "green") if one.holds else Text("NO", "bold red")
            shown.add_row(
                proof.name if number == 0 else "", one.name, f"{one.tries:,}", f"{one.successes:g}", f"{one.bound:g}",
                verdict, end_section=number == len(proof.attacks) - 1,
            )  # fmt: skip
    return shown


def broken(proofs: list[Proof]) -> list[str]:
    """Where a bound was broken, a line each; the first few."""
    lines = []
    for proof in proofs:
        for one in proof.attacks:
            if not one.holds:
                seen = one.notes[:SHOWN] or (("no try was made",) if not one.tries else ())
                lines += [f"{proof.name}, {one.name}: {note}" for note in seen]
    return lines
