"""The one door of the engine: `anonymise(table, policy) -> Result`."""

from __future__ import annotations

from app.anonymise.table import Policy, Result, Table


def anonymise(table: Table, policy: Policy) -> Result:
    """Publish the table so that every class of quasi-identifiers meets k, l and t, or raise `CannotAnonymise`."""
    raise NotImplementedError
