"""What goes into the engine and what comes out: `Table`, `Policy`, `Result`.

The one door is `app.anonymise.engine.anonymise(table: Table, policy: Policy) -> Result`.
A column without a role is not exported; a column whose role never leaves is dropped and named in the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

FLOOR_K = 5
"""No product policy goes below this k; the command line may, and its report says so."""


class CannotAnonymise(ValueError):
    """The table or the policy does not allow a safe file; the message says why, in words."""


class Role(StrEnum):
    """What a variable may be used for in an export. No role means: not exported."""

    DIRECT = "direct"
    QUASI = "quasi"
    SENSITIVE = "sensitive"
    PLAIN = "plain"
    DATE = "date"
    FREE_TEXT = "free_text"
    PARADATA = "paradata"


EXPORTED = frozenset({Role.QUASI, Role.SENSITIVE, Role.PLAIN})
"""Dates become offsets and free text takes its own path before a column may carry one of these roles."""

NEVER = frozenset(
    [
        "user_id",
        "user",
        "account_id",
        "persona_id",
        "handle",
        "username",
        "email",
        "e_mail",
        "mail",
        "ip",
        "ip_address",
        "user_agent",
        "row_number",
        "row_id",
        "session_id",
        "token",
        "attachment",
    ]
)
"""Column names that never leave, whatever role somebody gave them."""

Hierarchy = Mapping[str, Sequence[str]]
"""Value -> its labels from the value itself up to `*`; every value has the same number of labels."""


@dataclass(frozen=True)
class Table:
    """Columns of text, one list each, with a role per column.

    `hierarchies` gives the labels of categorical quasi-identifiers, `numeric` names the columns published as
    intervals `lo-hi`, `ordered` the sensitive columns whose values have an order (besides those in `numeric`):
    column -> its values from lowest to highest. `ids` are opaque and never published; they come back aligned
    with the rows of the result.
    """

    columns: Mapping[str, Sequence[str]]
    roles: Mapping[str, Role]
    hierarchies: Mapping[str, Hierarchy] = field(default_factory=dict)
    numeric: frozenset[str] = frozenset()
    ordered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ids: Sequence[str] | None = None

    def named(self, role: Role) -> list[str]:
        """The columns that carry a role, in the table's order, without those that never leave."""
        return [c for c in self.columns if self.roles.get(c) == role and c.strip().lower() not in NEVER]

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values()), ()))


@dataclass(frozen=True)
class Policy:
    """The promise of a file. The defaults are the product's; `Policy.product` refuses to go below its floor."""

    k: int = 11
    l: int = 2
    t: float = 0.3
    entropy_l: float | None = None
    stigmatising: frozenset[str] | None = None
    """Sensitive columns that t applies to; None means all of them."""
    max_suppression: float = 0.10
    mode: Literal["local", "global"] = "local"
    min_rows: int = 50
    max_quasi: int | None = 8
    seconds: float = 5.0
    """Wall-clock time the search may take; the guarantees do not depend on it."""

    @classmethod
    def product(cls, **wishes: Any) -> Policy:
        """A policy that people may set from a page: stricter than the defaults as they wish, never below the floor."""
        policy = cls(**wishes)
        if policy.k < FLOOR_K or policy.l < 2 or policy.t > 0.3 or policy.max_suppression > 0.10:
            raise CannotAnonymise("This policy is weaker than the floor: k 5, l 2, t 0.3, suppression 10 %.")
        if policy.min_rows < 50 or policy.max_quasi is None or policy.max_quasi > 8:
            raise CannotAnonymise("At least 50 people and at most 8 quasi-identifiers.")
        return policy


@dataclass(frozen=True)
class Result:
    """The anonymised table, rows in random order; `ids` and `classes` are for the guard, never for the file."""

    columns: dict[str, list[str]]
    classes: list[int]
    """Equivalence class of each published row."""
    ids: list[str] | None
    """The table's opaque ids, aligned with the published rows; None when it had none."""
    report: dict[str, Any]
